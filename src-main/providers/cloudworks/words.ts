import type { NameRules } from '../../../src-shared/domain/capabilities.ts'
import type { Issue } from '../../../src-shared/domain/issue.ts'

/** Fields of a user, and the words by which this API means them. */
const fields: [field: string, words: RegExp][] = [
  ['userName', /user[ -]?name/i],
  ['displayName', /display[ -]?name/i],
  ['email', /\be-?mail/i],
  ['role', /\brole\b/i],
  ['projectIds', /\bprojects?\b/i],
  ['organizationId', /\borgani[sz]ation/i],
]

/** Rules of the domain, and the words that say that one is broken; the first that fits is meant. */
const rules: [rule: string, words: RegExp][] = [
  ['taken', /already (exists|taken|in use|registered)|is taken|duplicate/i],
  ['required', /required|must not be empty|cannot be empty|should not be empty|missing/i],
  ['length', /too (short|long)|\blength\b|at (least|most)|between \d|longer|shorter|exceed/i],
  ['charset', /not allowed|may only|must only|only (contain|letters|alphanumeric)|special char/i],
  ['unknown', /not found|does not exist|no such|unknown/i],
  ['format', /invalid|not a valid|not valid|format|right form/i],
]

/** Values that were sent, by field: a message repeats them, and they may look like words of it. */
export type Sent = Partial<Record<'userName' | 'email' | 'displayName', string | null>>

/**
 * What a message of this API says of fields. It has no pointers and no codes, so the values and words in it must do; a
 * message that names no field leaves none.
 */
export function issuesOf(message: string, sent: Sent, nameRules: NameRules): Issue[] {
  let words = message
  const named = new Set<string>()
  for (const [field, value] of Object.entries(sent)) {
    if (!value) continue
    const without = words.replaceAll(new RegExp(`(?<![\\w.@-])${escape(value)}(?![\\w@-])`, 'gi'), ' ')
    if (without !== words) named.add(field)
    words = without
  }
  const meant = fields.filter(([, pattern]) => pattern.test(words)).map(([field]) => field)
  const rule = rules.find(([, pattern]) => pattern.test(words))?.[0]
  const found = meant.length > 0 ? meant : [...named]
  return found.map((field) => issue(field, rule, message, nameRules))
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function issue(field: string, rule: string | undefined, message: string, nameRules: NameRules): Issue {
  if (rule === undefined) return { field, code: message }
  // names of people and accounts have no form but their signs
  const known = rule === 'format' && (field === 'userName' || field === 'displayName') ? 'charset' : rule
  const params = paramsOf(field, nameRules)
  return { field, code: `${field === 'projectIds' ? 'projects' : field}.${known}`, ...(params && { params }) }
}

function paramsOf(field: string, { userName, displayName }: NameRules): Issue['params'] {
  if (field === 'userName') return { min: userName.min, max: userName.max, signs: userName.signs }
  if (field === 'displayName') return { min: displayName.min, max: displayName.max }
  return field === 'email' ? { max: 254 } : undefined
}

/** What keeps an account out, by the words of a refused sign-in. */
const obstacles: [code: string, words: RegExp][] = [
  ['not_approved', /approv/i],
  ['disabled', /disabled|locked|deactivated/i],
  ['must_change_password', /reset|set anew|change (the |your )?password|force/i],
  ['two_factor', /two.?factor|2fa|authenticator/i],
]

export const obstacleOf = (message: string): string | null =>
  obstacles.find(([, pattern]) => pattern.test(message))?.[0] ?? null
