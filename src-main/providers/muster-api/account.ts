import type { OwnProfile } from '../../../src-shared/domain/account.ts'
import { settle } from '../../../src-shared/failure.ts'
import { Me, OwnSessions } from '../../../src-shared/wire/muster-api/account.ts'
import type { OwnAccount } from '../account.ts'
import type { Http } from '../http.ts'
import { expectDone, expectSuccess } from './problem.ts'
import type { MusterSession } from './session.ts'

/** My Profile over this API (docs/api.md, /me). */
export function createAccount(session: MusterSession, newKey: () => string): OwnAccount {
  const keyed = (version: string | null = null) => ({
    'Idempotency-Key': newKey(),
    ...(version !== null && { 'If-Match': version }),
  })
  const read = async (): Promise<OwnProfile> => expectSuccess(await session.send({ method: 'GET', path: '/v1/me' }), Me)

  return {
    read,
    async change(change, version) {
      const request = { method: 'PATCH', path: '/v1/me', headers: keyed(version), body: change } as const
      return expectSuccess(await session.send(request), Me)
    },
    async confirmEmail() {
      expectDone(await session.send({ method: 'POST', path: '/v1/me/email/confirmations', headers: keyed() }))
    },
    async changePassword(oldPassword, newPassword) {
      const { userName } = await read()
      const body = { oldPassword, newPassword }
      expectDone(await session.send({ method: 'POST', path: '/v1/me/password', headers: keyed(), body }))
      return session.signIn({ login: userName, password: newPassword })
    },
    async sessions() {
      const { items } = expectSuccess(await session.send({ method: 'GET', path: '/v1/me/sessions' }), OwnSessions)
      return items.map(({ current, ...each }) => ({ ...each, isCurrent: current }))
    },
    async endSession(id) {
      const path = id === null ? '/v1/me/sessions' : `/v1/me/sessions/${encodeURIComponent(id)}`
      expectDone(await session.send({ method: 'DELETE', path, headers: keyed() }))
    },
    async delete() {
      const { etag } = await read()
      expectDone(await session.send({ method: 'DELETE', path: '/v1/me', headers: keyed(etag) }))
      // the account is gone with its sessions; what is left is to forget the sign-in here
      await settle(session.signOut)
    },
  }
}

export async function requestReset(http: Http, email: string): Promise<void> {
  expectDone(await http.send({ method: 'POST', path: '/v1/password-resets', body: { email } }))
}
