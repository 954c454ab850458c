/**
 * `node tools/bench/lists.ts [sizes]`: the lists' worker at 1,000, 100,000 and 1,000,000 users, beside what a naive list and
 * plain SQL would do with the same rows. Prints Markdown; times in ms. Each size runs in a process of its own.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeCopy } from '../../src-main/db/copy/open.ts'
import type { CopyPlace } from '../../src-main/db/copy/trouble.ts'
import { openDatabase } from '../../src-main/db/open.ts'
import { copyMigrations } from '../../src-main/db/copy/migrations.ts'
import { openCopy } from '../../src-main/lists/kept-copies.ts'
import { createLists } from '../../src-main/lists/lists.ts'
import { createNaiveRows } from '../../src-main/lists/naive-list.ts'
import type { Filter } from '../../src-shared/domain/filter-schema.ts'
import { everyUser, type UserQuery } from '../../src-shared/domain/query.ts'
import { sortColumns } from '../../src-shared/domain/query-words.ts'
import { madeUpUser, organizations } from '../page/made-up-users.ts'

const [argument = '1000,100000,1000000', mode, given = ''] = process.argv.slice(2)
const now = new Date()
const mark = { token: 't', at: now.toISOString(), isComplete: true }

/** What each sort is asked with. */
const filters: Filter[] = [
  { is: { field: 'role', values: ['manager', 'partner'] }, isNot: false },
  { is: { field: 'disabled' }, isNot: true },
]
const words = ['elena', 'zz', 'no-9', 'harbor', 'beacon', 'ö']
const queries: UserQuery[] = sortColumns.flatMap((column, at) =>
  [false, true].flatMap((descending) =>
    [0, 1, 2, 3].map((which): UserQuery => ({
      ...everyUser,
      sort: [{ column, descending }],
      filters: which & 1 ? filters : [],
      search: which & 2 ? (words[(at + which) % words.length] ?? '') : '',
      organizationId: at % 5 === 4 ? (organizations[at % organizations.length]?.id ?? null) : null,
    })),
  ),
)
const severalColumns: UserQuery[] = sortColumns.map((column, at) => ({
  ...everyUser,
  sort: [
    { column: sortColumns[(at * 5 + 3) % sortColumns.length] ?? 'role', descending: at % 2 === 0 },
    { column, descending: at % 3 === 0 },
  ],
}))

/** Milliseconds on the clock, and of them those that this thread was given: on a busy machine they differ widely. */
interface Time {
  wall: number
  cpu: number
}

function timed(work: () => unknown): Time {
  const [started, used] = [performance.now(), process.threadCpuUsage()]
  work()
  const { user, system } = process.threadCpuUsage(used)
  return { wall: performance.now() - started, cpu: (user + system) / 1000 }
}

function part(times: Time[], of: keyof Time, share: number): number {
  const sorted = times.map((time) => time[of]).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const sum = (times: Time[], of: keyof Time): number => times.reduce((all, time) => all + time[of], 0)

const rss = (): number => {
  globalThis.gc?.()
  return process.memoryUsage.rss() / 1e6
}
const peak = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1000

type Cell = string | number
const rows: string[][] = []
function row(what: string, ...cells: Cell[]): void {
  rows.push([what, ...cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 10 ? 2 : 0) : cell))])
}
function spread(what: string, times: Time[], beside = ''): void {
  const wall = [0.5, 0.95, 1].map((share) => part(times, 'wall', share))
  row(what, ...wall, part(times, 'cpu', 0.5), part(times, 'cpu', 0.95), beside)
}
/** How many times quicker than another way; the clock of CPU time is too coarse for the smallest lists. */
const timesOf = (ratio: number, other: string): string =>
  Number.isFinite(ratio) && ratio >= 1 ? `${ratio.toFixed(0)}x ${other}` : 'too quick to compare'
const one = (what: string, time: Time) => row(what, time.wall, '', '', time.cpu)

const placeIn = (folder: string): CopyPlace => ({
  file: join(folder, 'copy.db'),
  key: '5a'.repeat(32),
  owner: 'o',
  scope: 's',
})

const start = () =>
  createLists({
    onChanged: () => undefined,
    onTrouble: (_, trouble) => {
      throw new Error(trouble)
    },
    now: () => now,
    openCopy,
    removeCopy,
    isNeedless: () => false,
  })
const settle = (lists: ReturnType<typeof start>): Time =>
  timed(() => {
    while (lists.tidy());
  })
const show = (lists: ReturnType<typeof start>, query: UserQuery) => {
  const opened = lists.open('c', query)
  lists.window(opened.list, opened.revision, 0, 60)
  return opened
}

function measureImport(size: number, folder: string): void {
  const place = placeIn(folder)
  const base = rss()
  const lists = start()
  lists.openCopy('c', place)
  lists.begin('c')
  const importing: Time[] = []
  for (let first = 0; first < size; first += 500) {
    const users = Array.from({ length: Math.min(500, size - first) }, (_, at) => madeUpUser(first + at))
    importing.push(timed(() => lists.add('c', users)))
  }
  importing.push(timed(() => lists.finish('c', null, mark, true)))
  row('import, s', sum(importing, 'wall') / 1000, '', '', sum(importing, 'cpu') / 1000)
  row('import, process growth at its peak, MB', peak() - base)
  one('idle work after it (orders, saved index, checkpoint)', settle(lists))
  row('copy, index on disk, MB', statSync(place.file).size / 1e6, statSync(`${place.file}.index`).size / 1e6)
  lists.drop('c')
}

/** As after a start, in a process of its own. */
function measureUse(size: number, folder: string): void {
  const place = placeIn(folder)
  const base = rss()
  const lists = start()
  const showFirst = () => {
    lists.openCopy('c', place)
    show(lists, everyUser)
  }
  one('start: first rows from the file', timed(showFirst))
  one('start: index loaded', timed(lists.tidy))
  row('loaded, process growth, MB', rss() - base)
  const cold = queries.filter(({ search, filters: some }) => search === '' && some.length === 0)
  spread(
    'first use of an order',
    cold.map((query) => timed(() => lists.close(show(lists, query).list))),
  )
  settle(lists)

  const ask = (query: UserQuery) => timed(() => lists.close(show(lists, query).list))
  for (const query of queries.slice(0, 20)) ask(query)
  const first = queries.map(ask)
  const naive = createNaiveRows()
  const naiveSize = Math.min(size, 100_000) // more would not fit into memory comfortably; it grows with the rows
  for (let at = 0; at < naiveSize; at += 1000)
    naive.change(
      Array.from({ length: Math.min(1000, naiveSize - at) }, (_, each) => madeUpUser(at + each)),
      [],
      mark,
    )
  const some = queries.filter((_, at) => at % 13 === 5)
  const naiveTimes = some.map((query) => timed(() => naive.select(query, now, () => false)?.window(0, 60)))
  const ratio = (sum(naiveTimes, 'cpu') / sum(some.map(ask), 'cpu')) * (size / naiveSize)
  spread('first window with exact count, any sort, filter, search', first, timesOf(ratio, 'naive'))
  spread(
    'the same, two columns, warm',
    severalColumns.slice(0, 2).flatMap((query) => [ask(query), ask(query), ask(query)].slice(1)),
  )
  spread('the same, two columns, first use', severalColumns.slice(2).map(ask))

  const typed = Array.from({ length: 7 }, (_, at) => 'elena-b'.slice(0, at + 1))
  const keys = Array.from({ length: 8 }, () => typed.map((search) => ask({ ...everyUser, search }))).flat()
  const database = openDatabase({ file: place.file, key: place.key, synchronous: 'normal', migrations: copyMigrations })
  const like = database.prepare<[string, string, string]>(
    `select *, count(*) over () from user where user_name like ? or display_name like ? or email like ? order by user_name limit 60`,
  )
  const likes = ['%e%', '%elena%', '%elena-b%'].map((text) => timed(() => like.all(text, text, text)))
  database.close()
  spread(
    'a keystroke (worker only)',
    keys,
    timesOf(((sum(likes, 'cpu') / likes.length) * keys.length) / sum(keys, 'cpu'), 'LIKE'),
  )

  const opened = show(lists, { ...everyUser, sort: [{ column: 'displayName', descending: true }] })
  const windows = Array.from({ length: 200 }, (_, at) =>
    timed(() => lists.window(opened.list, opened.revision, (at * 7919 * 131) % Math.max(1, size - 60), 60)),
  )
  spread('any other window', windows)

  const changes = Array.from({ length: 12 }, (_, round) => {
    const users = Array.from({ length: Math.min(1000, size) }, (_each, at) => {
      const index = (at * 613 + round * 101) % size
      return {
        ...madeUpUser(index),
        displayName: `Changed ${round} ${at}`,
        email: `c${index}@changed.example`,
        disabled: round % 2 === 0,
      }
    })
    return timed(() => lists.change('c', users, [], 'again'))
  })
  spread('1,000 changed rows, with an open list', changes)
  lists.drop('c')
}

function print(): void {
  for (const cells of rows) console.log(`| ${[...cells, '', '', '', '', '', ''].slice(0, 7).join(' | ')} |`)
}

function measure(size: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  console.log(`\n### ${Number(size).toLocaleString('en')} users (load ${loadavg()[0]?.toFixed(1) ?? ''})\n`)
  console.log(
    '| | p50 or value | p95 | max | CPU p50 | CPU p95 | beside |\n| --- | --- | --- | --- | --- | --- | --- |',
  )
  for (const each of ['import', 'use'])
    spawnSync(process.execPath, ['--expose-gc', import.meta.filename, size, each, folder], { stdio: 'inherit' })
  rmSync(folder, { recursive: true })
}

if (mode === 'import') measureImport(Number(argument), given)
else if (mode === 'use') measureUse(Number(argument), given)
else for (const size of argument.split(',')) measure(size)
print()
