import { stageEdit } from '../staging.ts'
import type { Edit } from '../staging-schema.ts'
import type { User } from '../user.ts'
import { judge, linesOf, type PlanItem, type PlanLine, type PlanRules } from './item.ts'
import { claimsOf } from './unique.ts'

/** What an edit would come to by what the copy knows, before anything is staged or read again. */
export interface EditPreview {
  users: number
  /** Users whom it would change. */
  changed: number
  /** Users who have the values already, or not what is sought. */
  unchanged: number
  refused: number
  reasons: readonly { code: string; count: number }[]
  /** The first users whom it is about. */
  rows: readonly PreviewRow[]
}

export interface PreviewRow {
  id: string
  userName: string
  lines: readonly PlanLine[]
  reasons: PlanItem['reasons']
}

/** Judges an edit user by user, by the rules of the plan; `most`: rows that are shown. */
export function createPreview(edit: Edit, rules: PlanRules, most: number) {
  const reasons = new Map<string, number>()
  const claimed = new Set<string>()
  const rows: PreviewRow[] = []
  const counts = { users: 0, changed: 0, unchanged: 0, refused: 0 }

  /** The value that an earlier user of the edit gets too; the plan refuses both. */
  function twice(item: PlanItem): PlanItem {
    const issues = claimsOf(item).flatMap(([field, value]) => {
      const claim = `${field} ${value}`
      if (claimed.has(claim)) return [{ field, code: `${field}.twice` }]
      claimed.add(claim)
      return []
    })
    return issues.length > 0 ? { ...item, state: 'refused', reasons: issues } : item
  }

  function add(user: User): void {
    counts.users++
    const change = stageEdit(undefined, user.id, user, edit)
    const judged = change && judge(counts.users, change, user, rules)
    if (!judged || judged.state === 'skip') {
      counts.unchanged++
      return
    }
    const item = judged.state === 'send' ? twice(judged) : judged
    counts[item.state === 'refused' ? 'refused' : 'changed']++
    for (const code of new Set(item.reasons.map((reason) => reason.code)))
      reasons.set(code, (reasons.get(code) ?? 0) + 1)
    const { id, userName } = user
    if (rows.length < most) rows.push({ id, userName, lines: linesOf(item, rules), reasons: item.reasons })
  }

  return {
    add,
    result: (): EditPreview => ({
      ...counts,
      reasons: [...reasons].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
      rows,
    }),
  }
}

type Counted = User['organization'] & { users: number }

/** Where users belong, and how many of them are in which project. */
export function createFacts() {
  const organizations = new Map<string, Counted>()
  const projects = new Map<string, Counted>()
  let [users, ofRoleUser] = [0, 0]

  return {
    add(user: Pick<User, 'role' | 'organization' | 'projects'>): void {
      users++
      if (user.role === 'user') ofRoleUser++
      count(organizations, user.organization)
      for (const project of user.projects) count(projects, project)
    },
    result: () => ({
      ...{ users, ofRoleUser },
      ...{ organizations: [...organizations.values()], projects: [...projects.values()] },
    }),
  }
}

function count(all: Map<string, Counted>, { id, name }: User['organization']): void {
  const known = all.get(id)
  if (known) known.users++
  else all.set(id, { id, name, users: 1 })
}
