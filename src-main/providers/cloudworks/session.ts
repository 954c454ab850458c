import { z } from 'zod'
import { isRole } from '../../../src-shared/domain/role.ts'
import type { Credentials } from '../../../src-shared/domain/account.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { Account } from '../../../src-shared/ipc/shapes.ts'
import { type HttpAnswer, parseJson } from '../http-answer.ts'
import type { Http, HttpRequest } from '../http.ts'
import type { Vault } from '../provider.ts'
import { createSlots } from './slots.ts'
import { enter } from './sign-in.ts'
import { expectSuccess, messageOf } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import { leftOf, ReceivedToken } from './token.ts'

/** What the vault keeps: this API renews a sign-in by both tokens together. */
const Kept = z.object({ token: z.string(), refreshToken: z.string() })

/** Requests to one server at the same time; the vendor's limits are not known. */
const atOnce = 4
/** A token that ends within this many milliseconds is renewed before it is sent. */
const margin = 10_000

export interface CloudworksSession {
  signIn(credentials: Credentials | 'demo'): Promise<Account>
  resume(): Promise<Account | null>
  /** Forgets the sign-in; this API has no call that ends it. */
  signOut(): Promise<void>
  /** Sends with the token; one that has expired is renewed, once for any number of waiting requests. */
  send(request: HttpRequest): Promise<HttpAnswer>
}

export function createSession(plain: Pick<Http, 'send'>, vault: Vault, now: () => number): CloudworksSession {
  const inTurn = createSlots(atOnce)
  const send = (request: HttpRequest) => inTurn(() => plain.send(request))
  let current: { token: string; endsAt: number | null } | null = null
  let refreshing: Promise<boolean> | null = null
  /** Counts sign-ins and sign-outs: what a request brings that began before the last of them is dropped. */
  let turn = 0

  async function accept({ token, refreshToken }: { token: string; refreshToken: string }): Promise<void> {
    await vault.save(JSON.stringify({ token, refreshToken }))
    const left = leftOf(token, now())
    current = { token, endsAt: left === null ? null : now() + left }
  }

  /** Renews the sign-in that the vault keeps; false when it keeps none. */
  async function refresh(): Promise<boolean> {
    const began = turn
    const text = await vault.load()
    if (text === null) return false
    const kept = Kept.safeParse(parseJson(text))
    if (!kept.success) throw new Failed({ kind: 'keychain', state: 'corrupt' })
    const answer = await send({ method: 'POST', path: '/api/v1/auth/refresh', body: kept.data })
    if (began !== turn) throw expired()
    if ([400, 401, 403, 404].includes(answer.status)) {
      messageOf(answer) // throws for a web page: somebody in between does not end a sign-in
      await vault.clear()
      throw expired()
    }
    const { token, refreshToken } = expectSuccess(answer, ReceivedToken)
    await accept({ token, refreshToken: refreshToken ?? kept.data.refreshToken })
    return true
  }

  function refreshOnce(): Promise<boolean> {
    refreshing ??= refresh().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  async function authorized(request: HttpRequest): Promise<HttpAnswer> {
    if (hasEnded()) current = null
    if (current === null && !(await refreshOnce())) throw expired()
    const token = tokenOrNone()
    const answer = await send(bearer(request, token))
    if (answer.status !== 401) return answer
    // another request may have renewed it meanwhile
    if (current?.token === token) current = null
    if (current === null && !(await refreshOnce())) throw expired()
    const again = await send(bearer(request, tokenOrNone()))
    if (again.status === 401) throw expired()
    return again
  }

  function hasEnded(): boolean {
    return current !== null && current.endsAt !== null && current.endsAt - now() < margin
  }

  function tokenOrNone(): string {
    if (current === null) throw expired()
    return current.token
  }

  async function readAccount(): Promise<Account> {
    const answer = await authorized({ method: 'GET', path: '/api/v1/users/userinfo' })
    return toAccount(expectSuccess(answer, UserInfo).data)
  }

  return {
    async signIn(credentials) {
      const tokens = await enter(send, credentials)
      const answer = await send(bearer({ method: 'GET', path: '/api/v1/users/userinfo' }, tokens.token))
      if ((answer.status === 401 || answer.status === 403) && tokens.hasSecondFactor)
        throw new Failed({ kind: 'unauthorized', code: 'two_factor' })
      const account = toAccount(expectSuccess(answer, UserInfo).data)
      turn++
      await accept(tokens)
      return account
    },
    resume: async () => ((await refreshOnce()) ? readAccount() : null),
    async signOut() {
      turn++
      current = null
      await vault.clear()
    },
    send: authorized,
  }
}

const UserInfo = z.object({ data: ReceivedUser })

function toAccount(row: z.infer<typeof ReceivedUser>): Account {
  const { id, userName, role, organization, partner } = toUser(row)
  // an account of a role that nobody here knows gets the rights of the least
  return { id, userName, role: isRole(role) ? role : 'user', organization, partner }
}

const expired = () => new Failed({ kind: 'unauthorized', code: 'expired' })

const bearer = (request: HttpRequest, token: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, Authorization: `Bearer ${token}` },
})
