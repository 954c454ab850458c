import { isEmpty, rebase } from '../../src-shared/domain/change.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { DirectoryServer, ManyResult } from '../providers/provider.ts'
import type { Ended } from './bulk-store.ts'
import type { Item } from './job-store.ts'
import type { Lane } from './lane.ts'
import { keyLifetime, lookUp, mayHaveArrived } from './settle.ts'

/** What became of the items of a chunk. */
export interface ChunkEnd {
  ended: Ended[]
  /** On top of what others saved meanwhile: to be sent under a new key. */
  rebased: { position: number; change: Change }[]
  /** Not known: to be sent again under the same key. */
  open: Item[]
  /** Places of open items that the server may have done. */
  inDoubt: number[]
  applied: { id: string; etag: string | null; user: User | null; change: Change }[]
  trouble: Failure | null
}

/** Places of items that were rebased before, and of those that the server may have done. */
export interface Known {
  rebased: ReadonlySet<number>
  inDoubt: ReadonlySet<number>
}

/** Sends a chunk once; items that are too old for their keys are looked up instead. */
export async function sendChunk(
  items: readonly Item[],
  lane: Lane,
  server: Pick<DirectoryServer, 'read'>,
  known: Known,
  now: Date,
): Promise<ChunkEnd> {
  const end: ChunkEnd = { ended: [], rebased: [], open: [], inDoubt: [], applied: [], trouble: null }
  const isOld = ({ sentAt }: Item) => sentAt !== null && now.getTime() - Date.parse(sentAt) > keyLifetime
  for (const item of items.filter(isOld)) {
    const outcome = await lookUp(server, item)
    end.ended.push({ position: item.position, outcome, id: null, etag: null })
  }
  const fresh = items.filter((item) => !isOld(item))
  if (fresh.length === 0) return end
  const { results, trouble } = await lane.send(
    fresh.map(({ position, change, key }) => ({ change, key: key ?? '', isInDoubt: known.inDoubt.has(position) })),
  )
  for (const [at, item] of fresh.entries()) {
    const result = results[at]
    if (result) sort(item, result, known.rebased.has(item.position), end)
    else end.open.push(item)
  }
  return { ...end, trouble }
}

function sort(item: Item, result: ManyResult, wasRebased: boolean, end: ChunkEnd): void {
  const { position, change } = item
  const id = 'id' in change.target ? change.target.id : null
  const finish = (outcome: Ended['outcome'], etag: string | null = null) =>
    end.ended.push({ position, outcome, id, etag })
  switch (result.state) {
    case 'open':
      end.open.push(item)
      if (mayHaveArrived(result.failure)) end.inDoubt.push(position)
      return
    case 'refused':
      finish(result)
      return
    case 'applied': {
      const at = result.id ?? id
      end.ended.push({ position, outcome: { state: 'applied', user: null }, id: at, etag: result.etag })
      if (at !== null) end.applied.push({ id: at, etag: result.etag, user: result.user, change })
      return
    }
    case 'outdated': {
      const { theirs } = result
      const { change: left, conflicts } = rebase(change, theirs)
      if (conflicts.length > 0 || wasRebased) {
        finish({ state: 'conflict', theirs, fields: conflicts, change: left })
      } else if (isEmpty(left)) finish({ state: 'noChange', user: null }, theirs.etag)
      else end.rebased.push({ position, change: left })
    }
  }
}
