import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Me, OwnSession, Session } from '../../../src-shared/wire/muster-api/account.ts'
import { BulkJob } from '../../../src-shared/wire/muster-api/bulk.ts'
import { apiVersion, Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import { AuditEntry, Organization, Partner, Project, Stats } from '../../../src-shared/wire/muster-api/places.ts'
import { Problem, ProblemError } from '../../../src-shared/wire/muster-api/problem.ts'
import { UserBody, UserCreation, UserPatch } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'

/** Shapes that the document names; all others stand where they are used. */
const named = {
  AuditEntry,
  BulkJob,
  Me,
  Meta,
  Organization,
  OwnSession,
  Partner,
  Problem,
  ProblemError,
  Project,
  Session,
  Stats,
  User: UserBody,
  UserCreation,
  UserPatch,
}

type Described = ReturnType<typeof jsonSchemaTransformObject>

/** Describes the routes that follow; the document is made of the very schemas that check them. */
export async function addOpenApi(app: App): Promise<void> {
  for (const [id, schema] of Object.entries(named))
    if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Muster API',
        version: apiVersion,
        description: 'Manages the users of organizations. Unknown parameters, fields and values are refused.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
      security: [{ bearer: [] }],
      tags: [
        { name: 'server', description: 'What the server is and how it does' },
        { name: 'sessions', description: 'Signing in and out' },
        { name: 'profile', description: 'The own account' },
        { name: 'users', description: 'The directory' },
        { name: 'places', description: 'Partners, organizations, projects and their members' },
        { name: 'records', description: 'What was done, and counts' },
      ],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'RFC 6750' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  })
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => reply.send(app.swagger()))
}

/** Every named shape comes in a form for requests and one for answers; those that nothing refers to are left out. */
function withoutUnused(document: Described): Described {
  if (!('components' in document)) return document
  const { components } = document
  const schemas: Record<string, object> = { ...components.schemas }
  for (let left = -1; left !== Object.keys(schemas).length;) {
    left = Object.keys(schemas).length
    const text = JSON.stringify({ ...document, components: { schemas } })
    for (const name of Object.keys(schemas))
      if (!text.includes(`"#/components/schemas/${name}"`)) Reflect.deleteProperty(schemas, name)
  }
  return { ...document, components: { ...components, schemas } } as Described // some of the same shapes
}
