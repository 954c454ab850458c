import type { Role } from '../../src-shared/domain/role.ts'
import type { Session } from '../../src-shared/wire/muster-api/account.ts'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { Log } from '../../src-server/log.ts'
import { startServer as startMusterServer } from '../../src-server/server.ts'
import { namedAccounts, passwordFromSeed } from '../../src-server/seed/accounts.ts'
import type { Context } from '../../src-server/store/context.ts'
import { createDatabase } from './database.ts'
import { type MailServer, startMailServer } from './mail.ts'

export interface Answer<Body = unknown> {
  status: number
  headers: Headers
  body: Body
}

export interface CallOptions {
  body?: unknown
  headers?: Record<string, string>
  /** Sent as it is, in place of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>
}

/** Calls the API as somebody; `path` begins behind `/v1`. */
export type Call = <Body = unknown>(method: string, path: string, options?: CallOptions) => Promise<Answer<Body>>

export interface TestServer {
  url: string
  /** Where it speaks as CloudWorks. */
  cloudworks: string
  admin: { login: string; email: string; password: string }
  mails: MailServer
  context: Context
  /** What it logged. */
  log: { message: string; facts: Record<string, unknown> }[]
  /** Without a token. */
  call: Call
  /** Signed in as the named account of a role. */
  as(role: Role): Promise<Call>
  signIn(login: string, password: string): Promise<Answer<Session>>
  withToken(token: string): Call
  passwordOf(role: Role): string
  emailOf(role: Role): string
  /** The first user that a filter finds, as the admin sees it. */
  find(filter: string): Promise<UserBody>
  /** Moves the clock of all its rules on. */
  advance(ms: number): void
  now(): Date
  stop(): Promise<void>
}

export interface TestServerOptions {
  users?: number
  seed?: number
  database?: string
  isDemo?: boolean
  /** The provider of identities that it trusts. */
  oidc?: { issuer: string; clientId: string }
  trustedProxies?: string[]
  /** False: mails wait. */
  hasMail?: boolean
}

/** Starts the real server on a free port, with demo data and a real mail server beside it. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { users = 60, seed = 1, isDemo = false, hasMail = true } = options
  const own = options.database === undefined ? await createDatabase() : null
  const database = options.database ?? own?.name ?? null
  const mails = await startMailServer()
  const log: TestServer['log'] = []
  const note = (message: string, facts: Record<string, unknown> = {}) => void log.push({ message, facts })
  const keep: Log = { info: note, error: note }
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const server = await startMusterServer(
    {
      host: '127.0.0.1',
      port: 0,
      cloudworksPort: 0,
      database,
      users,
      seed,
      smtp: hasMail ? mails.url : null,
      oidc: options.oidc ?? null,
      trustedProxies: options.trustedProxies ?? [],
      isDemo,
      publicUrl: null,
    },
    keep,
    now,
  )
  const url = server.ready.listening
  const call = callTo(`${url}/v1`, {})
  const withToken = (token: string) => callTo(`${url}/v1`, { authorization: `Bearer ${token}` })
  const signIn = (login: string, password: string) =>
    call<Session>('POST', '/sessions', { body: { login, password, clientName: 'test' } })
  const nameOf = (role: Role) => namedAccounts.find((account) => account.role === role)?.userName ?? ''
  const passwordOf = (role: Role) => passwordFromSeed(seed, nameOf(role))
  const as = async (role: Role) => withToken((await signIn(nameOf(role), passwordOf(role))).body.accessToken)
  const { login, email, password } = server.ready.admin
  const names = namedAccounts.map(({ userName }) => userName)
  const { db } = server.context
  const emails = await db.selectFrom('users').select(['userName', 'email']).where('userName', 'in', names).execute()
  return {
    url,
    cloudworks: server.ready.cloudworks ?? '',
    admin: { login, email, password: password ?? '' },
    mails,
    context: server.context,
    log,
    call,
    as,
    signIn,
    withToken,
    passwordOf,
    emailOf: (role) => emails.find(({ userName }) => userName === nameOf(role))?.email ?? '',
    find: async (filter) => {
      const admin = await as('admin')
      const { body } = await admin<{ items: UserBody[] }>('GET', `/users?limit=1&filter=${encodeURIComponent(filter)}`)
      const [user] = body.items
      if (!user) throw new Error(`no user is found by ${filter}`)
      return user
    },
    advance: (ms) => {
      ahead += ms
    },
    now,
    stop: async () => {
      await server.close()
      await mails.stop()
      await own?.drop()
    },
  }
}

function callTo(base: string, always: Record<string, string>): Call {
  const call = async (method: string, path: string, { body, headers = {}, raw }: CallOptions = {}) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...always, ...(content !== undefined && { 'content-type': 'application/json' }), ...headers },
      redirect: 'manual',
      ...(content !== undefined && { body: content }),
    })
    const text = await response.text()
    const isJson = /json(;|$)/.test(response.headers.get('content-type') ?? '') && text !== '' && !isStream(response)
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
  }
  return call as Call // what a test takes a body for is what it then looks at
}

const isStream = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('ndjson')
