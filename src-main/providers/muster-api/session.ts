import { z } from 'zod'
import type { Credentials } from '../../../src-shared/domain/account.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { Account } from '../../../src-shared/ipc/shapes.ts'
import { Session } from '../../../src-shared/wire/muster-api/account.ts'
import { type HttpAnswer, isJson, parseJson } from '../http-answer.ts'
import type { Http, HttpRequest, HttpStream } from '../http.ts'
import type { Vault } from '../provider.ts'
import { codeOf, expectSuccess } from './problem.ts'

/** What the vault keeps: the refresh token and, while a refresh is under way, its idempotency key. */
const Kept = z.object({ refreshToken: z.string(), key: z.string().nullable() })

const clientName = 'Muster'

export interface MusterSession {
  signIn(credentials: Credentials | 'demo'): Promise<Account>
  /** Signs in by an id token that was made for a nonce of this server. */
  signInByToken(idToken: string, nonce: string): Promise<Account>
  resume(): Promise<Account | null>
  signOut(): Promise<void>
  /** Sends with the access token; an expired one is renewed, once for any number of waiting requests. */
  send(request: HttpRequest): Promise<HttpAnswer>
  stream(request: HttpRequest): Promise<HttpStream>
}

/** The access token lives here and in no other place; the refresh token goes to the vault and is not kept. */
export function createSession(http: Http, vault: Vault, newKey: () => string): MusterSession {
  let accessToken: string | null = null
  let refreshing: Promise<Account | null> | null = null

  async function accept(answer: HttpAnswer): Promise<Account> {
    const session = expectSuccess(answer, Session)
    await vault.save(JSON.stringify({ refreshToken: session.refreshToken, key: null }))
    accessToken = session.accessToken
    const { id, userName, role, organization, partner } = session.me
    return { id, userName, role, organization, partner }
  }

  /** The key is stored before it is sent, so that a crash in between asks for the same pair again and nobody is signed out. */
  async function refresh(): Promise<Account | null> {
    const text = await vault.load()
    if (text === null) return null
    const kept = Kept.safeParse(parseJson(text))
    if (!kept.success) throw new Failed({ kind: 'keychain', state: 'corrupt' })
    const { refreshToken } = kept.data
    const key = kept.data.key ?? newKey()
    if (kept.data.key === null) await vault.save(JSON.stringify({ refreshToken, key }))
    const answer = await http.send({
      method: 'POST',
      path: '/v1/sessions/refresh',
      headers: { 'Idempotency-Key': key },
      body: { refreshToken },
    })
    // the page of a network that asks for a sign-in is no word of the server
    if (answer.status === 401 && isJson(answer)) {
      await vault.clear()
      throw new Failed({ kind: 'unauthorized', code: 'expired' })
    }
    return accept(answer)
  }

  function refreshOnce(): Promise<Account | null> {
    refreshing ??= refresh().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  /** Asks for a session; what keeps the account out is told. */
  async function begin(path: string, body: Record<string, string>): Promise<Account> {
    const answer = await http.send({ method: 'POST', path, body: { ...body, clientName } })
    const isRefused = answer.status === 403 || (answer.status === 503 && codeOf(answer) === 'oidc_unavailable')
    if (isRefused) throw new Failed({ kind: 'unauthorized', code: codeOf(answer) })
    return accept(answer)
  }

  const bearer = (request: HttpRequest, token: string): HttpRequest => ({
    ...request,
    headers: { ...request.headers, Authorization: `Bearer ${token}` },
  })

  async function authorized<A extends HttpAnswer>(request: HttpRequest, send: (request: HttpRequest) => Promise<A>) {
    if (accessToken !== null) {
      const token = accessToken
      const answer = await send(bearer(request, token))
      if (answer.status !== 401) return answer
      // another request may have renewed it meanwhile
      if (accessToken === token) accessToken = null
    }
    if (accessToken === null) await refreshOnce()
    if (accessToken === null) throw new Failed({ kind: 'unauthorized', code: 'expired' })
    const answer = await send(bearer(request, accessToken))
    if (answer.status === 401) throw new Failed({ kind: 'unauthorized', code: 'expired' })
    return answer
  }

  return {
    async signIn(credentials) {
      if (credentials === 'demo') return begin('/v1/sessions/demo', {})
      if ('password' in credentials) return begin('/v1/sessions', credentials)
      throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
    },
    signInByToken: (idToken, nonce) => begin('/v1/sessions/oidc', { idToken, nonce }),
    resume: refreshOnce,
    async signOut() {
      const token = accessToken
      accessToken = null
      await vault.clear()
      if (token === null) return
      await http.send(bearer({ method: 'DELETE', path: '/v1/sessions/current' }, token))
    },
    send: (request) => authorized(request, http.send),
    stream: (request) => authorized(request, http.stream),
  }
}
