import { firstFreeFlag, projectCodes, type UserRow } from '../../db/copy/row.ts'
import { grown } from './grow.ts'

/** Bits of `flags` beside those of the row: the slot has a row; the row has projects. */
export const isLive = firstFreeFlag
export const hasProjects = firstFreeFlag << 1
/** How many values `flags` can have. */
export const flagValues = firstFreeFlag << 2

/** Milliseconds from the year 0 to 1970, and one: a moment is a positive number, and 0 is "none". */
const momentShift = 62_167_219_200_001
export const toMoment = (time: number | null): number => (time === null ? 0 : time + momentShift)

/** What is filtered and sorted by, as one number a slot. */
export interface ColumnParts {
  flags: Uint16Array
  role: Uint32Array
  organization: Uint32Array
  partner: Uint32Array
  creationName: Uint32Array
  createdAt: Float64Array
  lastSignInAt: Float64Array
  invitationExpiresAt: Float64Array
  /** Where in the pool a slot's projects are; 0: it has none. */
  projectsAt: Uint32Array
  /** Their number, then their codes. */
  projectPool: Uint32Array
}

export interface Columns extends ColumnParts {
  put(row: UserRow): void
  remove(slot: number): void
  /** The columns as they are saved. */
  parts(slots: number): ColumnParts
}

export const emptyColumns = (): ColumnParts => ({
  flags: new Uint16Array(0),
  role: new Uint32Array(0),
  organization: new Uint32Array(0),
  partner: new Uint32Array(0),
  creationName: new Uint32Array(0),
  createdAt: new Float64Array(0),
  lastSignInAt: new Float64Array(0),
  invitationExpiresAt: new Float64Array(0),
  projectsAt: new Uint32Array(0),
  projectPool: new Uint32Array(1),
})

export function createColumns(saved: ColumnParts = emptyColumns()): Columns {
  let poolUsed = saved.projectPool.length

  function makeRoom(slots: number): void {
    if (columns.flags.length >= slots) return
    columns.flags = grown(columns.flags, slots)
    for (const name of ['role', 'organization', 'partner', 'creationName', 'projectsAt'] as const)
      columns[name] = grown(columns[name], slots)
    for (const name of ['createdAt', 'lastSignInAt', 'invitationExpiresAt'] as const)
      columns[name] = grown(columns[name], slots)
  }

  function putProjects(slot: number, codes: readonly number[]): void {
    const at = columns.projectsAt[slot]!
    if (codes.length === 0) {
      columns.projectsAt[slot] = 0
      return
    }
    // a set that is no longer than the old one takes its place
    const start = at !== 0 && columns.projectPool[at]! >= codes.length ? at : poolUsed
    if (start === poolUsed) {
      columns.projectPool = grown(columns.projectPool, poolUsed + codes.length + 1)
      poolUsed += codes.length + 1
    }
    columns.projectPool[start] = codes.length
    columns.projectPool.set(codes, start + 1)
    columns.projectsAt[slot] = start
  }

  const columns: Columns = {
    ...saved,
    put([slot, , , , , flags, role, organization, partner, creationName, projects, created, , signIn, invitation]) {
      makeRoom(slot + 1)
      columns.flags[slot] = flags | isLive | (projects === '' ? 0 : hasProjects)
      columns.role[slot] = role
      columns.organization[slot] = organization
      columns.partner[slot] = partner
      columns.creationName[slot] = creationName
      columns.createdAt[slot] = toMoment(created)
      columns.lastSignInAt[slot] = toMoment(signIn)
      columns.invitationExpiresAt[slot] = toMoment(invitation)
      putProjects(slot, projectCodes(projects))
    },
    remove(slot) {
      if (slot < columns.flags.length) columns.flags[slot] = 0
    },
    parts: (slots) => ({
      flags: columns.flags.subarray(0, slots),
      role: columns.role.subarray(0, slots),
      organization: columns.organization.subarray(0, slots),
      partner: columns.partner.subarray(0, slots),
      creationName: columns.creationName.subarray(0, slots),
      createdAt: columns.createdAt.subarray(0, slots),
      lastSignInAt: columns.lastSignInAt.subarray(0, slots),
      invitationExpiresAt: columns.invitationExpiresAt.subarray(0, slots),
      projectsAt: columns.projectsAt.subarray(0, slots),
      projectPool: columns.projectPool.subarray(0, poolUsed),
    }),
  }
  return columns
}
