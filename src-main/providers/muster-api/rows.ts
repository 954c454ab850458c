import { z } from 'zod'
import { isRole } from '../../../src-shared/domain/role.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { UserBody } from '../../../src-shared/wire/muster-api/users.ts'

/** A user as a client reads it: a role of a later server is kept with its label. */
export const ReceivedUser = UserBody.extend({ role: z.string() })
export type ReceivedUser = z.infer<typeof ReceivedUser>

export function toUser(row: ReceivedUser): User {
  const { role } = row
  return { ...row, twoFactor: null, ...(isRole(role) ? { role, roleLabel: null } : { role: 'other', roleLabel: role }) }
}
