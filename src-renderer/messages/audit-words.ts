import type { AuditEntry } from '../../src-shared/domain/audit.ts'
import { categoryOf } from '../../src-shared/domain/audit-entry.ts'
import { audit } from './en/audit.ts'
import { formatList } from './format.ts'
import { findText, t } from './text.ts'
import { denialWords } from './words.ts'

/** What was done, in words; the server's own ones where it has some, else its code. */
export const actionWords = ({ action, message }: Pick<AuditEntry, 'action' | 'message'>): string =>
  message ?? findText(`audit.actions.${action}`) ?? action

export const categoryWords = (action: string): string =>
  findText(`audit.categories.${categoryOf(action)}`) ?? categoryOf(action)

/** Why something was refused. */
export const refusalWords = (code: string | null): string =>
  code === null ? t('audit.refused') : (findText(`audit.refusals.${code}`) ?? denialWords(code))

/** The name of a field that an entry changed. */
export const fieldWords = (field: string): string => findText(`audit.fields.${field}`) ?? field

/** A value of before or after, as text of one line. */
export function valueWords(value: unknown): string {
  if (value === undefined || value === null || value === '') return t('audit.nothing')
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? t('audit.nothing') : formatList(value.map(valueWords))
  const { name } = value as { name?: unknown } // an object: anything else was told apart above
  return typeof name === 'string' ? name : JSON.stringify(value)
}

/** The actions that the program has words for, each with them. */
export const auditActions = (): { action: string; words: string }[] =>
  Object.entries(audit.actions).flatMap(([category, actions]) =>
    Object.entries(actions).map(([name, words]) => ({ action: `${category}.${name}`, words })),
  )
