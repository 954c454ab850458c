import { Failed } from '../../../src-shared/failure.ts'
import type { Http } from '../http.ts'
import type { DirectoryServer, ProviderKind } from '../provider.ts'
import { createAccount, requestReset } from './account.ts'
import { auditPage } from './audit.ts'
import { readOrganizations, readProjects } from './places.ts'
import { probe } from './probe.ts'
import { pull } from './pull.ts'
import { send } from './send.ts'
import { createSession } from './session.ts'
import { readUser } from './users.ts'

interface CloudworksDeps {
  /** Speaks to an address. */
  connect(address: string): Http
  /** Milliseconds since 1970. */
  now(): number
  /** Rejects with the signal's reason when it aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** Servers that speak the API of CloudWorks, generation 1 (docs/cloudworks.md). */
export function createCloudworks({ connect, now, wait }: CloudworksDeps): ProviderKind {
  return {
    kind: 'cloudworks',
    probe: (address, signal) => probe(connect(address), address, signal),

    open(address, description, vault): DirectoryServer {
      const http = connect(address)
      const session = createSession(http, vault, now)
      return {
        description,
        signIn: session.signIn,
        resume: session.resume,
        signOut: session.signOut,
        account: createAccount(session),
        requestReset: (email) => requestReset(http, email),
        pull: (signal) => pull({ session, wait }, signal),
        delta: unsupported,
        pullDeleted: () => Promise.reject(new Failed({ kind: 'unsupported', code: 'not_in_this_api' })),
        read: (id) => readUser(session, id),
        organizations: () => readOrganizations(session),
        projects: (organizationId) => readProjects(session, organizationId),
        audit: (query, cursor) => auditPage(session, query, cursor),
        auditOf: () => Promise.reject(new Failed({ kind: 'unsupported', code: 'not_in_this_api' })),
        events: unsupported,
        send: (change, _key, isInDoubt) => send(session, change, isInDoubt),
      }
    },
  }
}

// eslint-disable-next-line @typescript-eslint/require-await, require-yield -- an answer of the port's form that has nothing to wait for
async function* unsupported(): AsyncGenerator<never, never> {
  throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
}
