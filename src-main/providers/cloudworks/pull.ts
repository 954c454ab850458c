import { z } from 'zod'
import { Failed } from '../../../src-shared/failure.ts'
import type { PullEnd, UserBatch } from '../provider.ts'
import { expectSuccess } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import type { CloudworksSession } from './session.ts'

/** Rows that a page asks for. A server that gives fewer is followed at its own pace. */
const pageSize = 500
/** Rows that two neighbouring pages share, so that a row that moves by a few is not missed. */
const overlap = 5
/** Pages under way at once; the fourth slot of the session stays for whoever waits at the screen. */
const ahead = 3
/** Readings of the list until two agree. */
const mostPasses = 4
/** Milliseconds before a page is asked for again that could not be read, and the longest that a server may ask for. */
const pauses = [1000, 3000, 9000]
const longestPause = 60_000

const Page = z.object({ data: z.array(z.unknown()), totalCount: z.int().min(0) })
type Page = z.infer<typeof Page>

export interface PullDeps {
  session: Pick<CloudworksSession, 'send'>
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

/**
 * All users, read by offsets from a list that may move meanwhile: it is read again until two readings found the same users,
 * and as many as the server counts. Later readings hand on what has changed since. One page that holds all is one moment.
 */
export async function* pull(deps: PullDeps, signal: AbortSignal): AsyncGenerator<UserBatch, PullEnd> {
  /** Rows as they came last, by id. */
  const known = new Map<string, string>()
  let before: ReadonlySet<string> | null = null
  let told = 0
  for (let pass = 0; pass < mostPasses; pass++) {
    const seen = new Set<string>()
    let [skipped, total, pages] = [0, 0, 0]
    for await (const page of readPass(deps, signal)) {
      const batch = understand(page.data, seen, known)
      skipped += batch.skipped
      total = page.totalCount
      pages++
      yield { users: batch.users, skipped: 0, total }
    }
    if (skipped > told) yield { users: [], skipped: skipped - told, total }
    told = Math.max(told, skipped)
    if (seen.size >= total && (pages === 1 || areSame(seen, before))) {
      return { delta: null, isComplete: true, gone: [...known.keys()].filter((id) => !seen.has(id)) }
    }
    before = seen
  }
  return { delta: null, isComplete: false, gone: [] }
}

/** The rows of a page that are new, or differ from what is known; each row is looked at on its own. */
function understand(rows: readonly unknown[], seen: Set<string>, known: Map<string, string>) {
  const batch: Pick<UserBatch, 'users' | 'skipped'> = { users: [], skipped: 0 }
  for (const row of rows) {
    const text = JSON.stringify(row)
    const parsed = ReceivedUser.safeParse(row)
    const id = parsed.success ? parsed.data.id : text
    if (seen.has(id)) continue
    seen.add(id)
    if (!parsed.success) batch.skipped++
    else {
      if (known.get(id) === text) continue
      known.set(id, text)
      batch.users.push(toUser(parsed.data))
    }
  }
  return batch
}

const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string> | null): boolean =>
  b !== null && a.size === b.size && [...a].every((id) => b.has(id))

/** The list once, page by page in its order, some of them asked for ahead. */
async function* readPass(deps: PullDeps, signal: AbortSignal): AsyncGenerator<Page, void> {
  const first = await readPage(deps, 0, signal)
  yield first
  const size = first.data.length
  if (size === 0) return
  const step = Math.max(1, size - overlap)
  let total = first.totalCount
  const underWay: Promise<Page>[] = []
  for (let covered = size; covered < total || underWay.length > 0;) {
    while (covered < total && underWay.length < ahead) {
      const asked = readPage(deps, covered - (size - step), signal)
      asked.catch(() => undefined) // told when its turn comes; until then nobody waits for it
      underWay.push(asked)
      covered += step
    }
    const page = await underWay.shift()
    if (!page) return
    total = page.totalCount
    yield page
  }
}

/** One page, asked for again after a pause where the server or the network failed. */
async function readPage({ session, wait }: PullDeps, offset: number, signal: AbortSignal): Promise<Page> {
  const query = { Limit: String(pageSize), Offset: String(offset), SortBy: 'username', SortDirection: 'asc' }
  for (let tries = 0; ; tries++) {
    try {
      return expectSuccess(await session.send({ method: 'GET', path: '/api/v1/users', query, signal }), Page)
    } catch (error) {
      const pause = error instanceof Failed ? pauseAfter(error, tries) : null
      if (pause === null) throw error
      await wait(pause, signal)
    }
  }
}

function pauseAfter({ failure }: Failed, tries: number): number | null {
  const pause = pauses[tries] ?? null
  if (pause === null) return null
  if (failure.kind === 'rateLimited') {
    const asked = failure.retryAfter === null ? pause : failure.retryAfter * 1000
    return asked <= longestPause ? asked : null
  }
  const isPassing =
    (failure.kind === 'remote' && failure.status >= 500) ||
    (failure.kind === 'offline' && (failure.reason === 'interrupted' || failure.reason === 'timeout'))
  return isPassing ? pause : null
}
