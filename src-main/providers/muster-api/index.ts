import { z } from 'zod'
import type { Capabilities } from '../../../src-shared/domain/capabilities.ts'
import { defaultNameRules } from '../../../src-shared/domain/user-rules.ts'
import { Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import { Organization, Project } from '../../../src-shared/wire/muster-api/places.ts'
import type { Http } from '../http.ts'
import type { DirectoryServer, Identify, ProviderKind, ServerDescription } from '../provider.ts'
import { createAccount, requestReset } from './account.ts'
import { auditOf, auditPage } from './audit.ts'
import { events } from './events.ts'
import { expectSuccess } from './problem.ts'
import { sendMany } from './send-many.ts'
import { send } from './send.ts'
import { createSession, type MusterSession } from './session.ts'
import { createBrowserSignIn } from './sign-in-by-browser.ts'
import { delta, pull, pullDeleted, read, readMany } from './users.ts'

interface MusterApiDeps {
  /** Speaks to an address. */
  connect(address: string): Http
  /** A new idempotency key. */
  newKey(): string
  identify: Identify
}

/** Servers that speak our own API (docs/api.md). */
export function createMusterApi({ connect, newKey, identify }: MusterApiDeps): ProviderKind {
  return {
    kind: 'muster-api',

    async probe(address, signal) {
      const answer = await connect(address).send({ method: 'GET', path: '/v1/meta', signal })
      const type = answer.header('content-type')?.split(';')[0] ?? ''
      // a server of another kind answers this path as it likes; one that fails may be of this kind
      if (answer.status < 500 && (answer.status !== 200 || !type.includes('json'))) {
        return { seen: `GET /v1/meta: ${answer.status} ${type}`.trim() }
      }
      return describe(address, expectSuccess(answer, Meta))
    },

    open(address, description, vault): DirectoryServer {
      const http = connect(address)
      const session = createSession(http, vault, newKey)
      const { capabilities } = description
      return {
        description,
        account: createAccount(session, newKey),
        signIn: session.signIn,
        signInByBrowser: createBrowserSignIn({ address, http, session, identify }),
        resume: session.resume,
        signOut: session.signOut,
        requestReset: (email) => requestReset(http, email),
        pull: (signal) => pull(session, signal),
        delta: (token, signal) => delta(session, token, signal),
        pullDeleted: (signal) => pullDeleted(session, signal),
        read: (id) => read(session, id),
        organizations: () => readAll(session, '/v1/organizations', {}, Organization),
        projects: (organizationId) =>
          readAll(session, '/v1/projects', organizationId === null ? {} : { organizationId }, Project),
        audit: (query, cursor) => auditPage(session, query, cursor),
        auditOf: (id, cursor) => auditOf(session, id, cursor),
        events: (since, signal) => events(session, since, signal),
        send: (change, key) => send(session, change, key),
        sendMany: (changes, { reason }) => sendMany(session, changes, capabilities.reason === 'yes' ? reason : null),
        readMany: (ids, signal) => readMany(session, ids, signal),
      }
    },
  }
}

function describe(address: string, meta: Meta): ServerDescription {
  const isDemo = meta.signIn.includes('demo')
  return {
    instance: meta.instance,
    name: meta.name,
    server: `Muster API ${meta.version}`,
    isDemo,
    mailbox: isDemo ? `${address}/dev/mailbox` : null,
    signInMethods: meta.oidc ? ['password', 'oidc'] : ['password'],
    capabilities: capabilitiesOf(meta),
  }
}

function capabilitiesOf(meta: Meta): Capabilities {
  const ability = (feature: string) => (meta.features.includes(feature) ? 'yes' : 'not_on_this_server')
  return {
    versions: 'yes',
    delta: ability('delta'),
    events: ability('events'),
    idempotency: 'yes',
    bulkMax: meta.limits.bulkMax,
    paging: 'stream',
    reason: ability('jobs'), // servers that have jobs take it
    restore: ability('restore'),
    invite: 'yes',
    reset: 'action',
    signOut: 'yes',
    approve: 'yes',
    creationName: 'yes',
    twoFactor: 'not_in_this_api',
    audit: ability('audit'),
    stats: ability('stats'),
    sessions: ability('sessions'),
    account: {
      email: 'yes',
      confirmEmail: 'yes',
      password: 'yes',
      notices: 'yes',
      deletion: 'yes',
      forgotten: 'yes',
    },
    nameRules: { ...defaultNameRules, password: meta.passwordRules },
  }
}

/** All pages of a list, one after the other. */
async function readAll<S extends z.ZodType>(
  session: MusterSession,
  path: string,
  query: Record<string, string>,
  item: S,
): Promise<z.output<S>[]> {
  const Page = z.object({ items: z.array(item), next: z.string().nullable() })
  const items: z.output<S>[] = []
  for (let cursor: string | null = null; ;) {
    const all: Record<string, string> = { ...query, limit: '1000', ...(cursor !== null && { cursor }) }
    const page: z.output<typeof Page> = expectSuccess(await session.send({ method: 'GET', path, query: all }), Page)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}
