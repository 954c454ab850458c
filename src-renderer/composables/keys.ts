/** The part of a keyboard event that decides which command it is. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing' | 'getModifierState'
>

/** True when the key belongs to the text that is being typed: AltGr letters and input methods (keyboard.md, Rules). */
export const isTyping = (event: KeyPress): boolean => event.isComposing || event.getModifierState('AltGraph')

/** True while the modifier of commands is held: Cmd on macOS, Ctrl elsewhere. */
export const hasMod = (event: Pick<KeyPress, 'ctrlKey' | 'metaKey'>, platform: string): boolean =>
  platform === 'darwin' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey

/** True when a key press is the key written as in `commands.ts`, such as `Mod+Shift+O`. */
export function matchesKey(event: KeyPress, key: string, platform: string): boolean {
  if (isTyping(event)) return false
  const parts = key.split('+')
  const name = parts.pop() ?? ''
  const wantsMod = parts.includes('Mod')
  if (wantsMod ? !hasMod(event, platform) : event.ctrlKey || event.metaKey) return false
  if (event.shiftKey !== parts.includes('Shift') || event.altKey !== parts.includes('Alt')) return false
  return pressed(event) === name.toLowerCase()
}

/** The key in Latin letters: on a Cyrillic or Greek layout the place of the key counts. */
function pressed({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && key > '\x7f' && /^Key[A-Z]$/.test(code)
  return (isForeign ? code.slice(3) : key).toLowerCase()
}
