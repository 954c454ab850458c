import type { Change, ChangeAction, FieldValues } from '../../src-shared/domain/change.ts'
import { isManagedRole, managedRoles } from '../../src-shared/domain/role.ts'
import type { User, WritableField } from '../../src-shared/domain/user.ts'
import { tidy } from '../../src-shared/domain/user-rules.ts'

/** What is typed into Add user; kept when the dialog is closed. */
export interface UserDraft {
  /** Stands for the user until the server gives an id. */
  newKey: string
  userName: string
  displayName: string
  email: string
  /** Null: as the switch says while it is off. */
  organizationId: string | null
  role: 'user' | 'manager' | null
}

/** An empty form; `kept` is what stays for another user. */
export const emptyDraft = (newKey: string, kept?: Pick<UserDraft, 'organizationId' | 'role'>): UserDraft => ({
  newKey,
  userName: '',
  displayName: '',
  email: '',
  organizationId: kept?.organizationId ?? null,
  role: kept?.role ?? null,
})

const typedFields = ['userName', 'displayName', 'email'] as const

/** True while nothing was typed that could be lost. */
export const isEmptyDraft = (draft: UserDraft): boolean => typedFields.every((field) => draft[field] === '')

/** A draft from what was kept of it. */
export function draftFrom(kept: Readonly<Record<string, string | boolean | null>>, empty: UserDraft): UserDraft {
  const text = (name: string, otherwise: string) => (typeof kept[name] === 'string' ? kept[name] : otherwise)
  const role = managedRoles.find((each) => each === kept.role) ?? null
  return {
    newKey: text('newKey', empty.newKey),
    userName: text('userName', ''),
    displayName: text('displayName', ''),
    email: text('email', ''),
    organizationId: typeof kept.organizationId === 'string' ? kept.organizationId : null,
    role,
  }
}

/** The creation that a draft asks for (users-page.txt, Add User: role and organization have their defaults). */
export function creationOf(draft: UserDraft, organizationId: string): Change {
  const { userName, displayName, email } = tidy({ ...draft, displayName: draft.displayName })
  return {
    target: { newKey: draft.newKey },
    base: {},
    baseVersion: null,
    set: { userName, displayName, email, role: draft.role ?? 'user' },
    organizationId,
    action: 'create',
  }
}

/** The values of Edit user. `isReset`: the user is forced to set a new password. */
export interface UserValues {
  userName: string
  displayName: string
  email: string
  role: string
  approved: boolean
  disabled: boolean
  isReset: boolean
}

export const valuesOf = (user: User): UserValues => ({
  userName: user.userName,
  displayName: user.displayName ?? '',
  email: user.email,
  role: user.role,
  approved: user.approved,
  disabled: user.disabled,
  isReset: false,
})

/** The fields whose values differ from those of the user, as they would be saved. */
export function changedFields(user: User, values: UserValues): (WritableField | 'isReset')[] {
  const tidied = tidy({ ...values, displayName: values.displayName })
  const fields = ['userName', 'displayName', 'email', 'role', 'approved', 'disabled'] as const
  const changed: (WritableField | 'isReset')[] = fields.filter((field) => tidied[field] !== user[field])
  return values.isReset ? [...changed, 'isReset'] : changed
}

/** The projects that go with the role. */
export const lostProjects = (user: User, values: UserValues): User['projects'] =>
  user.role === 'user' && values.role !== 'user' ? user.projects : []

/** The change from the user as it was read to the values. */
export function editOf(user: User, values: UserValues): Change {
  const tidied = tidy({ ...values, displayName: values.displayName })
  const set: Partial<FieldValues> = {}
  const base: Change['base'] = {}
  for (const field of changedFields(user, values)) {
    if (field === 'isReset' || (field === 'role' && !isManagedRole(values.role))) continue
    Object.assign(set, { [field]: tidied[field] })
    Object.assign(base, { [field]: user[field] })
  }
  const lost = lostProjects(user, values).map(({ id }) => id)
  const change: Change = { target: { id: user.id }, base, baseVersion: user.etag }
  if (Object.keys(set).length > 0) change.set = set
  if (lost.length > 0) {
    change.base.projectIds = user.projects.map(({ id }) => id)
    change.projects = { add: [], remove: lost }
  }
  if (values.isReset) change.action = 'reset'
  return change
}

/** The change from the projects of a user to a choice of them. */
export function assignmentOf(user: User, chosen: ReadonlySet<string>): Change {
  const before = user.projects.map(({ id }) => id)
  return {
    target: { id: user.id },
    base: { projectIds: before },
    baseVersion: user.etag,
    projects: {
      add: [...chosen].filter((id) => !before.includes(id)),
      remove: before.filter((id) => !chosen.has(id)),
    },
  }
}

/** The change that puts a user into a project, or takes it out. */
export const membershipOf = (user: User, projectId: string, isMember: boolean): Change => ({
  target: { id: user.id },
  base: { projectIds: user.projects.map(({ id }) => id) },
  baseVersion: user.etag,
  projects: isMember ? { add: [projectId], remove: [] } : { add: [], remove: [projectId] },
})

/** What is done to a user as a whole, after a question that names it. */
export type UserAction = Exclude<ChangeAction, 'create'>

/** An action on the account as a whole. */
export const actionOn = (user: Pick<User, 'id' | 'etag'>, action: UserAction): Change => ({
  target: { id: user.id },
  base: {},
  baseVersion: user.etag,
  action,
})

/** A user name of the same kind that may be free: `layla-haddad` gives `layla-haddad-2`. */
export function nextUserName(taken: string, max: number): string {
  const [, stem = taken, number] = /^(.*?)(?:-(\d{1,6}))?$/.exec(taken) ?? []
  const ending = `-${Number(number ?? '1') + 1}`
  return stem.slice(0, max - ending.length) + ending
}
