import type { Issue } from '../../../src-shared/domain/issue.ts'
import { compareText, fold } from '../../../src-shared/domain/text.ts'
import type { Reference } from '../../../src-shared/domain/user.ts'
import { isInScope, scopeOf } from '../accounts.ts'
import { formatId, parseId } from '../ids.ts'
import { refuse, refuseIssues } from '../refusal.ts'
import type { Work } from '../write.ts'
import { permit, saveUser, findTarget } from './target.ts'
import type { StoredUser } from './stored-user.ts'

const issue = (code: string, id: string): Issue => ({ field: 'projectIds', code: `projects.${code}`, params: { id } })

/** The projects of these ids, for a user of one organization; refuses others and unknown ones (users-page.txt, Projects). */
export async function projectsOf(
  work: Work,
  organizationId: string,
  ids: readonly string[],
  known: readonly Reference[] = [],
): Promise<Reference[]> {
  const scope = await scopeOf(work.trx, work.account)
  const found: Reference[] = []
  const issues: Issue[] = []
  for (const id of new Set(ids)) {
    const present = known.find((project) => project.id === id)
    const row = present ? null : await projectRow(work, id)
    if (present) found.push(present)
    else if (!row || !isInScope(scope, row.organizationId)) issues.push(issue('unknown', id))
    else if (formatId(row.organizationId) !== organizationId) issues.push(issue('organization', id))
    else found.push({ id, name: row.name })
  }
  refuseIssues(issues)
  return inOrder(found)
}

async function projectRow(work: Work, id: string) {
  const rowId = parseId(id)
  if (rowId === null) return undefined
  return work.trx.selectFrom('projects').selectAll().where('id', '=', rowId).executeTakeFirst()
}

const inOrder = (projects: readonly Reference[]): Reference[] =>
  [...projects].sort((a, b) => compareText(fold(a.name), fold(b.name)) || compareText(a.id, b.id))

/** True when both are the same projects. */
export function areSame(a: readonly Reference[], b: readonly Reference[]): boolean {
  return a.length === b.length && a.every(({ id }, at) => id === b[at]?.id)
}

/** Puts a user into a project, or takes it out; done already, it changes nothing. */
export async function setMembership(
  work: Work,
  { projectId, userId, isMember }: { projectId: string; userId: string; isMember: boolean },
): Promise<null> {
  const user = await findTarget(work, userId)
  const project = await projectRow(work, projectId)
  if (!project || !isInScope(await scopeOf(work.trx, work.account), project.organizationId))
    return refuse('notFound', 'not_found')
  work.event.projectRowId = project.id
  const others = user.projects.filter(({ id }) => id !== projectId)
  const added = isMember ? await projectsOf(work, user.organization.id, [projectId], user.projects) : []
  const projects = inOrder([...others, ...added])
  if (areSame(projects, user.projects)) {
    work.event.isSilent = true
    return null
  }
  permit(work.account, 'projects', user)
  refuseProjectsOfOthers(user, projects)
  work.event.before = { projects: user.projects }
  work.event.after = { projects }
  await saveUser(work, user, { projects })
  return null
}

/** Only accounts of role `user` have projects (users-page.txt, Edit assigned Projects). */
export function refuseProjectsOfOthers(user: Pick<StoredUser, 'role'>, projects: readonly Reference[]): void {
  if (user.role !== 'user' && projects.length > 0) refuseIssues([{ field: 'projectIds', code: 'projects.role' }])
}
