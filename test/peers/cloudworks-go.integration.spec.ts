import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloudworksAs } from '../support/cloudworks.ts'
import { startServer, type TestServer } from '../support/server.ts'

const run = promisify(execFile)
const minute = 60_000

interface Step {
  name: string
  status: number
  message?: string
  value?: unknown
}

let server: TestServer
let folder: string
/** Why the peer cannot be had here; null when it was built. */
let missing: string | null

/** Builds the small program around the vendor's client, in a folder of its own, since Go writes its sums beside it. */
async function build(): Promise<string | null> {
  folder = await mkdtemp(join(tmpdir(), 'muster-peer-'))
  await cp(join(import.meta.dirname, 'cloudworks-go'), folder, { recursive: true })
  try {
    await run('go', ['build', '-mod=mod', '-o', 'peer', '.'], { cwd: folder, timeout: 9 * minute })
    return null
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string } // what a program that failed leaves
    if (code === 'ENOENT') return 'there is no Go here'
    // a program that does not compile is a fault of ours, a module that is not served is none
    if (!/reading |dial tcp|no such host|module lookup disabled/.test(stderr)) throw error
    return `the vendor's module cannot be had here: ${stderr.trim().split('\n').at(-1) ?? ''}`
  }
}

beforeAll(async () => {
  server = await startServer()
  missing = await build()
  if (missing !== null) console.log(`The vendor's Go client is not run: ${missing}`)
}, 10 * minute)
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

async function drive(env: Record<string, string>): Promise<Step[]> {
  const { host } = new URL(server.cloudworks)
  const { stdout } = await run(join(folder, 'peer'), [], { env: { HOST: host, ...env }, timeout: minute })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step)
}

function expectAll(steps: readonly Step[]): void {
  expect(steps.map(({ name, status, value }) => [name, status, ...(value === undefined ? [] : [value])])).toEqual([
    ['list', 200, [7, 60]],
    ['create', 200],
    ['create again', 409],
    ['projects', 200, 5],
    ['bind', 200, 1],
    ['bind again', 409],
    ['unbind', 200, 0],
    ['unbind again', 409],
    ['update', 200, ['Renamed By A Peer', 'Manager']],
    ['delete', 200],
    ['delete again', 404],
  ])
  expect(steps.find(({ name }) => name === 'create again')?.message).toContain('already exists')
}

test("the vendor's Go client works here by address and password", async ({ skip }) => {
  if (missing !== null) return skip(missing)
  expectAll(await drive({ NAME: 'go-peer', EMAIL: server.emailOf('admin'), PASSWORD: server.passwordOf('admin') }))
})

test('it works by an access key as well', async ({ skip }) => {
  if (missing !== null) return skip(missing)
  const admin = await cloudworksAs(server, 'admin')
  const { body } = await admin<{ accessKey: string; secretKey: string }>('POST', '/usertoken/create', { name: 'peer' })
  const { accessKey, secretKey } = body
  expectAll(await drive({ NAME: 'go-peer-key', ACCESS_KEY: accessKey, SECRET_KEY: secretKey, MODE: 'token' }))
})
