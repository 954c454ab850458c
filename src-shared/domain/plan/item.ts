import type { Action, Actor } from '../can.ts'
import type { NameRules } from '../capabilities.ts'
import type { Change } from '../change-schema.ts'
import { type Consequences, consequences } from '../consequences.ts'
import { canInBulk } from '../guards.ts'
import type { Issue } from '../issue.ts'
import { changedFields, isEmpty, projectsAfter, rebase } from '../rebase.ts'
import { isManagedRole, type ListedRole } from '../role.ts'
import type { User, WritableField } from '../user.ts'
import { checkUser, tidy } from '../user-rules.ts'

/** What becomes of a change: it is sent, it asks for nothing new, somebody else changed the same, or it would be refused. */
export const planStates = ['send', 'skip', 'conflict', 'refused'] as const
export type PlanState = (typeof planStates)[number]

/** What a change does, as the tabs of the review call it. */
export const planKinds = [
  'add',
  'name',
  'email',
  'role',
  'approve',
  'disable',
  'reset',
  'invite',
  'signOut',
  'delete',
  'restore',
  'projects',
] as const
export type PlanKind = (typeof planKinds)[number]

/** A change held against the row that the server has now. */
export interface PlanItem {
  /** Place in the list of changes that the plan was made from. */
  position: number
  /** Null for a creation, and for a user who is gone. */
  user: User | null
  /** What will be sent: on the fresh row, tidied, without what the row has already. */
  change: Change
  state: PlanState
  /** Why it is skipped or refused: the codes that the server would answer. */
  reasons: readonly Issue[]
  /** Fields that somebody else changed since, to another value. */
  conflicts: readonly WritableField[]
  kinds: readonly PlanKind[]
  follows: Consequences
}

/** What every change of a plan is judged by. */
export interface PlanRules {
  actor: Actor
  nameRules: NameRules
  /** Patterns of user names that no bulk edit touches, such as `svc-*` (domain.md, Guards). */
  protectedAccounts: readonly string[]
  /** Projects by id, where they are known. */
  projects: ReadonlyMap<string, { name: string; organizationId: string }>
}

const noConsequences: Consequences = { signsOut: false, mails: false, newAddress: false, losesProjects: [] }

/** Judges one change by itself: `row` is the user as the server has it now, undefined when it has none. */
export function judge(position: number, staged: Change, row: User | undefined, rules: PlanRules): PlanItem {
  const isCreation = 'newKey' in staged.target
  if (isCreation) return judgeCreation(position, staged, rules)
  if (row === undefined) return ended(position, staged, null, 'refused', 'not_found')
  if (isDone(staged, row)) return ended(position, staged, row, 'skip', 'unchanged')
  if ((row.deletedAt !== null) !== (staged.action === 'restore')) {
    return ended(position, staged, row, 'refused', 'not_found')
  }
  const { change: rebased, conflicts } = rebase(effective(staged), row)
  const change = completed(rebased, row)
  if (isEmpty(change)) return ended(position, change, row, 'skip', 'unchanged')
  const reasons = [...denials(change, row, rules), ...problems(change, row, rules)]
  return {
    position,
    user: row,
    change,
    state: reasons.length > 0 ? 'refused' : conflicts.length > 0 ? 'conflict' : 'send',
    reasons,
    conflicts,
    kinds: kindsOf(change),
    follows: consequences(row, change.set ?? {}, change.action ?? null),
  }
}

function judgeCreation(position: number, staged: Change, rules: PlanRules): PlanItem {
  const change: Change = staged.set ? { ...staged, set: tidy(staged.set) } : staged
  const { userName = '', email = '', ...others } = change.set ?? {}
  const role = others.role ?? 'user'
  const reasons = checkUser({ ...others, userName, email, role }, rules.nameRules)
  if (change.organizationId === undefined) reasons.push({ field: 'organizationId', code: 'organizationId.required' })
  const organization = { id: change.organizationId ?? '' }
  reasons.push(...projectProblems(change, role, organization.id, rules))
  return {
    position,
    user: null,
    change,
    state: reasons.length > 0 ? 'refused' : 'send',
    reasons,
    conflicts: [],
    kinds: ['add'],
    follows: { ...noConsequences, mails: true },
  }
}

function ended(position: number, change: Change, user: User | null, state: 'skip' | 'refused', code: string): PlanItem {
  const reasons: Issue[] = [{ field: 'account', code }]
  return { position, user, change, state, reasons, conflicts: [], kinds: kindsOf(change), follows: noConsequences }
}

const isDone = ({ action }: Change, { deletedAt }: User): boolean =>
  (action === 'delete' && deletedAt !== null) || (action === 'restore' && deletedAt === null)

/** A deletion needs nothing beside it; values are compared in the form in which they are kept. */
function effective(change: Change): Change {
  const { set, projects, ...rest } = change
  if (change.action === 'delete' || change.action === 'restore') return rest
  return { ...rest, ...(set && { set: tidy(set) }), ...(projects && { projects }) }
}

/** A switch to a role without projects takes them away in the same request (domain.md, What an admin does, 4). */
function completed(change: Change, row: User): Change {
  const { losesProjects } = consequences(row, change.set ?? {}, null)
  if (losesProjects.length === 0) return change
  return { ...change, projects: { add: change.projects?.add ?? [], remove: losesProjects.map(({ id }) => id) } }
}

/** The rights that a change asks for. */
export function actionsOf(change: Change): Action[] {
  const { set = {}, projects, action } = change
  const actions: Action[] = []
  if (set.userName !== undefined || set.displayName !== undefined || set.email !== undefined) actions.push('edit')
  if (set.approved !== undefined) actions.push('approve')
  if (set.disabled !== undefined) actions.push('disable')
  if (set.role !== undefined) actions.push(set.role === 'manager' ? 'promote' : 'demote')
  if (projects !== undefined && projects.add.length + projects.remove.length > 0) actions.push('projects')
  if (action !== undefined && action !== 'create') actions.push(action)
  return actions
}

function denials(change: Change, row: User, rules: PlanRules): Issue[] {
  const codes = new Set<string>()
  for (const action of actionsOf(change)) {
    const denial = canInBulk(rules.actor, action, row, rules.protectedAccounts)
    if (denial !== null) codes.add(denial === 'scope' ? 'not_found' : denial)
  }
  return [...codes].map((code) => ({ field: 'account', code }))
}

function problems(change: Change, row: User, rules: PlanRules): Issue[] {
  const issues = checkUser(change.set ?? {}, rules.nameRules)
  if (change.action === 'invite' && row.invitationExpiresAt === null) {
    issues.push({ field: 'account', code: 'invitation_accepted' })
  }
  return [...issues, ...projectProblems(change, change.set?.role ?? row.role, row.organization.id, rules)]
}

function projectProblems(change: Change, role: ListedRole, organizationId: string, { projects }: PlanRules): Issue[] {
  const added = change.projects?.add ?? []
  if (added.length === 0) return []
  if (role !== 'user') return [{ field: 'projectIds', code: 'projects.role' }]
  return added.flatMap((id) => {
    const known = projects.get(id)
    if (known === undefined || known.organizationId === organizationId) return []
    return [{ field: 'projectIds', code: 'projects.organization', params: { id } }]
  })
}

const fieldKinds: Record<WritableField, PlanKind> = {
  userName: 'name',
  displayName: 'name',
  email: 'email',
  role: 'role',
  approved: 'approve',
  disabled: 'disable',
}

export function kindsOf(change: Change): PlanKind[] {
  const kinds = new Set<PlanKind>(changedFields(change).map((field) => fieldKinds[field]))
  if (change.projects && change.projects.add.length + change.projects.remove.length > 0) kinds.add('projects')
  if (change.action !== undefined) kinds.add(change.action === 'create' ? 'add' : change.action)
  return [...kinds]
}

/** A field before and after, as the review shows it; projects by name. */
export interface PlanLine {
  field: WritableField | 'projects'
  before: string | boolean | null | readonly string[]
  after: string | boolean | null | readonly string[]
}

/** The lines of an item: one per field that it changes. */
export function linesOf({ user, change }: PlanItem, rules: Pick<PlanRules, 'projects'>): PlanLine[] {
  const lines: PlanLine[] = changedFields(change).map((field) => ({
    field,
    before: user === null ? null : field === 'role' ? (user.roleLabel ?? user.role) : user[field],
    after: change.set?.[field] ?? null,
  }))
  const { projects } = change
  if (!projects || projects.add.length + projects.remove.length === 0) return lines
  const known = user?.projects ?? []
  const nameOf = (id: string) => known.find((each) => each.id === id)?.name ?? rules.projects.get(id)?.name ?? id
  const after = projectsAfter(
    change,
    known.map(({ id }) => id),
  )
  return [...lines, { field: 'projects', before: known.map(({ name }) => name), after: after.map(nameOf) }]
}

/** True for an account that could sign in with this row. */
export const canSignIn = (user: Pick<User, 'approved' | 'disabled' | 'deletedAt' | 'invitationExpiresAt'>): boolean =>
  user.approved && !user.disabled && user.deletedAt === null && user.invitationExpiresAt === null

/** The row as it is after the change, as far as rules look at it. */
export function rowAfter({ user, change }: PlanItem): User | null {
  if (user === null || change.action === 'delete') return null
  const { set = {}, action } = change
  const role = set.role !== undefined && isManagedRole(set.role) ? set.role : user.role
  return { ...user, ...withoutUndefined(set), role, ...(action === 'restore' && { deletedAt: null }) }
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> } // what is left has no undefined
}
