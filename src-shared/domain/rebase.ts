import type { Change, FieldValues } from './change-schema.ts'
import type { User, WritableField } from './user.ts'
import { writableFields } from './user-words.ts'

/** The fields that a change sets. */
export function changedFields(change: Change): WritableField[] {
  return writableFields.filter((field) => change.set?.[field] !== undefined)
}

/** True when the change asks for nothing. */
export function isEmpty(change: Change): boolean {
  const { projects } = change
  return changedFields(change).length === 0 && !projects?.add.length && !projects?.remove.length && !change.action
}

/** The projects of a user once the change is applied to `current`; order as before, additions last. */
export function projectsAfter(change: Change, current: readonly string[]): string[] {
  const { add = [], remove = [] } = change.projects ?? {}
  const kept = current.filter((id) => !remove.includes(id))
  return [...kept, ...add.filter((id) => !kept.includes(id))]
}

/** A change held against a fresh row: what is left of it, and the fields on which both sides differ. */
export interface Rebased {
  change: Change
  conflicts: WritableField[]
}

/**
 * Moves a change onto the fresh row `theirs`. A field conflicts when base, mine and theirs all differ; what theirs has
 * already is dropped; projects merge as additions and removals (architecture.md, Changes and jobs).
 */
export function rebase(change: Change, theirs: User): Rebased {
  const set: Partial<FieldValues> = {}
  const base: Change['base'] = { projectIds: theirs.projects.map(({ id }) => id) }
  const conflicts: WritableField[] = []
  for (const field of changedFields(change)) {
    const [was, mine, now] = [change.base[field], change.set?.[field], theirs[field]]
    if (mine === now || mine === was) continue
    if (was !== now && was !== undefined) conflicts.push(field)
    Object.assign(set, { [field]: mine })
    Object.assign(base, { [field]: now })
  }
  const current = theirs.projects.map(({ id }) => id)
  const projects = change.projects && {
    add: change.projects.add.filter((id) => !current.includes(id)),
    remove: change.projects.remove.filter((id) => current.includes(id)),
  }
  const rebased: Change = { target: change.target, base, baseVersion: theirs.etag }
  if (Object.keys(set).length > 0) rebased.set = set
  if (projects && projects.add.length + projects.remove.length > 0) rebased.projects = projects
  if (change.action) rebased.action = change.action
  return { change: rebased, conflicts }
}
