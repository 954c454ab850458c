import { createHash } from 'node:crypto'
import type { Capabilities } from '../../../src-shared/domain/capabilities.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { Http } from '../http.ts'
import type { ServerDescription } from '../provider.ts'
import { nameRules } from './problem.ts'

/**
 * Tells which generation of the API answers at an address, without signing in: generation 1 has users and no accounts,
 * generation 2 the other way round, and a server that answers anything, or nothing, is neither.
 */
export async function probe(
  http: Http,
  address: string,
  signal: AbortSignal,
): Promise<ServerDescription | { seen: string }> {
  const ask = async (path: string) => (await http.send({ method: 'GET', path, query: { Limit: '1' }, signal })).status
  const users = await ask('/api/v1/users')
  const accounts = await ask('/api/v1/accounts')
  if (isThere(users) && accounts === 404) return describe(address)
  if (users === 404 && isThere(accounts)) throw new Failed({ kind: 'unsupported', code: 'cloudworks_generation_2' })
  return { seen: `GET /api/v1/users: ${users}, GET /api/v1/accounts: ${accounts}` }
}

/** Answered, or kept for those who have signed in. */
const isThere = (status: number): boolean => status === 200 || status === 401 || status === 403

function describe(address: string): ServerDescription {
  return {
    // the server has no id of its own: its address is what it is known by
    instance: `cloudworks-${createHash('sha256').update(address).digest('hex').slice(0, 32)}`,
    name: new URL(address).host,
    server: 'CloudWorks, generation 1',
    isDemo: false,
    mailbox: null,
    signInMethods: ['password', 'accessKey'],
    capabilities,
  }
}

const no = 'not_in_this_api'
const capabilities: Capabilities = {
  versions: no,
  delta: no,
  events: no,
  idempotency: no,
  bulkMax: 0,
  paging: 'offset',
  restore: no,
  invite: no,
  reset: 'level',
  signOut: no,
  approve: 'yes',
  creationName: no,
  twoFactor: 'yes',
  audit: 'yes',
  stats: no,
  sessions: no,
  account: { email: 'yes', confirmEmail: 'yes', password: 'yes', notices: no, deletion: 'yes', forgotten: 'yes' },
  nameRules,
}
