import type { User } from '../../src-shared/domain/user.ts'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { Answer, Call } from './server.ts'

export interface PageBody {
  items: UserBody[]
  next: string | null
  total?: number
}

export const query = (parameters: Record<string, string | number | boolean>): string =>
  new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString()

/** A page of users; a refusal fails the test. */
export async function page(call: Call, parameters: Record<string, string | number | boolean> = {}): Promise<PageBody> {
  const answer = await call<PageBody>('GET', `/users?${query(parameters)}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** All users of a question, page by page. */
export async function allPages(
  call: Call,
  parameters: Record<string, string | number | boolean> = {},
): Promise<UserBody[]> {
  const found: UserBody[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const body: PageBody = await page(call, { ...parameters, ...(cursor && { cursor }) })
    found.push(...body.items)
    cursor = body.next
  }
  return found
}

/** The lines of a stream. */
export async function stream(
  call: Call,
  parameters: Record<string, string> = {},
): Promise<{ users: UserBody[]; delta: string }> {
  const answer: Answer<string> = await call('GET', `/users?${query(parameters)}`, {
    headers: { accept: 'application/x-ndjson' },
  })
  const lines = answer.body.trimEnd().split('\n')
  const end = JSON.parse(lines.pop() ?? '') as { end: true; delta: string }
  return { users: lines.map((line) => JSON.parse(line) as UserBody), delta: end.delta }
}

/** A user in the shape that the rules of the domain take. */
export const asListed = (body: UserBody): User => ({ ...body, roleLabel: null, twoFactor: null })

let made = 0
/** The body of a new user whose name and address nobody has. */
export function newUser<More extends object>(more?: More): { userName: string; email: string } & More {
  const userName = `made-${++made}-${Math.random().toString(36).slice(2, 8)}`
  return { userName, email: `${userName}@made.example`, ...(more ?? {}) } as { userName: string; email: string } & More
}

/** Creates a user; a refusal fails the test. */
export async function create(call: Call, more: object = {}): Promise<UserBody> {
  const answer = await call<UserBody>('POST', '/users', { body: newUser(more) })
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The code of a problem, and those of its fields by where they are. */
export function trouble(answer: Answer): { status: number; code: string; errors: Record<string, string> } {
  const problem = answer.body as { code: string; errors: { pointer: string; parameter?: string; code: string }[] }
  const errors = problem.errors.map(({ pointer, parameter, code }) => [parameter ?? pointer, code] as const)
  return { status: answer.status, code: problem.code, errors: Object.fromEntries(errors) }
}
