/**
 * `node tools/bench/server.ts [users] [postgres]`: the reference server at 100,000 users, over real HTTP, on SQLite beside
 * what a plain backend would do with the same file in the same run; or on PostgreSQL, by one process and by two. Times are
 * in ms.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sortColumns } from '../../src-shared/domain/query-words.ts'
import { startPostgres } from '../postgres.ts'
import { openNaive, type NaiveStore } from './server-naive.ts'
import { ask, open, send, start, type Started, stop, summarize, timed, type Times } from './server-process.ts'
import { measureProcesses } from './server-processes.ts'
import { printHead, printLine } from './table.ts'

const users = Number(process.argv[2] ?? 100_000)
const isOnPostgres = process.argv[3] === 'postgres'
const rounds = 12
const terms = [
  'zofia',
  'novak',
  'zofia-novak',
  'alder',
  'harbour',
  'example',
  'clinic',
  'atlas',
  'حداد',
  'xyz',
  '@elbe',
  '-17',
]
interface Row {
  what: string
  ours: Times
  naive?: Times
}
const rows: Row[] = []
const told: string[] = []

function print(): void {
  printHead(
    `${users.toLocaleString('en')} users`,
    'p50 ms',
    'p95 ms',
    'plain p50 ms',
    'plain p95 ms',
    'better at p95 by',
  )
  for (const { what, ours, naive } of rows) {
    const beside = naive ? [naive.p50, naive.p95, `${(naive.p95 / ours.p95).toFixed(1)}x`] : ['', '', '']
    printLine(what, ours.p50, ours.p95, ...beside)
  }
  console.log()
  for (const line of told) console.log(`- ${line}`)
}

/** Pages by every key in both directions: the first, and one deep inside. */
async function measurePages(server: Started, naive: NaiveStore | null): Promise<void> {
  const places = await ask(server, '/organizations')
  const organization = (places.items as { id: string; userCount: number }[]).toSorted(
    (a, b) => b.userCount - a.userCount,
  )[0]
  const [naiveOrganization = 0] = naive?.organizations() ?? []
  for (const scope of [null, organization?.id ?? null]) {
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (const column of sortColumns) {
      for (const sort of [column, `-${column}`]) {
        const query = `limit=100&sort=${sort}${scope === null ? '' : `&organizationId=${scope}`}`
        let deep = await ask(server, `/users?${query.replace('limit=100', 'limit=1000')}`)
        for (let step = 0; step < 8 && deep.next; step++)
          deep = await ask(server, `/users?${query.replace('limit=100', 'limit=1000')}&cursor=${deep.next}`)
        for (let round = 0; round < rounds; round++) {
          ours.push(await timed(() => ask(server, `/users?${query}`)))
          if (deep.next) ours.push(await timed(() => ask(server, `/users?${query}&cursor=${deep.next ?? ''}`)))
        }
      }
    }
    for (const column of ['userName', 'email', 'displayName', 'createdAt'])
      for (const offset of [0, 9000])
        if (naive) theirs.push(await timed(() => naive.page(column, scope === null ? null : naiveOrganization, offset)))
    const what = `page of 100, any key, ${scope === null ? 'all organizations' : 'one organization'}`
    rows.push({ what, ours: summarize(ours), ...(naive && { naive: summarize(theirs) }) })
  }
}

async function measureSearch(server: Started, naive: NaiveStore | null): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (const term of terms)
    for (const sort of ['userName', '-email', 'organization', 'createdAt']) {
      const path = `/users?limit=100&sort=${sort}&q=${encodeURIComponent(term)}`
      for (let round = 0; round < rounds; round++) ours.push(await timed(() => ask(server, path)))
      if (naive) theirs.push(await timed(() => naive.search(term)))
    }
  const what = `search, ${terms.length} terms, 4 orders`
  rows.push({ what, ours: summarize(ours), ...(naive && { naive: summarize(theirs) }) })
}

async function measureStream(server: Started): Promise<void> {
  for (const encoding of ['identity', 'gzip']) {
    let lines = 0
    const ms = await timed(async () => {
      const accept = { accept: 'application/x-ndjson', 'accept-encoding': encoding }
      const stream = await open(server, '/users', accept)
      for await (const chunk of stream) if (encoding === 'identity') lines += countLines(chunk as Buffer)
    })
    const rate = Math.round((users / ms) * 1000)
    told.push(`stream, ${encoding}: ${rate.toLocaleString('en')} users/s${lines > 0 ? `, ${lines} lines` : ''}`)
  }
  const ms = await timed(async () => {
    for (let next: string | null = ''; next !== null;)
      next = (await ask(server, `/users?limit=100${next && `&cursor=${next}`}`)).next
  })
  told.push(`the same by pages of 100: ${Math.round((users / ms) * 1000).toLocaleString('en')} users/s`)
}

function countLines(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++
  return lines
}

/** A page while nobody else asks, and while somebody has opened the stream and reads a little now and then. */
async function measureDawdler(server: Started): Promise<void> {
  const pages = async () => {
    const times: number[] = []
    for (let round = 0; round < 100; round++) times.push(await timed(() => ask(server, '/users?limit=100&sort=email')))
    return summarize(times)
  }
  rows.push({ what: 'page of 100, nobody else asks', ours: await pages() })
  const stream = await open(server, '/users', { accept: 'application/x-ndjson', 'accept-encoding': 'identity' })
  const dawdle = setInterval(() => void stream.read(64 * 1024), 20)
  rows.push({ what: 'page of 100, while one reads slowly', ours: await pages() })
  clearInterval(dawdle)
  stream.destroy()
}

/** Changes of 1,000 users in one request and one by one. */
async function measureBulk(server: Started): Promise<void> {
  const filter = encodeURIComponent('role eq "user" and protection eq null')
  const listed = await ask(server, `/users?limit=1000&sort=id&filter=${filter}`)
  const targets = listed.items as { id: string; etag: string }[]
  const items = targets.map(({ id, etag }) => ({
    op: 'update',
    id,
    ifMatch: etag,
    body: { displayName: `Bulk ${id}` },
  }))
  let results: { etag: string; status: number }[] = []
  const bulk = await timed(async () => {
    results = ((await send(server, 'POST', '/users/bulk', { items })) as { results: typeof results }).results
  })
  if (results.some(({ status }) => status !== 200)) throw new Error('not all were changed')
  const single = await timed(async () => {
    for (const [at, { id }] of targets.entries())
      await send(server, 'PATCH', `/users/${id}`, { displayName: `Single ${id}` }, results[at]?.etag)
  })
  const rate = (ms: number) => Math.round((targets.length / ms) * 1000)
  told.push(`changes: ${rate(bulk)}/s in bulk, ${rate(single)}/s one by one (${(single / bulk).toFixed(1)}x)`)
}

async function measureAll(database: string, openBeside: () => NaiveStore | null): Promise<void> {
  const server = await start(database, users)
  told.push(`seeding ${users} users, with start: ${(server.startMs / 1000).toFixed(1)} s`)
  const naive = openBeside()
  try {
    await measurePages(server, naive)
    await measureSearch(server, naive)
    await measureStream(server)
    await measureDawdler(server)
    await measureBulk(server)
  } finally {
    naive?.close()
    await stop(server)
  }
}

if (isOnPostgres) {
  const postgres = await startPostgres()
  if (typeof postgres === 'string') throw new Error(postgres)
  try {
    postgres.run('create database bench')
    await measureAll(postgres.urlOf('bench'), () => null)
    told.push(...(await measureProcesses(postgres.urlOf('bench'), users)))
  } finally {
    await postgres.stop()
  }
} else {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const file = join(folder, 'bench.db')
  try {
    await measureAll(file, () => openNaive(file))
  } finally {
    await rm(folder, { recursive: true })
  }
}
print()
