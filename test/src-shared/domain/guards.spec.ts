import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canInBulk, isReadOnly, patternOf } from '../../../src-shared/domain/guards.ts'

test.each([
  ['svc-backup', ['svc-*'], 'svc-*'],
  ['SVC-Backup', ['svc-*'], 'svc-*'],
  ['backup-svc', ['svc-*'], null],
  ['backup-svc', ['*-svc'], '*-svc'],
  ['a-svc-b', ['*svc*'], '*svc*'],
  ['svc', ['svc'], 'svc'],
  ['svc-1', ['svc'], null],
  ['aa', ['a*a*a'], null],
  ['aXaYa', ['a*a*a'], 'a*a*a'],
  ['ab', ['abc*', ' ab '], ' ab '],
  ['anything', ['', '*'], '*'],
  ['a.c', ['a.c'], 'a.c'],
  ['abc', ['a.c'], null],
])('%s under %j is protected by %j', (userName, patterns, expected) => {
  expect(patternOf(userName, patterns)).toBe(expected)
})

test('a pattern means what the same regular expression means', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '-') }),
      fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1 }),
      (name, pattern) => {
        const asExpression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
        expect(patternOf(name, [pattern]) !== null).toBe(asExpression.test(name))
      },
    ),
  )
})

test('a pattern of many stars ends at once', () => {
  expect(patternOf('a'.repeat(64), [`${'*a'.repeat(31)}*b`])).toBeNull()
})

test('what may not be done to one is not done in bulk, and protected accounts not at all', () => {
  const organization = { id: 'o1' }
  const actor = { id: 'me', role: 'admin', organization, partner: null } as const
  const user = { id: 'u1', userName: 'svc-mail', role: 'user', protection: null, organization, partner: null } as const
  expect(canInBulk(actor, 'delete', user, [])).toBeNull()
  expect(canInBulk(actor, 'delete', user, ['svc-*'])).toBe('pattern_protected')
  expect(canInBulk(actor, 'edit', { ...user, role: 'admin' }, ['svc-*'])).toBe('role_protected')
  expect(canInBulk(actor, 'edit', { ...user, protection: 'owner' }, [])).toBe('account_protected')
})

test('a protected server is read-only but for the time that it is unlocked', () => {
  const now = new Date('2026-11-24T12:00:00.000Z')
  expect(isReadOnly({ isProtected: false, unlockedUntil: null }, now)).toBe(false)
  expect(isReadOnly({ isProtected: true, unlockedUntil: null }, now)).toBe(true)
  expect(isReadOnly({ isProtected: true, unlockedUntil: '2026-11-24T12:30:00.000Z' }, now)).toBe(false)
  expect(isReadOnly({ isProtected: true, unlockedUntil: '2026-11-24T12:00:00.000Z' }, now)).toBe(true)
})
