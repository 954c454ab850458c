import { z } from 'zod'
import type { OwnProfile } from '../../../src-shared/domain/account.ts'
import { isRole } from '../../../src-shared/domain/role.ts'
import { Failed, settle } from '../../../src-shared/failure.ts'
import type { OwnAccount } from '../account.ts'
import type { Http } from '../http.ts'
import { expectDone, expectSuccess } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import type { CloudworksSession } from './session.ts'

const UserInfo = z.object({ data: ReceivedUser })
const unsupported = () => Promise.reject(new Failed({ kind: 'unsupported', code: 'not_in_this_api' }))

/** My Profile over this API, which tells neither notices nor sessions. */
export function createAccount(session: CloudworksSession): OwnAccount {
  async function read(): Promise<OwnProfile> {
    const answer = await session.send({ method: 'GET', path: '/api/v1/users/userinfo' })
    const { role, partner, ...user } = toUser(expectSuccess(answer, UserInfo).data)
    const { id, userName, displayName, email, emailConfirmed, organization, createdAt, lastSignInAt } = user
    const same = { id, userName, displayName, email, emailConfirmed, organization, createdAt, lastSignInAt }
    return { ...same, role: isRole(role) ? role : 'user', partner, notices: null, etag: null }
  }
  const post = async (path: string, body: Record<string, unknown>) => {
    expectDone(await session.send({ method: 'POST', path: `/api/v1/users/${path}`, body }))
  }

  return {
    read,
    async change({ email, notices }) {
      if (email !== undefined) await post('confirmemail', { mode: 'Update', newEmail: email })
      if (notices !== undefined) await post('togglenotificationmode', { mode: notices ? 'enable' : 'disable' })
      return read()
    },
    confirmEmail: () => post('confirmemail', { mode: 'Confirm' }),
    async changePassword(oldPassword, newPassword) {
      const { email } = await read()
      await post('changepassword', { password: oldPassword, newPassword })
      return session.signIn({ login: email, password: newPassword })
    },
    sessions: unsupported,
    endSession: unsupported,
    async delete() {
      await post('delete', {})
      // the account is gone; what is left is to forget the sign-in here
      await settle(session.signOut)
    },
  }
}

export async function requestReset(http: Pick<Http, 'send'>, email: string): Promise<void> {
  expectDone(await http.send({ method: 'POST', path: '/api/v1/auth/forgotpassword', body: { email } }))
}
