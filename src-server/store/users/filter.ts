import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { type Compare, type Filter, parse } from 'scim2-parse-filter'
import { refuse } from '../refusal.ts'
import { attributeNamed, compare, isPresent } from './filter-attributes.ts'

const longest = 8192
const deepest = 20
const mostTerms = 300

export interface UserFilter {
  condition: RawBuilder<SqlBool>
  /** Deleted users are left out unless a filter speaks of them. */
  mentionsDeleted: boolean
}

/** Turns a filter (RFC 7644, 3.4.2.2) into a condition on `users`; refuses what it does not understand. */
export function readFilter(text: string): UserFilter {
  if (text.length > longest) refuseFilter('filter.length', { max: longest })
  const filter = parseFilter(text)
  const seen = { terms: 0, mentionsDeleted: false }
  const condition = translate(filter, 1, seen)
  return { condition, mentionsDeleted: seen.mentionsDeleted }
}

export const refuseFilter = (code: string, params?: Record<string, string | number>): never =>
  refuse('malformed', code, { issues: [{ field: 'filter', code, ...(params && { params }) }] })

function parseFilter(text: string): Filter {
  try {
    return parse(text)
  } catch {
    return refuseFilter('filter.syntax') // the parser throws for whatever it cannot read, very deep nesting included
  }
}

function translate(
  filter: Filter,
  depth: number,
  seen: { terms: number; mentionsDeleted: boolean },
): RawBuilder<SqlBool> {
  if (depth > deepest) refuseFilter('filter.depth', { max: deepest })
  switch (filter.op) {
    case 'and':
    case 'or': {
      const parts = filter.filters.map((part) => translate(part, depth + 1, seen))
      return sql<SqlBool>`(${sql.join(parts, filter.op === 'and' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql<SqlBool>`not (${translate(filter.filter, depth + 1, seen)})`
    case '[]':
      return refuseFilter('filter.operator', { operator: '[]' })
    default:
      return term(filter, seen)
  }
}

function term(
  filter: Compare | { op: 'pr'; attrPath: string },
  seen: { terms: number; mentionsDeleted: boolean },
): RawBuilder<SqlBool> {
  if (++seen.terms > mostTerms) refuseFilter('filter.terms', { max: mostTerms })
  const attribute = attributeNamed(filter.attrPath)
  if (!attribute) return refuseFilter('filter.attribute', { attribute: filter.attrPath })
  if (attribute.name === 'deletedAt') seen.mentionsDeleted = true
  const condition = filter.op === 'pr' ? isPresent(attribute) : compare(attribute, filter.op, filter.compValue)
  if (condition === 'operator') return refuseFilter('filter.operator', { operator: filter.op })
  if (condition === 'value') return refuseFilter('filter.value', { attribute: attribute.name })
  return condition
}
