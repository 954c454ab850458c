import { isEmpty, rebase } from '../../src-shared/domain/change.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { Outcome } from '../../src-shared/ipc/shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Item } from './job-store.ts'

/** Servers remember keys for 24 hours; later than this an item is looked up, never sent again. */
export const keyLifetime = 20 * 3600 * 1000

/** False for failures of which it is certain that the server did nothing. */
export function mayHaveArrived(failure: Failure): boolean {
  if (failure.kind === 'offline') return failure.reason === 'timeout' || failure.reason === 'interrupted'
  return failure.kind === 'remote' && failure.status !== 0 ? failure.status >= 500 || failure.status === 200 : false
}

/** An item whose key the server may have forgotten: what is there now decides, and nothing is sent. */
export async function lookUp(server: Pick<DirectoryServer, 'read'>, item: Item): Promise<Outcome> {
  if (!('id' in item.change.target)) return unknownSince(item)
  const isDeletion = item.change.action === 'delete'
  try {
    const theirs = await server.read(item.change.target.id)
    if (isDeletion && theirs.deletedAt !== null) return { state: 'applied', user: null }
    const { change } = rebase(item.change, theirs)
    return isEmpty(change) ? { state: 'applied', user: theirs } : unknownSince(item)
  } catch (error) {
    if (!(error instanceof Failed) || error.failure.kind !== 'notFound') throw error
    return isDeletion ? { state: 'applied', user: null } : { state: 'refused', failure: error.failure }
  }
}

const unknownSince = (item: Item): Outcome => ({
  state: 'unknown',
  failure: { kind: 'offline', reason: 'interrupted', detail: item.sentAt ?? '' },
})
