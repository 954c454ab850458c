import type { Filter } from '../../src-shared/domain/filter-schema.ts'
import { roles } from '../../src-shared/domain/role.ts'

export type FilterField = Filter['is']['field']

/** A filter while it is edited: it may not ask for anything yet. */
export interface FilterDraft {
  field: FilterField
  isNot: boolean
  /** Roles, ids, user names of creators, or the state of an invitation. */
  values: readonly string[]
  /** Moments; null: open on that side. */
  from: string | null
  to: string | null
  /** Of the last sign-in: has never signed in. */
  isNever: boolean
}

/** In the order of the menu. */
export const filterFields: readonly FilterField[] = [
  'role',
  'approved',
  'disabled',
  'invitation',
  'resetPending',
  'emailUnconfirmed',
  'twoFactorOff',
  'lastSignIn',
  'noProjects',
  'organization',
  'partner',
  'project',
  'creationName',
  'created',
]

/** How a field is edited. */
export type FilterKind = 'flag' | 'choice' | 'names' | 'span' | 'before'
const kinds: Partial<Record<FilterField, FilterKind>> = {
  role: 'choice',
  organization: 'choice',
  partner: 'choice',
  project: 'choice',
  creationName: 'names',
  created: 'span',
  lastSignIn: 'before',
}
export const kindOf = (field: FilterField): FilterKind => kinds[field] ?? 'flag'

const empty = { isNot: false, values: [], from: null, to: null, isNever: false }

/** The draft that a new filter starts from. */
export const newDraft = (field: FilterField): FilterDraft => ({
  ...empty,
  field,
  values: field === 'invitation' ? ['pending'] : [],
})

export function draftOf({ is, isNot }: Filter): FilterDraft {
  const draft = { ...empty, field: is.field, isNot }
  if ('ids' in is) return { ...draft, values: is.ids }
  if ('values' in is) return { ...draft, values: is.values }
  if (is.field === 'invitation') return { ...draft, values: [is.value] }
  if (is.field === 'lastSignIn') return { ...draft, to: is.before, isNever: is.before === null }
  if (is.field === 'created') return { ...draft, from: is.from, to: is.to }
  return draft
}

/** Null while a draft asks for nothing. */
export function filterOf(draft: FilterDraft): Filter | null {
  const is = conditionOf(draft)
  return is && { is, isNot: draft.isNot }
}

function conditionOf({ field, values, from, to, isNever }: FilterDraft): Filter['is'] | null {
  const [first] = values
  switch (field) {
    case 'role': {
      const chosen = [...roles, 'other' as const].filter((role) => values.includes(role))
      return chosen.length > 0 ? { field, values: chosen } : null
    }
    case 'organization':
    case 'partner':
    case 'project':
      return first === undefined ? null : { field, ids: [...values] }
    case 'creationName':
      return first === undefined ? null : { field, values: [...values] }
    case 'invitation':
      return { field, value: first === 'expired' ? 'expired' : 'pending' }
    case 'lastSignIn':
      if (isNever) return { field, before: null }
      return to === null ? null : { field, before: to }
    case 'created':
      if (from === null && to === null) return null
      return from !== null && to !== null && from >= to ? null : { field, from, to }
    case 'approved':
    case 'disabled':
    case 'resetPending':
    case 'emailUnconfirmed':
    case 'twoFactorOff':
    case 'noProjects':
      return { field }
  }
}
