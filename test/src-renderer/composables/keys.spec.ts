import { describe, expect, test } from 'vitest'
import { type KeyPress, matchesKey } from '../../../src-renderer/composables/keys.ts'

const press = (key: string, change: Partial<KeyPress> & { altGr?: boolean } = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...change,
  getModifierState: (name) => name === 'AltGraph' && change.altGr === true,
})

describe('a command key', () => {
  test('is Ctrl on Windows and Linux, Cmd on macOS', () => {
    expect(matchesKey(press('n', { ctrlKey: true }), 'Mod+N', 'linux')).toBe(true)
    expect(matchesKey(press('n', { metaKey: true }), 'Mod+N', 'linux')).toBe(false)
    expect(matchesKey(press('n', { metaKey: true }), 'Mod+N', 'darwin')).toBe(true)
    expect(matchesKey(press('n', { ctrlKey: true }), 'Mod+N', 'darwin')).toBe(false)
  })
  test('needs its other modifiers, and no more', () => {
    expect(matchesKey(press('O', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+O', 'linux')).toBe(true)
    expect(matchesKey(press('o', { ctrlKey: true }), 'Mod+Shift+O', 'linux')).toBe(false)
    expect(matchesKey(press('N', { ctrlKey: true, shiftKey: true }), 'Mod+N', 'linux')).toBe(false)
  })
  test('goes by its place on a keyboard without Latin letters', () => {
    expect(matchesKey(press('т', { ctrlKey: true, code: 'KeyN' }), 'Mod+N', 'linux')).toBe(true)
  })
  test('goes by its letter on another Latin layout', () => {
    expect(matchesKey(press('a', { ctrlKey: true, code: 'KeyQ' }), 'Mod+Q', 'linux')).toBe(false)
  })
})

describe('typing is never a command', () => {
  test('with AltGr, which some systems report as Ctrl and Alt', () => {
    expect(matchesKey(press('n', { ctrlKey: true, altGr: true }), 'Mod+N', 'linux')).toBe(false)
  })
  test('while an input method composes', () => {
    expect(matchesKey(press('n', { ctrlKey: true, isComposing: true }), 'Mod+N', 'linux')).toBe(false)
  })
})
