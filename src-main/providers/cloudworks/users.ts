import { z } from 'zod'
import { caseless } from '../../../src-shared/domain/text.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { expectSuccess } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import type { CloudworksSession } from './session.ts'

type Session = Pick<CloudworksSession, 'send'>

const pageSize = 200
const Found = z.object({ data: z.array(z.unknown()), totalCount: z.int().min(0) })

/** One user as it is now: the list, asked for one id. */
export async function readUser(session: Session, id: string): Promise<User> {
  const answer = await session.send({ method: 'GET', path: '/api/v1/users', query: { Id: id, Limit: '1' } })
  const [row] = expectSuccess(answer, Found).data
  if (row === undefined) throw new Failed({ kind: 'notFound' })
  const parsed = ReceivedUser.safeParse(row)
  if (!parsed.success) {
    throw new Failed({ kind: 'remote', reason: 'notUnderstood', status: 200, requestId: null, detail: 'user' })
  }
  // a server that does not know the parameter answers with somebody
  if (parsed.data.id !== id) throw new Failed({ kind: 'notFound' })
  return toUser(parsed.data)
}

/** The user of exactly this name; null when there is none. A search finds parts of names, so its hits are looked through. */
export async function findByName(session: Session, userName: string): Promise<User | null> {
  for (let offset = 0; ;) {
    const query = { Search: userName, Limit: String(pageSize), Offset: String(offset) }
    const page = expectSuccess(await session.send({ method: 'GET', path: '/api/v1/users', query }), Found)
    for (const row of page.data) {
      const parsed = ReceivedUser.safeParse(row)
      if (parsed.success && caseless(parsed.data.username) === caseless(userName)) return toUser(parsed.data)
    }
    offset += page.data.length
    if (page.data.length === 0 || offset >= page.totalCount) return null
  }
}
