import type { Change } from '../../src-shared/domain/change-schema.ts'
import { projectsAfter, rebase } from '../../src-shared/domain/rebase.ts'
import type { User, WritableField } from '../../src-shared/domain/user.ts'
import { writableFields } from '../../src-shared/domain/user-words.ts'
import { changedFields, editOf, type UserValues, valuesOf } from './user-form.ts'

/** Whose value is saved, by field; absent while nobody has chosen. */
export type Choices = Partial<Record<WritableField, 'mine' | 'theirs'>>

/** The fields that both sides have changed from `base`, to different values. */
export const conflictsOf = (base: User, values: UserValues, theirs: User): WritableField[] =>
  rebase(editOf(base, values), theirs).conflicts

/** What was typed on top of `base`, moved onto `theirs`: fields that only one side changed are as that side has them. */
export function mergeValues(base: User, values: UserValues, theirs: User, choices: Choices = {}): UserValues {
  const mine = changedFields(base, values).filter((field) => field === 'isReset' || choices[field] !== 'theirs')
  return { ...valuesOf(theirs), ...Object.fromEntries(mine.map((field) => [field, values[field]])) }
}

/** What somebody else has changed from `base` to `now`, beside the change that was made here. */
export function changedByOthers(base: User, now: User, change?: Change): (WritableField | 'projects')[] {
  const fields = writableFields.filter((field) => change?.set?.[field] === undefined && base[field] !== now[field])
  const before = base.projects.map(({ id }) => id)
  const expected = change ? projectsAfter(change, before) : before
  const after = now.projects.map(({ id }) => id)
  const isSame = expected.length === after.length && expected.every((id) => after.includes(id))
  return isSame ? fields : [...fields, 'projects']
}

/** The values of Edit user from what was kept of them; what is missing or no longer known is as in the user. */
export function valuesFrom(kept: Readonly<Record<string, string | boolean | null>>, user: User): UserValues {
  const values = valuesOf(user)
  const known = Object.entries(values).filter(([name, value]) => typeof kept[name] === typeof value)
  return { ...values, ...Object.fromEntries(known.map(([name]) => [name, kept[name]])) }
}
