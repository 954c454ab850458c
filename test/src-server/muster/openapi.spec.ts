import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userFilters, userSorts } from '../../../src-shared/wire/muster-api/users.ts'
import { Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import { openApiText } from '../../../tools/docs/openapi.ts'
import { startServer, type TestServer } from '../../support/server.ts'

interface Operation {
  operationId?: string
  summary?: string
  security?: unknown[]
  responses: Record<string, unknown>
}

let server: TestServer
let operations: [method: string, path: string, operation: Operation][]

beforeAll(async () => {
  server = await startServer({ users: 10 })
  const { body } = await server.call<{ paths: Record<string, Record<string, Operation>> }>('GET', '/openapi.json')
  operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method, path, operation] as (typeof operations)[number]),
  )
})
afterAll(() => server.stop())

test('docs/openapi.json is what the server says (npm run docs writes it)', async () => {
  const file = await readFile(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')
  expect(file).toBe(await openApiText())
})

test('every operation has a name of its own, a summary, and tells of problems', () => {
  const names = operations.map(([, , { operationId }]) => operationId)
  expect(new Set(names).size).toBe(operations.length)
  expect(operations.length).toBeGreaterThan(35)
  for (const [, path, { operationId, summary, responses }] of operations) {
    expect(path).toMatch(/^\/v1\//)
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/)
    expect(summary).toBeTruthy()
    expect(Object.keys(responses)).toContain('default')
  }
})

test('only what says so is open', async () => {
  const open = operations
    .filter(([, , { security }]) => security?.length === 0)
    .map(([method, path]) => `${method} ${path}`)
  expect(open.sort()).toEqual([
    'get /v1/healthz',
    'get /v1/meta',
    'get /v1/readyz',
    'post /v1/password-resets',
    'post /v1/sessions',
    'post /v1/sessions/demo',
    'post /v1/sessions/oidc',
    'post /v1/sessions/oidc/nonces',
    'post /v1/sessions/refresh',
  ])
  for (const [method, path, { security }] of operations) {
    if (security?.length === 0) continue
    const answer = await server.call(method.toUpperCase(), path.replace('/v1', '').replaceAll(/\{\w+\}/g, 'abcdef'))
    expect([path, answer.status]).toEqual([path, 401])
  }
})

test('meta tells what the server is and can', async () => {
  const meta = Meta.strict().parse((await server.call('GET', '/meta')).body)
  expect(meta).toMatchObject({
    instance: server.context.instance,
    limits: { pageMax: 1000, bulkMax: 1000 },
    filterable: [...userFilters],
    sortable: [...userSorts],
    signIn: ['password'],
  })
  expect(meta.mailbox).toBeUndefined()
  expect((await server.call('POST', '/sessions/demo')).status).toBe(404)
})

test('health is told under /v1 and at the root', async () => {
  for (const path of ['/healthz', '/readyz', '/v1/healthz', '/v1/readyz']) {
    const response = await fetch(`${server.url}${path}`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }])
  }
})
