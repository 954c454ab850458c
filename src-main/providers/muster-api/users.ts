import { z } from 'zod'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { Gone, StreamEnd, streamType } from '../../../src-shared/wire/muster-api/users.ts'
import { parseJson } from '../http-answer.ts'
import type { DeltaBatch, DeltaEnd, PullEnd, UserBatch } from '../provider.ts'
import { expectSuccess, toFailure } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import type { MusterSession } from './session.ts'

/** Rows that are handed on together: large enough to be cheap, small enough to appear at once. */
const batchSize = 500

/** Rows of a page, each on its own: one that cannot be understood costs no other. */
const ReceivedDelta = z.object({
  items: z.array(z.unknown()),
  next: z.string().optional(),
  delta: z.string().optional(),
})

const Line = z.union([ReceivedUser, StreamEnd])

/** The stream of all users; its last line holds the delta token that was taken before the first row. */
export async function* pull(session: MusterSession, signal: AbortSignal): AsyncGenerator<UserBatch, PullEnd> {
  const total = await countUsers(session, signal)
  return yield* stream(session, {}, total, signal)
}

/** The stream of the deleted users that can be restored. */
export async function pullDeleted(session: MusterSession, signal: AbortSignal): Promise<User[]> {
  const users: User[] = []
  for await (const batch of stream(session, { filter: 'deletedAt pr' }, null, signal)) users.push(...batch.users)
  return users
}

async function* stream(
  session: MusterSession,
  query: Record<string, string>,
  total: number | null,
  signal: AbortSignal,
): AsyncGenerator<UserBatch, PullEnd> {
  const answer = await session.stream({
    method: 'GET',
    path: '/v1/users',
    query,
    headers: { Accept: streamType },
    signal,
  })
  if (answer.status !== 200) throw new Failed(toFailure(answer))
  let batch: UserBatch = { users: [], skipped: 0, total }
  for await (const text of answer.lines()) {
    const line = Line.safeParse(parseJson(text))
    if (!line.success) batch.skipped++
    else if ('end' in line.data) {
      yield batch
      return { delta: line.data.delta, isComplete: true, gone: [] }
    } else batch.users.push(toUser(line.data))
    if (batch.users.length < batchSize) continue
    yield batch
    batch = { users: [], skipped: 0, total }
  }
  // without its last line the stream was cut, however well it looks
  throw new Failed({ kind: 'offline', reason: 'interrupted', detail: '' })
}

async function countUsers(session: MusterSession, signal: AbortSignal): Promise<number | null> {
  const answer = await session.send({
    method: 'GET',
    path: '/v1/users',
    query: { limit: '1', count: 'true', fields: 'id' },
    signal,
  })
  return expectSuccess(answer, z.object({ total: z.int().nullable().catch(null) })).total
}

/** What has changed since a token (api.md, GET /users/delta). */
export async function* delta(
  session: MusterSession,
  token: string,
  signal: AbortSignal,
): AsyncGenerator<DeltaBatch, DeltaEnd> {
  for (let at = token; ;) {
    const answer = await session.send({
      method: 'GET',
      path: '/v1/users/delta',
      query: { token: at, limit: '1000' },
      signal,
    })
    const page = expectSuccess(answer, ReceivedDelta)
    const batch: DeltaBatch = { users: [], gone: [], skipped: 0 }
    for (const item of page.items) {
      const row = ReceivedUser.safeParse(item)
      const gone = Gone.safeParse(item)
      if (gone.success) batch.gone.push(gone.data.id)
      else if (row.success && row.data.deletedAt !== null) batch.gone.push(row.data.id)
      else if (row.success) batch.users.push(toUser(row.data))
      else batch.skipped++
    }
    yield batch
    if (page.next === undefined) return { delta: page.delta ?? null }
    at = page.next
  }
}

export async function read(session: MusterSession, id: string): Promise<User> {
  const answer = await session.send({ method: 'GET', path: `/v1/users/${encodeURIComponent(id)}` })
  return toUser(expectSuccess(answer, ReceivedUser))
}

/** Ids per request: what fits into the filter of an address. */
const idsPerRead = 100

/** Users by id, deleted ones too; a row that cannot be understood is left out like one that is not there. */
export async function readMany(session: MusterSession, ids: readonly string[], signal: AbortSignal): Promise<User[]> {
  const users: User[] = []
  for (let first = 0; first < ids.length; first += idsPerRead) {
    const some = ids.slice(first, first + idsPerRead)
    const isOne = some.map((id) => `id eq ${JSON.stringify(id)}`).join(' or ')
    // a filter that does not speak of deletion leaves the deleted out
    const filter = `(${isOne}) and (deletedAt pr or not (deletedAt pr))`
    const query = { limit: String(idsPerRead), filter }
    const answer = await session.send({ method: 'GET', path: '/v1/users', query, signal })
    for (const item of expectSuccess(answer, z.object({ items: z.array(z.unknown()) })).items) {
      const row = ReceivedUser.safeParse(item)
      if (row.success) users.push(toUser(row.data))
    }
  }
  return users
}
