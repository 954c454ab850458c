import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Project } from '../../src-shared/domain/place.ts'
import { everyUser, type UserQuery } from '../../src-shared/domain/query.ts'
import { type UserLists, useUserList } from './use-user-list.ts'
import type { UserRow } from './user-row.ts'

/** How long typing has to rest before the list is asked, in ms. */
const searchRest = 80

/**
 * The users of a project, or those who could be: of its organization and of role `user`, who alone have projects
 * (users-page.txt, Edit assigned Projects). With a search, and a choice that outlives it.
 */
export function useMemberList(lists: UserLists, project: Project, who: 'members' | 'others') {
  const inProject: UserQuery['filters'][number] = {
    is: { field: 'project', ids: [project.id] },
    isNot: who === 'others',
  }
  const isUser: UserQuery['filters'][number] = { is: { field: 'role', values: ['user'] }, isNot: false }
  const filters = who === 'members' ? [inProject] : [inProject, isUser]
  const query = shallowRef<UserQuery>({ ...everyUser, organizationId: project.organization.id, filters })
  const list = useUserList(lists, query)

  const search = ref('')
  let resting = 0
  onScopeDispose(() => {
    clearTimeout(resting)
  })
  function type(text: string): void {
    search.value = text
    clearTimeout(resting)
    resting = window.setTimeout(() => (query.value = { ...query.value, search: text.trim() }), searchRest)
  }

  const chosen = shallowRef<ReadonlyMap<string, UserRow>>(new Map())
  function toggle(row: UserRow): void {
    const next = new Map(chosen.value)
    if (!next.delete(row.id)) next.set(row.id, row)
    chosen.value = next
  }

  return {
    ...list,
    search,
    type,
    chosen,
    toggle,
    choose: (rows: readonly UserRow[]) => (chosen.value = new Map(rows.map((row) => [row.id, row]))),
  }
}
