import { join } from 'node:path'
import { copyMigrations } from '../../../src-main/db/copy/migrations.ts'
import { removeCopy } from '../../../src-main/db/copy/open.ts'
import { createCopyStore } from '../../../src-main/db/copy/store.ts'
import type { CopyPlace, CopyTrouble } from '../../../src-main/db/copy/trouble.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { type Copy, createCopy } from '../../../src-main/lists/copies.ts'
import { createCopiedRows } from '../../../src-main/lists/engine/copied-rows.ts'
import type { ListsHost } from '../../../src-main/lists/host.ts'
import { openCopy } from '../../../src-main/lists/kept-copies.ts'
import { createLists } from '../../../src-main/lists/lists.ts'
import { createSync } from '../../../src-main/lists/sync.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import type { Sync } from '../../../src-shared/ipc/shapes.ts'
import type { ModelServer } from './model-server.ts'

/** Mistakes that are made on purpose, to see that the checks find them. */
export type Defect = 'none' | 'tokenFirst' | 'noDeltaPass' | 'plainFile' | 'wrongRow'

export const placeIn = (folder: string): CopyPlace => ({
  file: join(folder, 'copy.db'),
  key: 'a5'.repeat(32),
  owner: 'model',
  scope: 'all',
})

/** A copy as a program without encryption would keep it. */
function openPlain(place: CopyPlace): Copy {
  const database = openDatabase({ file: place.file, key: null, synchronous: 'normal', migrations: copyMigrations })
  const store = createCopyStore(database)
  const rows = createCopiedRows(store, place)
  const renew = () => {
    store.close()
    removeCopy(place.file)
    return openPlain(place)
  }
  return createCopy({ rows, seen: store.seen, isKept: true, trouble: null, renew })
}

/** Lists, copy and pull of one account, as main and its worker have them, in one thread and without Electron. */
export function createHost(folder: string, model: ModelServer, defect: Defect = 'none') {
  const troubles: CopyTrouble[] = []
  let state: Sync | null = null
  let opened: Copy | null = null
  const lists = createLists({
    onChanged: () => undefined,
    onTrouble: (_, trouble) => troubles.push(trouble),
    now: () => new Date(),
    openCopy: (place) => (opened = place !== null && defect === 'plainFile' ? openPlain(place) : openCopy(place)),
    removeCopy,
    isNeedless: () => false,
  })
  const host = new Proxy(lists, {
    get: (target, name: keyof typeof lists) => {
      const method = target[name] as (...input: unknown[]) => unknown // what is passed on is what it is called with
      return async (...input: unknown[]) => {
        await Promise.resolve()
        return method(...input)
      }
    },
  }) as unknown as ListsHost // the same methods, in promises

  const { server } = model
  const sync = createSync({
    connection: 'c',
    lists: host,
    place: placeIn(folder),
    now: () => new Date(),
    onChanged: (next) => (state = next),
    server: {
      ...server,
      ...(defect === 'noDeltaPass' && { delta: noChanges }),
      ...(defect === 'tokenFirst' && {
        pull: (signal) => {
          keepToken()
          return server.pull(signal)
        },
        delta: (token, signal) => {
          keepToken()
          return server.delta(token, signal)
        },
      }),
    },
  })

  /** Says that all is known, and brings nothing. */
  async function* noChanges(): ReturnType<typeof server.delta> {
    await Promise.resolve()
    yield { users: [], gone: [], skipped: 0 }
    return { delta: String(model.version()) }
  }

  /** Keeps the token before the rows that it stands for. */
  function keepToken(): void {
    const mark = { token: String(model.version()), at: new Date().toISOString(), isComplete: true }
    lists.finish('c', [], mark, true)
  }

  return {
    sync,
    troubles,
    state: () => state,
    /** The token that is kept with the rows. */
    token(): number | null {
      const token = opened?.rows.mark()?.token ?? null
      return token === null ? null : Number(token)
    },
    /** All work for later, such as saving the index. */
    tidy() {
      while (lists.tidy());
    },
    /** All rows, as the page reads them. */
    shown(): Pick<User, 'id' | 'email'>[] {
      const { list, revision, total } = lists.open('c', everyUser)
      const rows: Pick<User, 'id' | 'email'>[] = []
      for (let first = 0; first < total; first += 200) {
        const window = lists.window(list, revision, first, 200)
        if (window.stale) return []
        for (const [at, id] of window.columns.id.entries()) rows.push({ id, email: window.columns.email[at] ?? '' })
      }
      return defect === 'wrongRow' ? rows.slice(1) : rows
    },
    close: () => {
      lists.drop('c')
    },
  }
}

/** What differs between the rows that are shown and those that should be; empty when nothing does. */
export function differences(shown: readonly Pick<User, 'id' | 'email'>[], wanted: ReadonlyMap<string, User>): string[] {
  const found: string[] = []
  const seen = new Set<string>()
  for (const { id, email } of shown) {
    if (seen.has(id)) found.push(`${id} is doubled`)
    seen.add(id)
    if (wanted.get(id)?.email !== email) found.push(`${id} is ${email}, not ${wanted.get(id)?.email ?? 'gone'}`)
  }
  for (const id of wanted.keys()) if (!seen.has(id)) found.push(`${id} is omitted`)
  return found
}

/** Rows that are older than they were at the token, or are not there; each address tells its version. */
export function olderThan(
  shown: readonly { id: string; email: string }[],
  model: ModelServer,
  token: number,
): string[] {
  const byId = new Map(shown.map(({ id, email }) => [id, email]))
  const touched = model.touched(token, model.version())
  const versionOf = (email: string) => Number(/-v(\d+)@/.exec(email)?.[1])
  return [...model.at(token)].flatMap(([id, { email }]) => {
    const here = byId.get(id)
    if (here === undefined) return touched.has(id) ? [] : [`${id} is not there`] // it may have gone since
    return versionOf(here) < versionOf(email) ? [`${id} is ${here}, older than ${email}`] : []
  })
}
