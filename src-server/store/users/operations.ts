import type { Job, Work } from '../write.ts'
import { createUser, type NewUser } from './create.ts'
import { deleteUser, inviteUser, resetPassword, restoreUser, signOutUser } from './lifecycle.ts'
import { setMembership } from './projects.ts'
import type { StoredUser } from './stored-user.ts'
import type { Versions } from './target.ts'
import { updateUser, type UserChanges } from './update.ts'

/** Everything that can be done to a user, by one request or by an item of many. */
export type UserOperation =
  | { op: 'create'; body: NewUser }
  | { op: 'update'; id: string; versions: Versions; body: UserChanges }
  | { op: 'delete' | 'restore' | 'reset' | 'invite'; id: string; versions: Versions }
  | { op: 'signOut'; id: string }
  | { op: 'assign' | 'unassign'; userId: string; projectId: string }

/** The job of an operation; it answers the user as it is then, null where there is nothing to show. */
export function jobOf(operation: UserOperation, key: string | null): Job<StoredUser | null> {
  const { op, ...input } = operation
  const prefix = op === 'assign' || op === 'unassign' ? 'project' : 'user'
  return { action: `${prefix}.${op}`, key, input, run: (work) => run(work, operation) }
}

function run(work: Work, operation: UserOperation): Promise<StoredUser | null> {
  switch (operation.op) {
    case 'create':
      return createUser(work, operation.body)
    case 'update':
      return updateUser(work, operation)
    case 'delete':
      return deleteUser(work, operation)
    case 'restore':
      return restoreUser(work, operation)
    case 'reset':
      return resetPassword(work, operation)
    case 'invite':
      return inviteUser(work, operation)
    case 'signOut':
      return signOutUser(work, operation)
    case 'assign':
    case 'unassign':
      return setMembership(work, { ...operation, isMember: operation.op === 'assign' })
  }
}
