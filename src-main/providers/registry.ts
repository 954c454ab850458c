import { Failed } from '../../src-shared/failure.ts'
import type { DirectoryServer, ProviderKind, ServerDescription, Vault } from './provider.ts'

/** A server that answered, and the kind that understands it. */
export interface Found {
  address: string
  kind: ProviderKind
  description: ServerDescription
}

/** The kinds of servers that Muster speaks to, asked in their order. */
export function createRegistry(kinds: readonly ProviderKind[]) {
  return {
    /** Finds out what answers at an address; throws `Failed` when nothing does, or nothing that Muster knows. */
    async find(address: string, signal: AbortSignal): Promise<Found> {
      const seen: string[] = []
      for (const kind of kinds) {
        const answer = await kind.probe(address, signal)
        if (!('seen' in answer)) return { address, kind, description: answer }
        seen.push(answer.seen)
      }
      const detail = seen.join(', ')
      throw new Failed({ kind: 'remote', reason: 'notADirectory', status: 404, requestId: null, detail })
    },

    /** Opens a server of a kind that was found before. */
    open(kind: string, address: string, description: ServerDescription, vault: Vault): DirectoryServer {
      const known = kinds.find((one) => one.kind === kind)
      if (!known) throw new Failed({ kind: 'unsupported', code: 'unknown_kind' })
      return known.open(address, description, vault)
    },
  }
}
export type Registry = ReturnType<typeof createRegistry>
