import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namedAccounts } from '../../../src-server/seed/accounts.ts'
import type { Role } from '../../../src-shared/domain/role.ts'
import {
  faultOf,
  type Meanings,
  type Operation,
  operations,
  type Request,
  requestsFor,
} from '../../support/contract.ts'
import { startServer, type TestServer } from '../../support/server.ts'

/** Requests for each operation and seed. */
const numRuns = 30
/** `MUSTER_SEED=7` asks by another seed than these. */
const seeds = process.env.MUSTER_SEED === undefined ? [1, 2, 3] : [Number(process.env.MUSTER_SEED)]
const asked = ['admin', 'admin', 'admin', 'admin', 'manager', 'user', null] as const
/** They need what this server does not have: a provider of identities, or to be the demo. */
const unavailable = ['createNonce', 'signInByProvider', 'signInToDemo']

/** Asked last, since they change, delete or lock the accounts that ask. */
const harmful = [
  'deleteUser',
  'changeUsers',
  'changeUser',
  'changeProfile',
  'changePassword',
  'deleteProfile',
  'signIn',
]
const inOrder = [...operations].sort((a, b) => harmful.indexOf(a.id) - harmful.indexOf(b.id))

let server: TestServer
let meanings: Meanings
const tokens = new Map<Role, string>()
/** Operations that were done at least once. */
const done = new Set<string>()

async function readMeanings(): Promise<Meanings> {
  const admin = await server.as('admin')
  const read = async (path: string) =>
    (await admin<{ items: { id: string; userName?: string; email?: string; etag?: string }[] }>('GET', path)).body.items
  const users = await read('/users?limit=40')
  const projects = (await read('/projects?limit=20')).map(({ id }) => id)
  const organizations = (await read('/organizations')).map(({ id }) => id)
  const job = await admin<{ id: string }>('POST', '/users/bulk', {
    body: { items: [{ op: 'invite', id: users[0]?.id }] },
    headers: { prefer: 'respond-async' },
  })
  const sessions = (await read('/me/sessions')).map(({ id }) => id)
  const { refreshToken } = (await server.signIn(server.admin.login, server.admin.password)).body
  return {
    'users.id': users.map(({ id }) => id),
    'projects.id': projects,
    'me.id': sessions,
    'jobs.id': [job.body.id],
    userId: users.map(({ id }) => id),
    actor: users.map(({ id }) => id),
    target: users.map(({ id }) => id),
    projectId: projects,
    projectIds: projects,
    organizationId: organizations,
    'if-match': ['"1"', '"2"', '"3"', '"1", "2"', '*'],
    ifMatch: ['"1"', '"2"', '*'],
    'if-none-match': ['"1"', '*'],
    'idempotency-key': ['first', 'second', 'third'],
    key: ['first', 'second'],
    prefer: ['respond-async'],
    refreshToken: [refreshToken],
    userName: ['anna', 'anna-2', 'not good', users[0]?.userName ?? ''],
    displayName: ['Anna', '', '\ud800', 'a\u0000b'],
    email: ['anna@example.com', 'anna', users[0]?.email ?? '', server.emailOf('user')],
    role: ['user', 'manager', 'admin', 'owner'],
    login: [server.admin.login, users[0]?.userName ?? ''],
    password: [server.admin.password],
    current: [server.admin.password],
    sort: ['userName', '-role,userName', 'projects,-lastSignInAt', 'nothing'],
    filter: ['role eq "user"', 'deletedAt pr', 'disabled eq true and not (email co "x")', 'userName eq'],
    fields: ['userName,role', 'etag', 'password'],
    q: ['an', 'anna', '%', '_'],
    limit: ['1', '2', '1000'],
    from: ['2026-01-01T00:00:00.000Z'],
    to: ['2030-01-01T00:00:00.000Z'],
  }
}

/** A token of a role, anew when the one of before was ended by what was asked; null when the account can no longer sign in. */
async function tokenOf(role: Role): Promise<string | null> {
  const known = tokens.get(role)
  if (known !== undefined && (await server.withToken(known)('GET', '/me')).status === 200) return known
  const name = namedAccounts.find((account) => account.role === role)?.userName ?? ''
  const { status, body } = await server.signIn(name, server.passwordOf(role))
  if (status !== 201) return null
  tokens.set(role, body.accessToken)
  return body.accessToken
}

async function ask({ method, id }: Operation, { path, headers, body }: Request, token: string | null) {
  const controller = new AbortController()
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
    body,
    redirect: 'manual',
    signal: controller.signal,
  })
  if (response.ok) done.add(id)
  const type = response.headers.get('content-type') ?? ''
  const isEndless = type.startsWith('text/event-stream')
  const text = isEndless ? '' : await response.text()
  if (isEndless) controller.abort()
  return { status: response.status, type, text }
}

describe.each(seeds)('asked by seed %i', (seed) => {
  beforeAll(async () => {
    server = await startServer({ users: 40 })
    tokens.clear()
    meanings = await readMeanings()
  })
  afterAll(() => server.stop())

  test.each(inOrder.map((operation) => [operation.id, operation] as const))(
    '%s answers as the contract says',
    async (_id, operation) => {
      const who = fc.constantFrom(...asked)
      const property = fc.asyncProperty(requestsFor(operation, meanings), who, async (request, role) => {
        const token = role && !operation.isOpen ? await tokenOf(role) : null
        const answer = await ask(operation, request, token)
        expect(faultOf(operation, request, answer)).toBeNull()
      })
      await fc.assert(property, { seed, numRuns })
    },
    60_000,
  )

  test('no answer was a defect of the server', () => {
    expect(server.log.filter(({ message }) => message === 'request failed')).toEqual([])
  })
})

test('most operations were done, so that not only refusals were seen', () => {
  const possible = operations.filter(({ id }) => !unavailable.includes(id))
  expect(possible.filter(({ id }) => done.has(id)).length).toBeGreaterThan(possible.length * 0.6)
})
