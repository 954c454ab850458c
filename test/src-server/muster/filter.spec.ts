import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles } from '../../../src-shared/domain/role.ts'
import { compareText, fold } from '../../../src-shared/domain/text.ts'
import { type UserBody, userFilters } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages, page, query, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call
/** All users, deleted ones too. */
let everybody: UserBody[]

beforeAll(async () => {
  server = await startServer({ users: 150 })
  admin = await server.as('admin')
  everybody = await allPages(admin, { filter: 'deletedAt pr or not (deletedAt pr)', limit: 1000, sort: 'id' })
})
afterAll(() => server.stop())

/** A filter, and what it means for one user, evaluated without the server. */
interface Meaning {
  text: string
  holds: (user: UserBody) => boolean
}

type TextOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
const texts: Record<string, (user: UserBody) => string> = {
  userName: (user) => user.userName,
  displayName: (user) => user.displayName ?? '',
  email: (user) => user.email,
  'organization.name': (user) => user.organization.name,
  'partner.name': (user) => user.partner.name,
  creationName: (user) => user.creationName,
}
const flags: Record<string, (user: UserBody) => boolean> = {
  approved: (user) => user.approved,
  disabled: (user) => user.disabled,
  emailConfirmed: (user) => user.emailConfirmed,
  mustChangePassword: (user) => user.mustChangePassword,
}
const dates: Record<string, (user: UserBody) => string | null> = {
  createdAt: (user) => user.createdAt,
  updatedAt: (user) => user.updatedAt,
  lastSignInAt: (user) => user.lastSignInAt,
  invitationExpiresAt: (user) => user.invitationExpiresAt,
  deletedAt: (user) => user.deletedAt,
}
const references: Record<string, (user: UserBody) => string[]> = {
  id: (user) => [user.id],
  'organization.id': (user) => [user.organization.id],
  'partner.id': (user) => [user.partner.id],
  'projects.id': (user) => user.projects.map(({ id }) => id),
}

function compare(operator: TextOperator, a: string, b: string): boolean {
  switch (operator) {
    case 'eq':
      return a === b
    case 'ne':
      return a !== b
    case 'co':
      return a.includes(b)
    case 'sw':
      return a.startsWith(b)
    case 'ew':
      return a.endsWith(b)
    case 'gt':
      return compareText(a, b) > 0
    case 'ge':
      return compareText(a, b) >= 0
    case 'lt':
      return compareText(a, b) < 0
    case 'le':
      return compareText(a, b) <= 0
  }
}

const some = (record: object) => fc.constantFrom(...Object.keys(record))
const user = () => fc.constantFrom(...everybody)
const part = (text: string) =>
  fc
    .tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }))
    .map(([at, length]) => text.slice(at % Math.max(1, text.length), (at % Math.max(1, text.length)) + length))

const textTerm = () =>
  fc
    .tuple(some(texts), fc.constantFrom<TextOperator>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'), user())
    .chain(([name, operator, one]) => {
      const value = texts[name]?.(one) ?? ''
      return fc
        .oneof(fc.constant(value), part(value), fc.constantFrom('%', '_', 'ZOFIA', ''))
        .map((typed): Meaning => ({
          text: `${name} ${operator} ${JSON.stringify(typed)}`,
          holds: (held) => compare(operator, fold(texts[name]?.(held) ?? ''), fold(typed)),
        }))
    })
const flagTerm = () =>
  fc.tuple(some(flags), fc.constantFrom('eq', 'ne'), fc.boolean()).map(([name, operator, value]): Meaning => ({
    text: `${name} ${operator} ${value}`,
    holds: (held) => (flags[name]?.(held) === value) === (operator === 'eq'),
  }))
const dateTerm = () =>
  fc
    .tuple(some(dates), fc.constantFrom<TextOperator>('eq', 'ne', 'gt', 'ge', 'lt', 'le'), user())
    .map(([name, operator, one]): Meaning => {
      const value = dates[name]?.(one) ?? one.createdAt
      return {
        text: `${name} ${operator} "${value}"`,
        holds: (held) => {
          const kept = dates[name]?.(held) ?? null
          return kept === null ? operator === 'ne' : compare(operator, kept, value)
        },
      }
    })
const referenceTerm = () =>
  fc.tuple(some(references), fc.constantFrom('eq', 'ne'), user()).map(([name, operator, one]): Meaning => {
    const value = references[name]?.(one)[0] ?? 'nobody'
    return {
      text: `${name} ${operator} "${value}"`,
      holds: (held) => (references[name]?.(held) ?? []).includes(value) === (operator === 'eq'),
    }
  })
const roleTerm = () =>
  fc.tuple(fc.constantFrom('eq', 'ne'), fc.constantFrom(...roles)).map(([operator, role]): Meaning => ({
    text: `ROLE ${operator.toUpperCase()} "${role}"`,
    holds: (held) => (held.role === role) === (operator === 'eq'),
  }))
const presentTerm = () =>
  fc.constantFrom<Meaning>(
    { text: 'displayName pr', holds: (held) => held.displayName !== null },
    { text: 'lastSignInAt pr', holds: (held) => held.lastSignInAt !== null },
    { text: 'lastSignInAt eq null', holds: (held) => held.lastSignInAt === null },
    { text: 'projects.id pr', holds: (held) => held.projects.length > 0 },
    { text: 'protection pr', holds: (held) => held.protection !== null },
    { text: 'protection eq null', holds: (held) => held.protection === null },
    { text: 'protection ne "owner"', holds: (held) => held.protection !== 'owner' },
    { text: 'approved pr', holds: () => true },
  )

const filters = () => {
  const { filter } = fc.letrec<{ filter: Meaning; term: Meaning; and: Meaning; or: Meaning; not: Meaning }>((tie) => ({
    filter: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('term'), tie('and'), tie('or'), tie('not')),
    term: fc.oneof(textTerm(), flagTerm(), dateTerm(), referenceTerm(), roleTerm(), presentTerm()),
    and: fc.tuple(tie('filter'), tie('filter')).map(([a, b]) => ({
      text: `(${a.text} and ${b.text})`,
      holds: (held) => a.holds(held) && b.holds(held),
    })),
    or: fc.tuple(tie('filter'), tie('filter')).map(([a, b]) => ({
      text: `(${a.text} or ${b.text})`,
      holds: (held) => a.holds(held) || b.holds(held),
    })),
    not: tie('filter').map((a) => ({ text: `not (${a.text})`, holds: (held) => !a.holds(held) })),
  }))
  return filter
}

test('any filter finds what a plain evaluation finds, and deleted users only where it speaks of them', async () => {
  await fc.assert(
    fc.asyncProperty(filters(), async ({ text, holds }) => {
      const found = await allPages(admin, { filter: text, limit: 1000, sort: 'id' })
      const mentions = text.includes('deletedAt')
      const expected = everybody.filter((held) => holds(held) && (mentions || held.deletedAt === null))
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    }),
    { numRuns: 250 },
  )
})

describe('understood are', () => {
  test('all attributes that the server names', async () => {
    for (const attribute of userFilters)
      expect((await admin('GET', `/users?${query({ filter: `${attribute} pr` })}`)).status).toBe(200)
  })
  test('instants of any zone', async () => {
    const [one] = everybody
    const local = (one?.createdAt ?? '').replace('Z', '+00:00')
    const found = await page(admin, { filter: `createdAt eq "${local}"` })
    expect(found.items.map(({ id }) => id)).toContain(one?.id)
  })
})

describe('refused are', () => {
  const filters: [filter: string, code: string][] = [
    ['userName', 'filter.syntax'],
    ['userName eq', 'filter.syntax'],
    ['userName eq "a', 'filter.syntax'],
    ['userName eq "a" and', 'filter.syntax'],
    ['(userName eq "a"', 'filter.syntax'],
    ['userName xx "a"', 'filter.syntax'],
    ['"; drop table users; --', 'filter.syntax'],
    ['passwordHash pr', 'filter.attribute'],
    ['sortUserName eq "a"', 'filter.attribute'],
    ['constructor pr', 'filter.attribute'],
    ['emails[type eq "work"]', 'filter.operator'],
    ['approved co "t"', 'filter.value'],
    ['approved gt true', 'filter.operator'],
    ['approved eq "true"', 'filter.value'],
    ['userName eq 5', 'filter.value'],
    ['userName eq null', 'filter.value'],
    ['role eq "owner"', 'filter.value'],
    ['role co "use"', 'filter.value'],
    ['createdAt gt "yesterday"', 'filter.value'],
    ['createdAt sw "2026-01-01T00:00:00Z"', 'filter.operator'],
    ['createdAt gt null', 'filter.operator'],
    ['id gt "aaaaaa"', 'filter.operator'],
    ['id eq 7', 'filter.value'],
    [`${'not ('.repeat(30)}userName pr${')'.repeat(30)}`, 'filter.depth'],
    ['('.repeat(2000), 'filter.syntax'],
    [`userName eq "${'a'.repeat(9000)}"`, 'filter.length'],
    [Array.from({ length: 400 }, () => 'id pr').join(' or '), 'filter.terms'],
  ]
  test.each(filters.map(([filter, code]) => [filter.slice(0, 60), code, filter] as const))(
    '%s: %s',
    async (_, code, filter) => {
      expect(trouble(await admin('GET', `/users?${query({ filter })}`))).toEqual({
        status: 400,
        code,
        errors: { filter: code },
      })
    },
  )
})
