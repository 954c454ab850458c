import { EventEmitter } from 'node:events'
import { state, whileOpen } from './state.ts'

type ThemeSource = 'system' | 'light' | 'dark'

/** The system's theme is light here, or what `STANDIN_THEME` says. */
class NativeTheme extends EventEmitter<{ updated: [] }> {
  readonly shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly inForcedColorsMode = false
  readonly prefersReducedTransparency = false
  readonly #isSystemDark = process.env.STANDIN_THEME === 'dark'
  #source: ThemeSource = 'system'

  get themeSource(): ThemeSource {
    return this.#source
  }
  set themeSource(source: ThemeSource) {
    const wasDark = this.shouldUseDarkColors
    this.#source = source
    for (const contents of state.contents.values()) whileOpen(contents.applyTheme())
    if (wasDark !== this.shouldUseDarkColors) this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#isSystemDark : this.#source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

/** The media features by which a page learns the theme. */
export const themeFeatures = (): { name: string; value: string }[] => [
  { name: 'prefers-color-scheme', value: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' },
]
