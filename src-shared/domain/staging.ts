import type { Change, FieldValues } from './change-schema.ts'
import { applyPattern, readPattern, replaceIn } from './pattern.ts'
import { isEmpty } from './rebase.ts'
import type { Edit } from './staging-schema.ts'
import type { User } from './user.ts'
import { tidy } from './user-rules.ts'
import { type WritableField, writableFields } from './user-words.ts'

/** What an edit needs to know of a user: what the admin sees while editing. */
export type Seen = Partial<Omit<User, 'projects' | 'organization'>> & {
  projects?: readonly { id: string }[]
  organization?: { name: string }
}

/** The columns of the list that an edit looks at, `etag` first. */
export function neededFields(edit: Edit): (keyof User)[] {
  switch (edit.kind) {
    case 'set':
      return ['etag', ...writableFields.filter((field) => edit.set[field] !== undefined)]
    case 'projects':
    case 'setProjects':
      return ['etag', 'projects']
    case 'pattern':
      return ['etag', 'id', 'userName', 'displayName', 'email', 'organization']
    case 'replace':
      return ['etag', edit.field]
    case 'action':
    case 'takeBack':
      return ['etag']
  }
}

/**
 * The staged change of a user after an edit; null when nothing is left of it. What was seen first stays the base, so that
 * a change by somebody else in between is found however often a cell is edited.
 */
export function stageEdit(staged: Change | undefined, id: string, seen: Seen, edit: Edit): Change | null {
  const change: Change = staged ?? { target: { id }, base: {}, baseVersion: seen.etag ?? null }
  const next = edited(change, seen, edit)
  return isEmpty(next) ? null : next
}

function edited(change: Change, seen: Seen, edit: Edit): Change {
  switch (edit.kind) {
    case 'set':
      return withValues(change, seen, tidy(edit.set))
    case 'projects':
      return withProjects(change, seen, edit.add, edit.remove)
    case 'setProjects': {
      const present = [...projectIdsOf(change, seen), ...(change.projects?.add ?? [])]
      const removed = present.filter((id) => !edit.projects.includes(id))
      return withProjects(change, seen, edit.projects, removed)
    }
    case 'action':
      return { ...change, action: edit.action }
    case 'pattern': {
      const read = readPattern(edit.pattern)
      if ('wrong' in read) return change
      return withValues(change, seen, tidy({ [edit.field]: applyPattern(read.pattern, named(seen)) }))
    }
    case 'replace': {
      const present = change.set?.[edit.field] ?? seen[edit.field] ?? ''
      const replaced = replaceIn(present, edit)
      return replaced === null ? change : withValues(change, seen, tidy({ [edit.field]: replaced }))
    }
    case 'takeBack':
      return takenBack(change, edit.fields)
  }
}

const named = (seen: Seen) => ({
  id: seen.id ?? '',
  userName: seen.userName ?? '',
  displayName: seen.displayName ?? null,
  email: seen.email ?? '',
  organization: { name: seen.organization?.name ?? '' },
})

type EditedValues = { [F in keyof FieldValues]?: FieldValues[F] | undefined }

function withValues(change: Change, seen: Seen, values: EditedValues): Change {
  const isCreation = 'newKey' in change.target
  const set: Record<string, unknown> = { ...change.set }
  const base: Record<string, unknown> = { ...change.base }
  for (const field of writableFields) {
    const value = values[field]
    if (value === undefined) continue
    // what was seen first stays
    if (!isCreation && base[field] === undefined) base[field] = seen[field]
    if (!isCreation && value === base[field]) forget(field, set, base)
    else set[field] = value
  }
  const next: Change = { ...change, base, set } // fields and values are those of a change
  if (Object.keys(set).length === 0) delete next.set
  return next
}

function forget(field: WritableField, ...records: Record<string, unknown>[]): void {
  for (const record of records) Reflect.deleteProperty(record, field)
}

const projectIdsOf = ({ base }: Change, { projects }: Seen): string[] =>
  base.projectIds ?? (projects ?? []).map(({ id }) => id)

/** Additions and removals merge with those that are staged; what the user has, or has not, already is dropped. */
function withProjects(change: Change, seen: Seen, added: readonly string[], removed: readonly string[]): Change {
  const current = projectIdsOf(change, seen)
  const { add: before = [], remove: beforeRemoved = [] } = change.projects ?? {}
  const add = [...new Set([...before.filter((id) => !removed.includes(id)), ...added])]
  const remove = [...new Set([...beforeRemoved.filter((id) => !added.includes(id)), ...removed])]
  const projects = {
    add: add.filter((id) => !current.includes(id)),
    remove: remove.filter((id) => current.includes(id)),
  }
  return { ...change, base: { ...change.base, projectIds: current }, projects }
}

function takenBack(change: Change, fields: Extract<Edit, { kind: 'takeBack' }>['fields']): Change {
  const { action, projects, ...rest } = change
  const isKept = (field: string) => fields !== null && !fields.includes(field as WritableField) // compared as text only
  const set: Record<string, unknown> = { ...change.set }
  const base: Record<string, unknown> = { ...change.base }
  for (const field of writableFields) if (!isKept(field)) forget(field, set, base)
  return {
    ...rest,
    set,
    base,
    ...(action && (action === 'create' ? fields !== null : isKept('action')) && { action }),
    ...(projects && isKept('projects') && { projects }),
  }
}
