import fc from 'fast-check'
import type { Condition, Filter } from '../../src-shared/domain/filter-schema.ts'
import type { UserQuery } from '../../src-shared/domain/query.ts'
import { searchPlaces, sortColumns } from '../../src-shared/domain/query-words.ts'
import { roles } from '../../src-shared/domain/role.ts'
import type { Reference, User } from '../../src-shared/domain/user.ts'
import { aUser } from './a-user.ts'

/** Users and queries made to meet: few texts, many that differ only in case, marks, or behind a long same beginning. */

export const now = new Date('2026-03-01T12:00:00.000Z')

const long = 'the same beginning of a name that is long enough '
const words = [
  '',
  'Anna',
  'anna',
  'Änne',
  'ANNA',
  'Ørsted',
  'b',
  'B-2',
  'B-10',
  '李',
  '李四',
  'ﬁ',
  '😀',
  '\u{1F601}x',
  'ﬀ\u0001y',
  'a\0b',
  'a',
  'ß',
  'Σίσυφος',
  `${long}1`,
  `${long}2`,
  long,
]
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const moments = [
  '2026-03-01T11:59:59.999Z',
  '2026-03-01T12:00:00.000Z',
  '2026-03-01T12:00:00.001Z',
  '1969-12-31T23:00:00.000Z',
  '2024-02-29T00:00:00.000Z',
]
const moment = fc.constantFrom(...moments)

const reference = (prefix: string, count: number): fc.Arbitrary<Reference> =>
  fc.record({
    id: fc.integer({ min: 0, max: count - 1 }).map((at) => `${prefix}${at}`),
    name: fc.constantFrom('Atlas', 'atlas', 'Äther', 'Beacon', 'annat', 'Zeta 2', ''),
  })

/** Ids are few, so that a user comes again, changed. */
export const someId = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((at) => `u${at}`),
  fc.constantFrom('U1', 'ä', 'Ä', '😀', `${long}a`, `${long}b`),
)

export const someUser: fc.Arbitrary<User> = fc
  .record({
    id: someId,
    userName: text,
    displayName: fc.option(text),
    email: text,
    emailConfirmed: fc.boolean(),
    roleAndLabel: fc.oneof(
      fc.constantFrom(...roles).map((role) => ({ role, roleLabel: null })),
      fc.constantFrom('Autoscaler', 'admin', 'Ünit').map((roleLabel) => ({ role: 'other' as const, roleLabel })),
    ),
    approved: fc.boolean(),
    disabled: fc.boolean(),
    mustChangePassword: fc.boolean(),
    twoFactor: fc.option(fc.boolean()),
    invitationExpiresAt: fc.option(moment),
    protection: fc.option(fc.constantFrom('owner' as const, 'readOnly' as const)),
    organization: reference('o', 4),
    partner: fc.option(reference('r', 2)),
    projects: fc.array(reference('p', 5), { maxLength: 4 }),
    creationName: fc.option(fc.constantFrom('system', 'System', 'mira', '')),
    createdAt: fc.option(moment),
    updatedAt: fc.option(moment),
    lastSignInAt: fc.option(moment),
    etag: fc.option(fc.constantFrom('"1"', 'W/"2"')),
  })
  .map(({ id, roleAndLabel, ...rest }) => aUser(id, { ...rest, ...roleAndLabel }))

const ids = (prefix: string, count: number) =>
  fc.array(
    fc.integer({ min: 0, max: count }).map((at) => `${prefix}${at}`),
    { minLength: 1, maxLength: 3 },
  )

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('role' as const),
    values: fc.array(fc.constantFrom(...roles, 'other' as const), { minLength: 1 }),
  }),
  fc.constantFrom(
    ...(['approved', 'disabled', 'resetPending', 'emailUnconfirmed', 'twoFactorOff', 'noProjects'] as const).map(
      (field) => ({ field }),
    ),
  ),
  fc.record({
    field: fc.constant('invitation' as const),
    value: fc.constantFrom('pending' as const, 'expired' as const),
  }),
  fc.record({ field: fc.constant('lastSignIn' as const), before: fc.option(moment) }),
  fc.record({ field: fc.constant('organization' as const), ids: ids('o', 4) }),
  fc.record({ field: fc.constant('partner' as const), ids: ids('r', 2) }),
  fc.record({ field: fc.constant('project' as const), ids: ids('p', 5) }),
  fc.record({
    field: fc.constant('creationName' as const),
    values: fc.array(fc.constantFrom('SYSTEM', 'mira', 'none'), { minLength: 1 }),
  }),
  fc.record({ field: fc.constant('created' as const), from: fc.option(moment), to: fc.option(moment) }),
)
const filter: fc.Arbitrary<Filter> = fc.record({ is: condition, isNot: fc.boolean() })

/** `often`: how many of the queries ask for nothing in this respect. */
const mostly = <T>(value: fc.Arbitrary<T>, none: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(none) }, value)

const search = fc.oneof(text, fc.constantFrom('atl', 'ATLAS', 'eac', 'nna', 'zeta 2', 'beginning', ' ann '))

export const someQuery: fc.Arbitrary<UserQuery> = fc.record({
  organizationId: mostly(fc.option(fc.constantFrom('o0', 'o1', 'none')), null),
  search: mostly(search, ''),
  searchIn: mostly(fc.option(fc.constantFrom(...searchPlaces)), null),
  oneOf: mostly(
    fc.option(
      fc.array(
        fc.oneof(text, someId, fc.constantFrom('U3', 'nobody')).filter((value) => value !== ''),
        { maxLength: 6 },
      ),
    ),
    null,
  ),
  filters: mostly(fc.array(filter, { maxLength: 3 }), []),
  deleted: fc.constant(false),
  sort: fc.array(fc.record({ column: fc.constantFrom(...sortColumns), descending: fc.boolean() }), { maxLength: 3 }),
})
