import { expect, test } from 'vitest'
import type { Edit } from '../../../../src-shared/domain/staging-schema.ts'
import { createPreview } from '../../../../src-shared/domain/plan/preview.ts'
import type { User } from '../../../../src-shared/domain/user.ts'
import { defaultNameRules } from '../../../../src-shared/domain/user-rules.ts'
import { aUser } from '../../../support/a-user.ts'

const actor = { id: 'me', role: 'admin' as const, organization: { id: 'o1' }, partner: null }
const rules = { actor, nameRules: defaultNameRules, protectedAccounts: ['svc-*'], projects: new Map() }

function previewOf(edit: Edit, users: readonly User[], most = 8) {
  const preview = createPreview(edit, rules, most)
  for (const user of users) preview.add(user)
  return preview.result()
}

test('counts who changes, who has the value already, and who is refused by which rule', () => {
  const users = [
    aUser('1'),
    aUser('2', { disabled: true }),
    aUser('me'),
    aUser('3', { role: 'admin' }),
    aUser('4', { userName: 'svc-backup' }),
    aUser('5', { role: 'partner' }),
  ]
  expect(previewOf({ kind: 'set', set: { disabled: true } }, users)).toMatchObject({
    users: 6,
    changed: 1,
    unchanged: 1,
    refused: 4,
    reasons: [
      { code: 'role_protected', count: 2 },
      { code: 'self_disable', count: 1 },
      { code: 'pattern_protected', count: 1 },
    ],
  })
})

test('shows the first users of a pattern, before and after, and the rule that a value breaks', () => {
  const users = Array.from({ length: 20 }, (_, at) => aUser(`${at}`))
  const preview = previewOf({ kind: 'pattern', field: 'userName', pattern: '{userName}.x' }, users, 3)
  expect(preview).toMatchObject({ changed: 0, refused: 20, reasons: [{ code: 'userName.charset', count: 20 }] })
  expect(preview.rows).toHaveLength(3)
  expect(preview.rows[0]?.lines).toEqual([{ field: 'userName', before: 'user-0', after: 'user-0.x' }])
})

test('one address for several users is refused for all but the first', () => {
  const users = [aUser('1'), aUser('2'), aUser('3')]
  const edit = { kind: 'pattern' as const, field: 'email' as const, pattern: 'all@new.example' }
  expect(previewOf(edit, users)).toMatchObject({ changed: 1, refused: 2, reasons: [{ code: 'email.twice', count: 2 }] })
})

test('finding and replacing leaves out who does not have the text', () => {
  const users = [aUser('1', { displayName: 'Ann Old' }), aUser('2', { displayName: null }), aUser('3')]
  const edit = {
    ...{ kind: 'replace' as const, field: 'displayName' as const, find: 'old', replace: 'New' },
    ...{ isCaseSensitive: false, isWhole: false },
  }
  const { changed, unchanged, rows } = previewOf(edit, users)
  expect([changed, unchanged]).toEqual([1, 2])
  expect(rows.map(({ lines }) => lines[0]?.after)).toEqual(['Ann New'])
})
