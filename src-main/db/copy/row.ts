import type { Reference, User } from '../../../src-shared/domain/user.ts'
import type { Words } from './words.ts'

/** A row of the table `user`, in the order of its columns. Moments are milliseconds since 1970. */
export type UserRow = [
  slot: number,
  id: string,
  userName: string,
  displayName: string | null,
  email: string,
  flags: number,
  role: number,
  organization: number,
  partner: number,
  creationName: number,
  /** Codes, as in `1,5,2`. */
  projects: string,
  createdAt: number | null,
  updatedAt: number | null,
  lastSignInAt: number | null,
  invitationExpiresAt: number | null,
  deletedAt: number | null,
  etag: string | null,
]

/** Bits of the column `flags`. Those of the index, which has more, begin at `firstFreeFlag`. */
export const flag = {
  approved: 1,
  disabled: 2,
  mustChangePassword: 4,
  emailConfirmed: 8,
  twoFactorKnown: 16,
  twoFactor: 32,
  owner: 64,
  readOnly: 128,
} as const
export const firstFreeFlag = 256

const toMoment = (text: string | null): number | null => (text === null ? null : Date.parse(text))
const toText = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString())

function flagsOf(user: User): number {
  return (
    (user.approved ? flag.approved : 0) |
    (user.disabled ? flag.disabled : 0) |
    (user.mustChangePassword ? flag.mustChangePassword : 0) |
    (user.emailConfirmed ? flag.emailConfirmed : 0) |
    (user.twoFactor === null ? 0 : flag.twoFactorKnown) |
    (user.twoFactor ? flag.twoFactor : 0) |
    (user.protection === 'owner' ? flag.owner : 0) |
    (user.protection === 'readOnly' ? flag.readOnly : 0)
  )
}

export function toRow(slot: number, user: User, words: Words): UserRow {
  const { organization, partner, creationName } = user
  return [
    slot,
    user.id,
    user.userName,
    user.displayName,
    user.email,
    flagsOf(user),
    words.code('role', user.role, user.roleLabel),
    words.code('organization', organization.id, organization.name),
    partner === null ? 0 : words.code('partner', partner.id, partner.name),
    creationName === null ? 0 : words.code('creationName', creationName, null),
    user.projects.map(({ id, name }) => words.code('project', id, name)).join(),
    toMoment(user.createdAt),
    toMoment(user.updatedAt),
    toMoment(user.lastSignInAt),
    toMoment(user.invitationExpiresAt),
    toMoment(user.deletedAt),
    user.etag,
  ]
}

export const projectCodes = (projects: string): number[] => (projects === '' ? [] : projects.split(',').map(Number))

export function toUser(row: UserRow, words: Words): User {
  const [, id, userName, displayName, email, flags, roleCode, organization, partner, creationName, projects] = row
  const [, , , , , , , , , , , createdAt, updatedAt, lastSignInAt, invitationExpiresAt, deletedAt, etag] = row
  const reference = (kind: 'organization' | 'partner' | 'project', code: number): Reference => {
    const word = words.get(kind, code)
    return { id: word.id, name: word.name ?? '' }
  }
  const role = words.get('role', roleCode)
  return {
    id,
    userName,
    displayName,
    email,
    emailConfirmed: (flags & flag.emailConfirmed) !== 0,
    role: role.id as User['role'], // written by toRow
    roleLabel: role.name,
    approved: (flags & flag.approved) !== 0,
    disabled: (flags & flag.disabled) !== 0,
    mustChangePassword: (flags & flag.mustChangePassword) !== 0,
    twoFactor: (flags & flag.twoFactorKnown) === 0 ? null : (flags & flag.twoFactor) !== 0,
    invitationExpiresAt: toText(invitationExpiresAt),
    protection: (flags & flag.owner) !== 0 ? 'owner' : (flags & flag.readOnly) !== 0 ? 'readOnly' : null,
    organization: reference('organization', organization),
    partner: partner === 0 ? null : reference('partner', partner),
    projects: projectCodes(projects).map((code) => reference('project', code)),
    creationName: creationName === 0 ? null : words.get('creationName', creationName).id,
    createdAt: toText(createdAt),
    updatedAt: toText(updatedAt),
    lastSignInAt: toText(lastSignInAt),
    deletedAt: toText(deletedAt),
    etag,
  }
}
