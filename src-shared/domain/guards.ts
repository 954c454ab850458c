import { type Action, type Actor, can, type Denial, type Target } from './can.ts'

/** How long a protected server stays unlocked, in ms (domain.md, Guards). */
export const unlockedFor = 60 * 60 * 1000

/** Whether a server may be written to: a protected one is read-only until it was unlocked. */
export interface ServerGuard {
  isProtected: boolean
  /** RFC 3339. */
  unlockedUntil: string | null
}

export const isReadOnly = ({ isProtected, unlockedUntil }: ServerGuard, now: Date): boolean =>
  isProtected && (unlockedUntil === null || unlockedUntil <= now.toISOString())

/** The colours by which a person tells servers apart. */
export const serverColours = ['grey', 'blue', 'green', 'amber', 'red', 'violet'] as const
export type ServerColour = (typeof serverColours)[number]

/** The first pattern that a user name matches, such as `svc-*`: `*` is any text, case does not count. */
export function patternOf(userName: string, patterns: readonly string[]): string | null {
  return patterns.find((pattern) => matches(userName.toLowerCase(), pattern.trim().toLowerCase())) ?? null
}

/** Walked part by part, not as a regular expression: patterns are typed by people, and must end in bounded time. */
function matches(name: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*')
  if (pattern === '' || !name.startsWith(start)) return false
  const end = rest.pop()
  if (end === undefined) return name === start
  let at = start.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - end.length >= at && name.endsWith(end)
}

/**
 * The rule of who may do what to many users at once: as `can`, and never to accounts that a pattern of the connection
 * protects (domain.md, Guards). Answers null when it is allowed.
 */
export function canInBulk(
  actor: Actor,
  action: Action,
  target: Target & { userName: string },
  patterns: readonly string[],
): Denial | 'pattern_protected' | null {
  return can(actor, action, target) ?? (patternOf(target.userName, patterns) === null ? null : 'pattern_protected')
}
