import type { Project } from '../../src-shared/domain/place.ts'
import { compareText, fold } from '../../src-shared/domain/text.ts'

export const projectColumns = ['name', 'organization', 'members'] as const
export type ProjectColumn = (typeof projectColumns)[number]

export interface ProjectSort {
  column: ProjectColumn
  descending: boolean
}

/** The projects that are found by their own name or that of their organization, in order; ties by name, then id. */
export function findProjects(projects: readonly Project[], search: string, sort: ProjectSort): Project[] {
  const sought = fold(search.trim())
  const rows = projects
    .map((project) => ({ project, name: fold(project.name), organization: fold(project.organization.name) }))
    .filter(({ name, organization }) => name.includes(sought) || organization.includes(sought))
  type Row = (typeof rows)[number]
  const compare: Record<ProjectColumn, (a: Row, b: Row) => number> = {
    name: (a, b) => compareText(a.name, b.name),
    organization: (a, b) => compareText(a.organization, b.organization),
    members: (a, b) => (a.project.memberCount ?? -1) - (b.project.memberCount ?? -1),
  }
  const sign = sort.descending ? -1 : 1
  rows.sort(
    (a, b) =>
      sign * compare[sort.column](a, b) || compareText(a.name, b.name) || compareText(a.project.id, b.project.id),
  )
  return rows.map(({ project }) => project)
}
