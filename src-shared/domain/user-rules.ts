import type { NameRules } from './capabilities.ts'
import type { Issue } from './issue.ts'
import { isManagedRole } from './role.ts'
import { hasControl } from './text.ts'

/** The rules of the users page (users-page.txt, Add User; domain.md, "A user, as the grid shows it"). */
export const defaultNameRules: NameRules = {
  userName: { min: 1, max: 64, signs: '-' },
  displayName: { min: 0, max: 128 },
  password: { min: 8, max: 128 },
}

const issue = (field: string, code: string, params?: Issue['params']): Issue => ({
  field,
  code: `${field}.${code}`,
  ...(params && { params }),
})

/** Length in code points, as a person counts. */
const length = (text: string): number => Array.from(text).length

/** users-page.txt, Add User: "only alphanumeric characters and dash allowed". */
export function checkUserName(value: string, rules: NameRules): Issue | null {
  const { min, max, signs } = rules.userName
  if (value === '') return issue('userName', 'required')
  const allowed = Array.from(value).every((sign) => /[A-Za-z0-9]/.test(sign) || signs.includes(sign))
  if (!allowed) return issue('userName', 'charset', { signs })
  if (value.length < min || value.length > max) return issue('userName', 'length', { min, max })
  return null
}

/** Optional; letters of any script, but nothing that could disguise what follows it. */
export function checkDisplayName(value: string | null, rules: NameRules): Issue | null {
  if (value === null || value === '') return null
  const { min, max } = rules.displayName
  if (hasControl(value)) return issue('displayName', 'charset')
  if (length(value) < min || length(value) > max) return issue('displayName', 'length', { min, max })
  return null
}

/** One address, without a name and without comments; lengths of RFC 5321, 4.5.3.1. */
export function checkEmail(value: string): Issue | null {
  if (value === '') return issue('email', 'required')
  if (value.length > 254) return issue('email', 'length', { max: 254 })
  const at = value.lastIndexOf('@')
  const [local, host] = [value.slice(0, at), value.slice(at + 1)]
  const isLocal = /^[^\s\p{C}@"(),:;<>[\\\]]{1,64}$/u.test(local) && !/^\.|\.\.|\.$/.test(local)
  const isHost = /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,63}$/u.test(
    host,
  )
  return at > 0 && isLocal && isHost ? null : issue('email', 'format')
}

/** users-page.txt, Add User: "You can create a new user with User or Manager role". */
export function checkRole(value: string): Issue | null {
  return isManagedRole(value) ? null : issue('role', 'unknown')
}

/** A new password; `known` are names and addresses that it must not be. */
export function checkPassword(value: string, rules: NameRules, known: readonly string[]): Issue | null {
  const { min, max } = rules.password
  if (value === '') return issue('password', 'required')
  if (length(value) < min || length(value) > max) return issue('password', 'length', { min, max })
  if (known.some((text) => text.toLowerCase() === value.toLowerCase())) return issue('password', 'known')
  return null
}

/** The form in which values are kept: surrounding space off, an empty display name is none. */
export function tidy<
  T extends { userName?: string | undefined; displayName?: string | null | undefined; email?: string | undefined },
>(values: T): T {
  const tidied = { ...values }
  if (values.userName !== undefined) tidied.userName = values.userName.trim()
  if (values.displayName !== undefined) tidied.displayName = values.displayName?.normalize('NFC').trim() || null
  if (values.email !== undefined) tidied.email = values.email.normalize('NFC').trim()
  return tidied
}

/** All issues of the values that are given; what is absent is not checked. */
export function checkUser(
  values: {
    userName?: string | undefined
    displayName?: string | null | undefined
    email?: string | undefined
    role?: string | undefined
  },
  rules: NameRules,
): Issue[] {
  const issues = [
    values.userName === undefined ? null : checkUserName(values.userName, rules),
    values.displayName === undefined ? null : checkDisplayName(values.displayName, rules),
    values.email === undefined ? null : checkEmail(values.email),
    values.role === undefined ? null : checkRole(values.role),
  ]
  return issues.filter((found) => found !== null)
}
