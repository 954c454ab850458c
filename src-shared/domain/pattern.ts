import type { User } from './user.ts'

/** What a pattern may name: `{userName}@new.example`. `local` and `host` are the two sides of the e-mail address. */
export const patternNames = ['id', 'userName', 'displayName', 'email', 'local', 'host', 'organization'] as const
export type PatternName = (typeof patternNames)[number]

export type Pattern = readonly ({ text: string } | { name: PatternName })[]

const isPatternName = (text: string): text is PatternName => (patternNames as readonly string[]).includes(text)

/** Reads a pattern; a name that there is not, or a brace without its other, is answered as the part that is wrong. */
export function readPattern(text: string): { pattern: Pattern } | { wrong: string } {
  const pattern: Pattern[number][] = []
  for (const [part] of text.matchAll(/\{[^{}]*\}|[^{}]+|[{}]/g)) {
    const name = part.slice(1, -1).trim()
    if (!/[{}]/.test(part)) pattern.push({ text: part })
    else if (isPatternName(name)) pattern.push({ name })
    else return { wrong: part }
  }
  return { pattern }
}

type Named = Pick<User, 'id' | 'userName' | 'displayName' | 'email'> & { organization: { name: string } }

/** The text that a pattern makes of a user. */
export function applyPattern(pattern: Pattern, user: Named): string {
  return pattern.map((part) => ('text' in part ? part.text : valueOf(part.name, user))).join('')
}

function valueOf(name: PatternName, user: Named): string {
  const at = user.email.lastIndexOf('@')
  switch (name) {
    case 'displayName':
      return user.displayName ?? ''
    case 'local':
      return user.email.slice(0, at)
    case 'host':
      return user.email.slice(at + 1)
    case 'organization':
      return user.organization.name
    default:
      return user[name]
  }
}

export interface Replacement {
  find: string
  replace: string
  isCaseSensitive: boolean
  /** Only values that are `find` as a whole. */
  isWhole: boolean
}

/** Puts `replace` in place of `find`, both taken literally; null when the value does not have it. */
export function replaceIn(value: string, { find, replace, isCaseSensitive, isWhole }: Replacement): string | null {
  if (find === '') return null
  const literal = find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(isWhole ? `^(?:${literal})$` : literal, isCaseSensitive ? 'gu' : 'giu')
  return pattern.test(value) ? value.replace(pattern, () => replace) : null
}
