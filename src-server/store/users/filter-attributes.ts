import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Compare } from 'scim2-parse-filter'
import { z } from 'zod'
import { roles } from '../../../src-shared/domain/role.ts'
import { fold } from '../../../src-shared/domain/text.ts'
import { Protection } from '../../../src-shared/domain/user.ts'
import type { userFilters } from '../../../src-shared/wire/muster-api/users.ts'
import { parseId } from '../ids.ts'
import type { UserTable } from '../schema.ts'

type AttributeName = (typeof userFilters)[number]
type Operator = Compare['op']
type Condition = RawBuilder<SqlBool>
/** A condition, or what is wrong with the term. */
type Translated = Condition | 'operator' | 'value'

/** How an attribute is kept, and with it which operators and values it takes. */
type Kept =
  /** Compared folded: case and accents do not count. An absent text is an empty one. */
  | { kind: 'text'; column: keyof UserTable }
  | { kind: 'flag'; column: keyof UserTable }
  | { kind: 'date'; column: keyof UserTable }
  | { kind: 'choice'; column: keyof UserTable; values: readonly string[] }
  | { kind: 'id'; isOne: (id: number) => Condition; isPresent: Condition }

type Attribute = Kept & { name: AttributeName }

const always = sql<SqlBool>`1 = 1`
const never = sql<SqlBool>`1 = 0`

const attributes: Record<AttributeName, Kept> = {
  id: { kind: 'id', isOne: (id) => sql<SqlBool>`users.id = ${id}`, isPresent: always },
  userName: { kind: 'text', column: 'sortUserName' },
  displayName: { kind: 'text', column: 'sortDisplayName' },
  email: { kind: 'text', column: 'sortEmail' },
  emailConfirmed: { kind: 'flag', column: 'emailConfirmed' },
  role: { kind: 'choice', column: 'role', values: roles },
  approved: { kind: 'flag', column: 'approved' },
  disabled: { kind: 'flag', column: 'disabled' },
  mustChangePassword: { kind: 'flag', column: 'mustChangePassword' },
  invitationExpiresAt: { kind: 'date', column: 'invitationExpiresAt' },
  protection: { kind: 'choice', column: 'protection', values: Protection.options },
  'organization.id': {
    kind: 'id',
    isOne: (id) => sql<SqlBool>`users."organizationId" = ${id}`,
    isPresent: always,
  },
  'organization.name': { kind: 'text', column: 'sortOrganization' },
  'partner.id': {
    kind: 'id',
    isOne: (id) => sql<SqlBool>`users."organizationId" in (select id from organizations where "partnerId" = ${id})`,
    isPresent: always,
  },
  'partner.name': { kind: 'text', column: 'sortPartner' },
  'projects.id': {
    kind: 'id',
    isOne: (id) => sql<SqlBool>`users.id in (select "userId" from memberships where "projectId" = ${id})`,
    isPresent: sql<SqlBool>`users.id in (select "userId" from memberships)`,
  },
  creationName: { kind: 'text', column: 'sortCreationName' },
  createdAt: { kind: 'date', column: 'createdAt' },
  updatedAt: { kind: 'date', column: 'updatedAt' },
  lastSignInAt: { kind: 'date', column: 'lastSignInAt' },
  deletedAt: { kind: 'date', column: 'deletedAt' },
}

const byLowerCase = new Map<string, Attribute>(
  Object.entries(attributes).map(([name, kept]) => [
    name.toLowerCase(),
    { name: name as AttributeName, ...kept }, // the keys of the record above
  ]),
)

/** The attribute of a path; names are compared without case (RFC 7643, 2.1). */
export const attributeNamed = (path: string): Attribute | undefined => byLowerCase.get(path.toLowerCase())

/** The operator `pr`: there is a value, and it is not empty. */
export function isPresent(attribute: Attribute): Condition {
  switch (attribute.kind) {
    case 'text':
      return sql<SqlBool>`${ref(attribute.column)} <> ''`
    case 'flag':
      return always
    case 'date':
    case 'choice':
      return sql<SqlBool>`${ref(attribute.column)} is not null`
    case 'id':
      return attribute.isPresent
  }
}

export function compare(attribute: Attribute, operator: Operator, value: Compare['compValue']): Translated {
  switch (attribute.kind) {
    case 'text':
      return typeof value === 'string' ? compareText(ref(attribute.column), operator, fold(value)) : 'value'
    case 'flag':
      if (typeof value !== 'boolean') return 'value'
      return equal(operator, sql<SqlBool>`${ref(attribute.column)} = ${value ? 1 : 0}`)
    case 'date':
      return compareDate(ref(attribute.column), operator, value)
    case 'choice':
      if (value !== null && !attribute.values.includes(String(value))) return 'value'
      return equal(operator, value === null ? isAbsent(attribute) : isExactly(ref(attribute.column), String(value)))
    case 'id': {
      if (typeof value !== 'string') return 'value'
      const id = parseId(value)
      return equal(operator, id === null ? never : attribute.isOne(id)) // an id that cannot be is nobody's
    }
  }
}

const ref = (column: keyof UserTable) => sql.ref(`users.${column}`)
const isAbsent = (attribute: Attribute): Condition => sql<SqlBool>`not (${isPresent(attribute)})`
const equal = (operator: Operator, isEqual: Condition): Translated =>
  operator === 'eq' ? isEqual : operator === 'ne' ? sql<SqlBool>`not (${isEqual})` : 'operator'
/** Never null, as a comparison with an absent value would be: `not` must turn it round. */
const isExactly = (column: RawBuilder<unknown>, value: string): Condition =>
  sql<SqlBool>`(${column} is not null and ${column} = ${value})`

const signs = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` } as const

function compareText(column: RawBuilder<unknown>, operator: Operator, value: string): Condition {
  const pattern = value.replace(/[\\%_]/g, '\\$&')
  const like = (text: string) => sql<SqlBool>`${column} like ${text} escape '\\'`
  switch (operator) {
    case 'eq':
      return sql<SqlBool>`${column} = ${value}`
    case 'ne':
      return sql<SqlBool>`${column} <> ${value}`
    case 'co':
      return like(`%${pattern}%`)
    case 'sw':
      return like(`${pattern}%`)
    case 'ew':
      return like(`%${pattern}`)
    default:
      return sql<SqlBool>`${column} ${signs[operator]} ${value}`
  }
}

const DateTime = z.iso.datetime({ offset: true })

function compareDate(column: RawBuilder<unknown>, operator: Operator, value: Compare['compValue']): Translated {
  if (value === null) return equal(operator, sql<SqlBool>`${column} is null`)
  if (typeof value !== 'string' || !DateTime.safeParse(value).success) return 'value'
  const instant = new Date(value).toISOString()
  if (operator === 'eq' || operator === 'ne') return equal(operator, isExactly(column, instant))
  if (operator === 'co' || operator === 'sw' || operator === 'ew') return 'operator'
  return sql<SqlBool>`(${column} is not null and ${column} ${signs[operator]} ${instant})`
}
