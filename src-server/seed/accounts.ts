import { createHash } from 'node:crypto'
import type { Role } from '../../src-shared/domain/role.ts'

/** Accounts of the demo data that can sign in; all others have no password. */
export const namedAccounts: readonly { userName: string; displayName: string; role: Role }[] = [
  { userName: 'mira-novak', displayName: 'Mira Novak', role: 'admin' },
  { userName: 'kestrel-admin', displayName: 'Kestrel Admin', role: 'partner' },
  { userName: 'henrik-brandt', displayName: 'Henrik Brandt', role: 'manager' },
  { userName: 'greta-byrne', displayName: 'Greta Byrne', role: 'user' },
]

/** The password of a test account: everybody who knows the seed knows it. */
export function passwordFromSeed(seed: number, userName: string): string {
  return createHash('sha256').update(`muster test data ${seed} ${userName}`).digest('base64url').slice(0, 20)
}
