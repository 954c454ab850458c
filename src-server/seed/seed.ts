import { type Context, isFresh } from '../store/context.ts'
import { formatId, parseId, take, takeIds } from '../store/ids.ts'
import { createOrderIndexes, dropOrderIndexes } from '../store/order-indexes.ts'
import { hashPassword } from '../store/passwords.ts'
import type { Trx } from '../store/schema.ts'
import { toRow } from '../store/users/derived.ts'
import { namedAccounts } from './accounts.ts'
import { seedPlaces } from './places.ts'
import { createUsers, type SeedUser } from './users.ts'
import { transact } from '../store/transaction.ts'

/** Users made, put in the order of their ids and written at a time: in that order the search index grows fastest. */
const chunkSize = 10_000
const rowsPerInsert = 100

export interface SeedOptions {
  users: number
  seed: number
  /** Gives the named accounts their passwords; nobody else has one. */
  passwordOf: (userName: string) => string
}

/** Fills a fresh database with demo data, all of which follows from the seed. */
export async function seedDemo(context: Context, { users, seed, passwordOf }: SeedOptions): Promise<void> {
  const hashes = new Map<string, string>()
  for (const { userName } of namedAccounts) hashes.set(userName, await hashPassword(passwordOf(userName)))
  await transact(context, async (trx) => {
    if (!(await isFresh(trx))) return // another process was first
    const organizations = await seedPlaces(trx, context)
    await dropOrderIndexes(trx)
    await context.engine.fill(trx, async () => {
      let chunk: SeedUser[] = []
      for (const user of createUsers(organizations, seed, users, context.now())) {
        chunk.push(user)
        if (chunk.length < chunkSize) continue
        await write(trx, context, chunk, hashes)
        chunk = []
      }
      await write(trx, context, chunk, hashes)
    })
    await createOrderIndexes(trx)
  })
  await context.engine.analyze(context.db)
}

async function write(
  trx: Trx,
  context: Context,
  users: readonly SeedUser[],
  hashes: ReadonlyMap<string, string>,
): Promise<void> {
  const ids = await takeIds(trx, context.idKey, users.length)
  const feedSeq = await take(trx, 'feed', users.length)
  const numbered = users.map((user, at) => ({ user, id: ids[at] ?? 0, feedSeq: feedSeq + at }))
  numbered.sort((a, b) => a.id - b.id)
  const rows = numbered.map(({ user, id, feedSeq }) => ({
    ...toRow({ ...user, id: formatId(id) }),
    feedSeq,
    notices: 1 as const,
    passwordHash: hashes.get(user.userName) ?? null,
  }))
  for (const part of parts(rows)) await trx.insertInto('users').values(part).execute()
  const memberships = numbered.flatMap(({ user, id }) =>
    user.projects.map((project) => ({ userId: id, projectId: parseId(project.id) ?? 0 })),
  )
  for (const part of parts(memberships)) await trx.insertInto('memberships').values(part).execute()
}

function* parts<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) yield rows.slice(at, at + rowsPerInsert)
}
