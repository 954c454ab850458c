import type { OwnProfile, OwnProfileChange, OwnSession } from '../../src-shared/domain/account.ts'
import type { Account } from '../../src-shared/ipc/shapes.ts'

/**
 * The signed-in account and what it may do with itself; a part of the provider port. What `capabilities.account` and
 * `capabilities.sessions` deny answers `unsupported`. Every method throws `Failed`.
 */
export interface OwnAccount {
  read(): Promise<OwnProfile>
  /** A new address is used at once, and mailed a link; `version` as `OwnProfile.etag`. */
  change(change: OwnProfileChange, version: string | null): Promise<OwnProfile>
  /** Mails the link that confirms the address again. */
  confirmEmail(): Promise<void>
  /** Ends all sessions, and signs in anew by the new password. */
  changePassword(oldPassword: string, newPassword: string): Promise<Account>
  sessions(): Promise<OwnSession[]>
  /** Ends one session; null: all but this one. */
  endSession(id: string | null): Promise<void>
  /** Deletes the account, and forgets the sign-in. */
  delete(): Promise<void>
}
