import { roles } from '../../../src-shared/domain/role.ts'
import { defaultNameRules } from '../../../src-shared/domain/user-rules.ts'
import { apiVersion, limits, Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import { userFilters, userSorts } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'
import type { Oidc } from '../../oidc.ts'
import type { Context } from '../../store/context.ts'
import { NoQuery } from './inputs.ts'
import { problems } from './route.ts'

/** What this server can do beside the bare endpoints; clients look here before they offer it. */
const features = [
  'audit',
  'bulk',
  'delta',
  'events',
  'idempotency',
  'invitation',
  'jobs',
  'password-reset',
  'restore',
  'sessions',
  'stats',
  'stream',
  'versions',
]

export interface MetaOptions {
  isDemo: boolean
  /** Where the demo's mails are shown; null without a demo. */
  mailboxUrl: () => string | null
  oidc: Oidc | null
}

export function addMeta(app: App, context: Context, { isDemo, mailboxUrl, oidc }: MetaOptions): void {
  app.get(
    '/meta',
    {
      schema: {
        operationId: 'readMeta',
        summary: 'Tells what this server is and can',
        tags: ['server'],
        security: [],
        querystring: NoQuery,
        response: { 200: Meta, ...problems(400) },
      },
    },
    () => {
      const mailbox = mailboxUrl()
      return {
        name: isDemo ? 'Muster demo' : 'Muster',
        version: apiVersion,
        instance: context.instance,
        features,
        limits: { pageMax: limits.pageMax, bulkMax: limits.bulkMax },
        filterable: [...userFilters],
        sortable: [...userSorts],
        roles: [...roles],
        passwordRules: defaultNameRules.password,
        signIn: ['password', ...(oidc ? ['oidc'] : []), ...(isDemo ? ['demo'] : [])],
        ...(oidc && { oidc: { issuer: oidc.issuer, clientId: oidc.clientId } }),
        ...(mailbox !== null && { mailbox }),
      }
    },
  )
}
