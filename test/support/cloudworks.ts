import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Role } from '../../src-shared/domain/role.ts'
import { GetToken, UserTokenCreateDto, UserTokensListDto } from '../../src-shared/wire/cloudworks/auth.ts'
import {
  CommonDropdownIsBoundDtoForProject,
  CommonStringBasedDropdownDto,
  CommonStringDropdownIsBoundDto,
  CsvExporter,
  NotificationHistory,
  OrganizationDropdownDto,
  OrganizationsList,
  PartnerEntity,
  PartnersList,
  ProjectsList,
} from '../../src-shared/wire/cloudworks/places.ts'
import {
  ApiResponse,
  ProblemDetails,
  UserDetails,
  type UserForListDto,
  UsersList,
} from '../../src-shared/wire/cloudworks/users.ts'
import type { TestServer } from './server.ts'

/** What each call answers when it succeeds; those that are not here answer without a body. */
const answers: Record<string, z.ZodType> = {
  'POST /auth/login': GetToken,
  'POST /auth/refresh': GetToken,
  'GET /users': UsersList,
  'GET /users/userinfo': UserDetails,
  'GET /users/list': z.array(CommonStringDropdownIsBoundDto),
  'GET /users/export': CsvExporter,
  'POST /users/create': ApiResponse,
  'GET /userprojects/users/list/{projectId}': z.array(CommonStringBasedDropdownDto),
  'GET /organizations': OrganizationsList,
  'GET /organizations/list': z.array(OrganizationDropdownDto),
  'GET /partner': PartnersList,
  'GET /partner/list': z.array(PartnerEntity),
  'GET /projects': ProjectsList,
  'GET /projects/list': z.array(CommonDropdownIsBoundDtoForProject),
  'GET /notifications/list': NotificationHistory,
  'GET /notifications/download': CsvExporter,
  'POST /usertoken/create': UserTokenCreateDto,
  'GET /usertoken/list': z.array(UserTokensListDto),
}

/** The vendor's own description of its API, where it is at hand: `CLOUDWORKS_OPENAPI` names the file. */
const openApiFile = process.env.CLOUDWORKS_OPENAPI
if (openApiFile === undefined) console.log('CLOUDWORKS_OPENAPI names no file: answers are held to our own schemas only')
const openApi = openApiFile === undefined ? null : readOpenApi(openApiFile)

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>
  components: { schemas: Record<string, object> }
}

function readOpenApi(file: string): OpenApi {
  // the file's own references lead into its components; a schema alone has its definitions beside it
  const text = readFileSync(file, 'utf8').replaceAll('#/components/schemas/', '#/definitions/')
  return JSON.parse(text) as OpenApi // a description of an API
}

const described = new Map<string, z.ZodType | null>()

/** What the vendor says of an answer: null for one without a body, undefined where nothing is known. */
function describedAnswer(call: string, status: number): z.ZodType | null | undefined {
  if (!openApi) return undefined
  const key = `${call} ${status}`
  const known = described.get(key)
  if (known !== undefined) return known
  const [method = '', path = ''] = call.split(' ')
  const response = openApi.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.responses[String(status)]
  if (!response) throw new Error(`the vendor describes no ${key}`)
  const schema = Object.values(response.content ?? {})[0]?.schema
  const made = schema
    ? z.fromJSONSchema({ ...schema, definitions: openApi.components.schemas }, { defaultTarget: 'openapi-3.0' })
    : null
  described.set(key, made)
  return made
}

/** The path of a call as the vendor writes it: ids by their names. */
function templateOf(method: string, path: string): string {
  const plain = path.split('?')[0] ?? ''
  return `${method} ${plain
    .replace(/^\/userprojects\/users\/list\/[^/]+$/, '/userprojects/users/list/{projectId}')
    .replace(/^\/(users|projects)\/[^/]+\/(projects|users)$/, '/$1/{id}/$2')
    .replace(/^\/usertoken\/delete\/[^/]+$/, '/usertoken/delete/{id}')
    .replace(/^\/users\/[\da-f-]{36}$/, '/users/{id}')}`
}

function check(call: string, status: number, body: unknown): void {
  const isProblem = status >= 400
  const own = isProblem ? ProblemDetails : answers[call]
  if (own) expect(own.parse(body), call).toEqual(body)
  else expect(body, call).toBe('')
  // our statuses that the vendor does not describe: to slow down, and to come back later
  if (status === 429 || status === 503) return
  const theirs = describedAnswer(call, status)
  if (theirs) {
    const parsed = theirs.safeParse(body)
    if (!parsed.success) throw new Error(`${call} ${status}: ${z.prettifyError(parsed.error)}`)
  }
  if (theirs === null) expect(body, call).toBe('')
}

export interface CloudworksAnswer<Body> {
  status: number
  headers: Headers
  body: Body
}

export type CloudworksCall = <Body = ProblemDetails>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<CloudworksAnswer<Body>>

/** Calls the server as its CloudWorks clients do; every answer is held to the schemas. */
export function callCloudworks(server: TestServer, token?: string): CloudworksCall {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.cloudworks}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed: unknown = text === '' ? '' : JSON.parse(text)
    check(templateOf(method, path), response.status, parsed)
    return { status: response.status, headers: response.headers, body: parsed }
  }
  return call as CloudworksCall // what a test takes a body for is what it then looks at
}

/** Signed in as the named account of a role. */
export async function cloudworksAs(server: TestServer, role: Role): Promise<CloudworksCall> {
  const login = { email: server.emailOf(role), password: server.passwordOf(role) }
  const { body } = await callCloudworks(server)<GetToken>('POST', '/auth/login', login)
  return callCloudworks(server, body.token)
}

export interface UserPageDto {
  data: UserForListDto[]
  totalCount: number
}

/** The whole object of an update that changes nothing. */
export const updateOf = (user: UserForListDto) => ({
  id: user.id,
  username: user.username,
  displayName: user.displayName,
  email: user.email,
  role: user.role,
  forceToResetPassword: user.isForcedToResetPassword,
  disable: user.isLocked,
  isApprovedByPartner: user.isApprovedByPartner,
})

let made = 0
/** The body of a new user whose name and address nobody has. */
export function newCloudworksUser(more: object = {}) {
  const username = `cloud-${++made}-${Math.random().toString(36).slice(2, 8)}`
  return { username, displayName: 'Cloud Worker', email: `${username}@made.example`, role: 'User', ...more }
}

/** Creates a user and reads it. */
export async function createCloudworksUser(call: CloudworksCall, more: object = {}): Promise<UserForListDto> {
  const created = await call<{ id: string }>('POST', '/users/create', newCloudworksUser(more))
  if (created.status !== 200) throw new Error(JSON.stringify(created.body))
  return readCloudworksUser(call, created.body.id)
}

export async function readCloudworksUser(call: CloudworksCall, id: string): Promise<UserForListDto> {
  const { body } = await call<UserPageDto>('GET', `/users?Id=${id}`)
  const [user] = body.data
  if (!user) throw new Error(`nobody is ${id}`)
  return user
}
