import type { IncomingMessage } from 'node:http'
import { createMemoryVault } from '../../../../src-main/connections/vault.ts'
import { createCloudworks } from '../../../../src-main/providers/cloudworks/index.ts'
import { createHttp } from '../../../../src-main/providers/http.ts'
import type { DirectoryServer, Vault } from '../../../../src-main/providers/provider.ts'
import { serve } from '../../../support/http-server.ts'

/** What a made-up server answers to one request. */
export interface Answer {
  status?: number
  body?: unknown
  /** A text in place of JSON, such as a web page. */
  text?: string
  type?: string
  headers?: Record<string, string>
}
export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  token: string | undefined
}

/** A row as the vendor sends it. */
export const row = (at: number, more: object = {}) => ({
  id: `u${at}`,
  username: `user-${String(at).padStart(5, '0')}`,
  displayName: `User ${at}`,
  email: `user-${at}@example.org`,
  role: 'User',
  organizationId: 7,
  organizationName: 'Seven',
  partner: { id: 3, name: 'Three', logo: null, link: null, domain: null },
  boundProjects: [],
  createdAt: '2026-01-02T03:04:05Z',
  lastLoginAt: null,
  isEmailConfirmed: true,
  isForcedToResetPassword: false,
  isLocked: false,
  isApprovedByPartner: true,
  owner: false,
  isReadOnly: false,
  ...more,
})

export const problem = (status: number, detail: string): Answer => ({
  status,
  body: { title: 'Refused', status, detail },
  type: 'application/problem+json',
})

export const jwt = (claims: object): string =>
  ['{}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')

const tokens = (token = jwt({ exp: Date.now() / 1000 + 900, iat: Date.now() / 1000 })): Answer => ({
  body: { token, refreshToken: 'refresh', twoFaEnabled: false },
})

/** A made-up CloudWorks server: `answer` decides, and what it leaves open is answered as by a plain one. */
export async function startFake(answer: (asked: Asked) => Answer | undefined) {
  const seen: Asked[] = []
  const waited: number[] = []
  let [running, most] = [0, 0]
  const server = await serve((request, response) => {
    running++
    most = Math.max(most, running)
    void readAsked(request).then(async (asked) => {
      seen.push(asked)
      await new Promise((resolve) => setTimeout(resolve, 2))
      const { status = 200, body, text, type = 'application/json', headers = {} } = answer(asked) ?? plain(asked)
      running--
      response.writeHead(status, { 'content-type': text === undefined ? type : 'text/html', ...headers })
      response.end(text ?? (body === undefined ? '' : JSON.stringify(body)))
    })
  })
  const kind = createCloudworks({
    connect: (address) => createHttp({ address, fetch, userAgent: 'test' }),
    now: Date.now,
    wait: (milliseconds, signal) => {
      waited.push(milliseconds)
      signal.throwIfAborted()
      return Promise.resolve()
    },
  })
  async function open(vault: Vault = createMemoryVault()): Promise<DirectoryServer> {
    const found = await kind.probe(server.address, AbortSignal.timeout(5000))
    if ('seen' in found) throw new Error(found.seen)
    return kind.open(server.address, found, vault)
  }
  return {
    ...server,
    kind,
    seen,
    waited,
    /** The most requests that were under way at once. */
    most: () => most,
    open,
    async signedIn(): Promise<DirectoryServer> {
      const provider = await open()
      await provider.signIn({ login: 'a@b.example', password: 'p' })
      return provider
    },
  }
}
export type Fake = Awaited<ReturnType<typeof startFake>>

function plain({ path, query }: Asked): Answer {
  if (path === '/auth/login' || path === '/auth/refresh') return tokens()
  if (path === '/users/userinfo') return { body: { data: row(0, { role: 'Admin' }) } }
  if (path === '/accounts') return { status: 404 }
  if (path === '/users') return query.has('Id') ? page([row(1)]) : page([])
  return { body: {} }
}

export const page = (data: readonly unknown[], totalCount = data.length): Answer => ({ body: { data, totalCount } })

/** The page of a list that a request asks for. */
export function pageOf({ query }: Asked, rows: readonly unknown[], totalCount = rows.length): Answer {
  const [offset, limit] = [Number(query.get('Offset')), Number(query.get('Limit'))]
  return page(rows.slice(offset, offset + limit), totalCount)
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '', 'http://host')
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return {
    method: request.method ?? '',
    path: url.pathname.replace('/api/v1', ''),
    query: url.searchParams,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    token: request.headers.authorization?.replace('Bearer ', ''),
  }
}
