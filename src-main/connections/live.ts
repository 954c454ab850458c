import { Failed, type Result } from '../../src-shared/failure.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import { pauseAfter } from './backoff.ts'
import { poll } from './poll.ts'

interface LiveDeps {
  server: Pick<DirectoryServer, 'events' | 'description'>
  /** Reads what has changed; failures of the server are told to the person elsewhere. */
  freshen(): Promise<Result<unknown>>
  /** A read is under way that may have begun before a hint. */
  isReading(): boolean
  onPlaces(): void
  onState(live: Connection['live']): void
  /** Resolves while somebody can see what is read; rejects when the signal aborts. */
  whenSeen(signal: AbortSignal): Promise<void>
  /** Rejects when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  random(): number
  /** Milliseconds. */
  now(): number
  onDefect(error: unknown): void
}

/** Changes by others, as they happen; until it is stopped, or the session is over. */
export interface Live {
  stop(): void
}

/** Milliseconds in which hints are gathered: one change of many users gives many. */
const gather = 200

/** Keeps a copy fresh by the hints of its server, or by asking now and then where there are none. */
export function startLive(deps: LiveDeps): Live {
  const { server, wait, random } = deps
  const { capabilities } = server.description
  const stopping = new AbortController()
  const { signal } = stopping
  let isWanted = false
  let isFreshening = false

  async function freshen(): Promise<void> {
    isWanted = true
    if (isFreshening) return
    isFreshening = true
    try {
      while (isWanted) {
        await wait(gather, signal)
        // a read that is under way may have passed what was hinted at
        isWanted = deps.isReading()
        await deps.freshen()
      }
    } finally {
      isFreshening = false
    }
  }

  async function listen(): Promise<'unsupported' | 'ended'> {
    let since: string | null = null
    for (let failures = 0; ; failures++) {
      try {
        for await (const hint of server.events(since, signal)) {
          failures = 0
          since = hint.id ?? since
          deps.onState('events')
          if (hint.kind === 'places') deps.onPlaces()
          else inBackground(freshen)
        }
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        const { kind } = error.failure
        if (kind === 'unauthorized') return 'ended'
        if (kind === 'unsupported' || kind === 'notFound' || kind === 'forbidden') return 'unsupported'
      }
      deps.onState('waiting')
      // a stream that ends tells nothing of the server; a question does, and brings what was missed
      if (failures === 0) await deps.freshen()
      await wait(pauseAfter(failures, random), signal)
    }
  }

  /** Places are read again with the users: nothing tells which of both has changed. */
  async function freshenAll(): Promise<Result<unknown>> {
    const answer = await deps.freshen()
    if (answer.ok) deps.onPlaces()
    return answer
  }

  function inBackground(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      if (!signal.aborted) deps.onDefect(error)
    })
  }

  inBackground(async () => {
    if (capabilities.events !== 'yes' || (await listen()) === 'unsupported')
      await poll({ ...deps, freshen: freshenAll, isCheap: capabilities.delta === 'yes', signal })
    deps.onState('off')
  })

  return {
    stop() {
      stopping.abort()
      deps.onState('off')
    },
  }
}
