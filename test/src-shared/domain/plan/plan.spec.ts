import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../../../src-shared/domain/change.ts'
import { judge, linesOf, type PlanRules } from '../../../../src-shared/domain/plan/item.ts'
import { assemble, isInTab, isUnlocked, type PlanSurroundings } from '../../../../src-shared/domain/plan/plan.ts'
import { caseless } from '../../../../src-shared/domain/text.ts'
import type { User } from '../../../../src-shared/domain/user.ts'
import { defaultNameRules } from '../../../../src-shared/domain/user-rules.ts'
import { aUser } from '../../../support/a-user.ts'

const actor = { id: 'me', role: 'admin' as const, organization: { id: 'o1' }, partner: { id: 'p1' } }
const rules: PlanRules = {
  actor,
  nameRules: defaultNameRules,
  protectedAccounts: ['svc-*'],
  projects: new Map([
    ['a', { name: 'A', organizationId: 'o1' }],
    ['x', { name: 'X', organizationId: 'o2' }],
  ]),
}

function edit(user: User, more: Partial<Change>): Change {
  const base = Object.fromEntries(Object.keys(more.set ?? {}).map((field) => [field, user[field as keyof User]]))
  return { target: { id: user.id }, base, baseVersion: user.etag, ...more }
}

function around(users: readonly User[]): PlanSurroundings {
  return {
    actor,
    holderOf: (field, value) => users.find((user) => caseless(user[field]) === value)?.id,
    sizeOf: (id) => users.filter(({ organization }) => organization.id === id).length,
    managersOf: (id) => users.filter(({ organization, role }) => organization.id === id && role === 'manager'),
  }
}

function plan(users: readonly User[], changes: readonly Change[]) {
  const rows = new Map(users.map((user) => [user.id, user]))
  const judged = changes.map((change, at) =>
    judge(at, change, 'id' in change.target ? rows.get(change.target.id) : undefined, rules),
  )
  return assemble(judged, around(users))
}

const anna = aUser('u1', { projects: [{ id: 'a', name: 'A' }] })

describe('one change', () => {
  const only = (change: Change, row: User | undefined = anna) => judge(0, change, row, rules)

  test('is sent on the fresh row, tidied', () => {
    const item = only(edit(anna, { set: { displayName: '  New  ' } }), { ...anna, etag: '"9"', email: 'x@y.example' })
    expect(item).toMatchObject({
      state: 'send',
      kinds: ['name'],
      change: { baseVersion: '"9"', set: { displayName: 'New' } },
    })
    expect(linesOf(item, rules)).toEqual([{ field: 'displayName', before: 'User u1', after: 'New' }])
  })

  test.each([
    [edit(anna, { set: { displayName: 'User u1' } }), anna, 'unchanged'],
    [edit(anna, { action: 'restore' }), anna, 'unchanged'],
    [edit(anna, { action: 'delete' }), { ...anna, deletedAt: '2026-01-01T00:00:00Z' }, 'unchanged'],
  ])('that asks for nothing new is skipped', (change, row, code) => {
    expect(only(change, row)).toMatchObject({ state: 'skip', reasons: [{ code }] })
  })

  test('on a field that another changed is a conflict', () => {
    const item = only(edit(anna, { set: { displayName: 'Mine' } }), { ...anna, displayName: 'Theirs' })
    expect(item).toMatchObject({ state: 'conflict', conflicts: ['displayName'] })
  })

  test.each([
    [edit(anna, { set: { userName: 'no spaces' } }), anna, 'userName.charset'],
    [edit(anna, { set: { displayName: 'x' } }), undefined, 'not_found'],
    [edit(anna, { set: { displayName: 'x' } }), { ...anna, role: 'admin' as const }, 'role_protected'],
    [edit(anna, { set: { displayName: 'x' } }), { ...anna, protection: 'owner' as const }, 'account_protected'],
    [edit(anna, { set: { displayName: 'x' } }), { ...anna, userName: 'svc-backup' }, 'pattern_protected'],
    [edit(anna, { action: 'delete' }), { ...anna, id: 'me' }, 'self_delete'],
    [edit(anna, { action: 'invite' }), anna, 'invitation_accepted'],
    [edit(anna, { projects: { add: ['x'], remove: [] } }), anna, 'projects.organization'],
    [edit(anna, { projects: { add: ['b'], remove: [] } }), { ...anna, role: 'manager' as const }, 'projects.role'],
  ])('that would be refused is refused before it is sent', (change, row, code) => {
    expect(judge(0, change, row, rules)).toMatchObject({ state: 'refused', reasons: [{ code }] })
  })

  test('to a role without projects takes them away, and says which', () => {
    const item = only(edit(anna, { set: { role: 'manager' } }))
    expect(item.change.projects).toEqual({ add: [], remove: ['a'] })
    expect(item.follows).toMatchObject({ signsOut: true, losesProjects: [{ id: 'a' }] })
    expect(linesOf(item, rules)).toContainEqual({ field: 'projects', before: ['A'], after: [] })
  })

  test('a deletion needs no other values', () => {
    expect(only(edit(anna, { set: { displayName: 'x' }, action: 'delete' })).change.set).toBeUndefined()
  })

  test('a creation is checked as a whole', () => {
    const made: Change = {
      target: { newKey: 'n' },
      base: {},
      baseVersion: null,
      action: 'create',
      set: { userName: 'new' },
    }
    expect(only(made, undefined).reasons.map(({ code }) => code)).toEqual(['email.required', 'organizationId.required'])
    const whole = { ...made, organizationId: 'o1', set: { userName: 'new', email: 'n@x.example' } }
    expect(only(whole, undefined)).toMatchObject({ state: 'send', kinds: ['add'], follows: { mails: true } })
  })
})

describe('uniqueness', () => {
  const users = [anna, aUser('u2'), aUser('u3')]
  const [first, second, third] = users as [User, User, User]
  const codes = (changes: Change[]) => plan(users, changes).items.map(({ state, reasons }) => reasons[0]?.code ?? state)

  test('a value that another user has is refused, whatever its case', () => {
    expect(codes([edit(first, { set: { userName: 'USER-U2' } })])).toEqual(['userName.taken'])
    expect(codes([edit(first, { set: { userName: 'USER-U1' } })])).toEqual(['send'])
  })

  test('one that its holder gives up earlier in the plan is free, later it is not', () => {
    const [give, take] = [edit(second, { set: { userName: 'other' } }), edit(first, { set: { userName: 'user-u2' } })]
    expect(codes([give, take])).toEqual(['send', 'send'])
    expect(codes([take, give])).toEqual(['userName.taken', 'send'])
    expect(codes([edit(second, { action: 'delete' }), take])).toEqual(['send', 'send'])
  })

  test('the same value twice is refused twice', () => {
    const same = [second, third].map((user) => edit(user, { set: { email: 'new@x.example' } }))
    expect(codes(same)).toEqual(['email.twice', 'email.twice'])
  })

  test('whatever is sent leaves every name and address to one user', () => {
    const name = fc.constantFrom('user-u1', 'user-u2', 'user-u3', 'User-U1', 'p', 'q')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2 }), name), { maxLength: 3 }), (wanted) => {
        const once = [...new Map(wanted).entries()]
        const changes = once.map(([at, userName]) => edit(users[at] ?? first, { set: { userName } }))
        const names = new Map(users.map(({ id, userName }) => [id, caseless(userName)]))
        for (const { state, user, change } of plan(users, changes).items) {
          if (state !== 'send' || !user || !change.set?.userName) continue
          const taken = [...names].find(([id, held]) => id !== user.id && held === caseless(change.set?.userName ?? ''))
          expect(taken).toBeUndefined()
          names.set(user.id, caseless(change.set.userName))
        }
      }),
    )
  })
})

describe('guards', () => {
  const many = Array.from({ length: 60 }, (_, at) => aUser(`m${at}`, { organization: { id: `o${at}`, name: 'x' } }))
  const disable = (users: readonly User[]) => users.map((user) => edit(user, { set: { disabled: true } }))
  const bigOne = [
    ...many,
    ...Array.from({ length: 200 }, (_, at) => aUser(`b${at}`, { organization: { id: 'big', name: 'Big' } })),
  ]

  test('from 50 users on the number is typed', () => {
    expect(plan(many, disable(many.slice(0, 50))).summary.guards).toEqual([
      { kind: 'count', what: 'disable', typed: '50' },
    ])
  })

  test('from 5 % of an organization on, but never for one user', () => {
    const big = bigOne.filter(({ organization }) => organization.id === 'big')
    expect(plan(bigOne, disable(big.slice(0, 9))).summary.guards).toEqual([])
    expect(plan(bigOne, disable(big.slice(0, 10))).summary.guards).toMatchObject([{ typed: '10' }])
    expect(plan(many, disable(many.slice(0, 1))).summary.guards).toEqual([])
  })

  test('what takes nothing from anybody is not guarded', () => {
    const names = many.map((user) => edit(user, { set: { displayName: 'x' } }))
    expect(plan(many, names).summary.guards).toEqual([])
  })

  test('the last manager who can sign in is named', () => {
    const managers = [
      aUser('a', { role: 'manager' }),
      aUser('b', { role: 'manager' }),
      aUser('c', { role: 'manager', disabled: true }),
    ]
    const [a, b] = managers as [User, User]
    expect(plan(managers, [edit(a, { set: { disabled: true } })]).summary.guards).toEqual([])
    const both = plan(managers, [edit(a, { set: { role: 'user' } }), edit(b, { action: 'delete' })])
    expect(both.summary.guards).toContainEqual({
      kind: 'name',
      why: 'lastManager',
      typed: 'user-b',
      organization: 'One',
    })
    expect(both.summary.follows.lastManager).toBe(1)
    const next = aUser('d')
    const replaced = plan([...managers, next], [...disable([a, b]), edit(next, { set: { role: 'manager' } })])
    expect(replaced.summary.follows.lastManager).toBe(0)
  })

  test('the own account is named when it would be signed out', () => {
    const me = aUser('me', { role: 'manager' })
    const { summary } = plan([me, aUser('other', { role: 'manager' })], [edit(me, { action: 'reset' })])
    expect(summary.guards).toEqual([{ kind: 'name', why: 'ownAccount', typed: 'user-me', organization: null }])
    expect(isUnlocked(summary.guards, [])).toBe(false)
    expect(isUnlocked(summary.guards, [' user-me '])).toBe(true)
  })
})

test('every item is in one state, and every count is that of its tab', () => {
  const users = Array.from({ length: 20 }, (_, at) => aUser(`u${at}`, { role: at % 5 === 0 ? 'manager' : 'user' }))
  const action = fc.constantFrom('delete', 'reset', 'signOut', 'invite', undefined)
  const one = fc.record({ at: fc.nat({ max: 19 }), action, displayName: fc.string(), disabled: fc.boolean() })
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ({ at }) => at }), (wanted) => {
      const changes = wanted.map(({ at, action, displayName, disabled }) =>
        edit(users[at] ?? anna, { set: { displayName, disabled }, ...(action && { action }) }),
      )
      const { items, summary } = plan(users, changes)
      for (const [tab, count] of Object.entries(summary.tabs)) {
        expect(items.filter((item) => isInTab(item, tab as keyof typeof summary.tabs))).toHaveLength(count)
      }
      const { all, skip, conflict, refused } = summary.tabs
      expect(all + skip + conflict + refused).toBe(items.length)
    }),
  )
})
