import type { DirectoryServer } from '../providers/provider.ts'
import type { ListsHost } from './host.ts'

interface DeletedDeps {
  connection: string
  server: Pick<DirectoryServer, 'pullDeleted'>
  lists: Pick<ListsHost, 'setDeleted'>
  now(): Date
}

/** The deleted users of one server: read when somebody looks at them, since few ever do. */
export interface DeletedUsers {
  /** Reads them, unless that was done within the last minute. */
  read(): Promise<void>
  /** Reads them again where they were read before: one was deleted or restored. */
  freshen(): Promise<void>
  stop(): void
}

/** Milliseconds for which what was read is taken for right, so that no keystroke of a search reads again. */
const keptFor = 60_000

export function createDeletedUsers({ connection, server, lists, now }: DeletedDeps): DeletedUsers {
  const stopping = new AbortController()
  let readAt: number | null = null
  let running: Promise<void> | null = null

  async function pull(): Promise<void> {
    const startedAt = now().getTime()
    const users = await server.pullDeleted(stopping.signal)
    if (stopping.signal.aborted) return
    await lists.setDeleted(connection, users)
    readAt = startedAt
  }
  const once = () => (running ??= pull().finally(() => (running = null)))

  return {
    async read() {
      if (readAt === null || now().getTime() - readAt > keptFor) await once()
    },
    async freshen() {
      if (readAt === null && running === null) return
      // what a running read brings may be from before
      if (running !== null) await running
      await once()
    },
    stop() {
      stopping.abort()
    },
  }
}
