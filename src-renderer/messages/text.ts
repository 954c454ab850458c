import { createI18n } from 'vue-i18n'
import { en } from './en.ts'

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]

/** Where a text of the program is, such as `users.cell.none`. */
export type MessageKey = Leaves<typeof en>

/** The texts of the program; an App uses it so that `<I18nT>` finds them. */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  messages: { en },
  missingWarn: true,
  // names from servers stand in texts, and no text is ever set as HTML
  warnHtmlMessage: false,
})

type Values = Record<string, string | number>

/** A text with its values. `count` chooses between the forms of a text that has several (`one | many`). */
export function t(key: MessageKey, values: Values = {}, count?: number): string {
  const { t: translate } = i18n.global
  return count === undefined ? translate(key, values) : translate(key, values, count)
}

/** The text of a code that came from elsewhere; null when the program has none. */
export function findText(key: string, values: Values = {}, count?: number): string | null {
  const { te, t: translate } = i18n.global
  if (!te(key)) return null
  return count === undefined ? translate(key, values) : translate(key, values, count)
}
