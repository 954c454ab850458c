import { type Account, isInScope, openSessions, type Scope, scopeOf } from './accounts.ts'
import type { Context } from './context.ts'
import { feedEnd, readPosition, sealPosition } from './feed.ts'
import { formatId } from './ids.ts'
import { refuse } from './refusal.ts'
import { createTurns } from './turns.ts'

interface MovedEvent {
  type: 'users' | 'projects'
  seq: number
  ids: string[]
  token?: string
}

/** What happened; `token` is a token of the change feed, and comes with the last event of a moment. */
export type LiveEvent =
  | MovedEvent
  /** Too much has changed to be named, or it is not known any more: whoever hears it reads what it needs anew. */
  | { type: 'pull'; seq: number; token: string }
  | { type: 'session'; code: 'session_ended' }

/** Somebody who hears what happens to what the account sees. */
export interface Listener {
  account: Account
  tell: (event: LiveEvent) => void
  /** After its last event: the session has ended, or the server stops. */
  end: () => void
}

export interface Live {
  /** From now on, or from a token of the change feed on; refuses who sees no users, and too many. */
  listen(listener: Listener, token: string | null): Promise<void>
  forget(listener: Listener): void
  stop(): void
}

/** Changes that come close together are told together. */
const gatherMs = 50
/** How often it looks unasked, in case another process has written and nobody said so. */
const lookEveryMs = 2000
/** More changes than this are not named one by one; and so many stand in one event. */
const mostNamed = 5000
const idsPerEvent = 500
/** So many of one session, and of all together, may listen at a time; seconds until it is worth asking again. */
const mostOfSession = 4
const mostOfAll = 2000
const retryAfter = 5

interface Moved {
  id: number
  organizationId: number
  feedSeq: number
}

/** Follows the change feed for all listeners of this process, with the same few queries for any number of them. */
export function createLive(context: Context, onError: (error: unknown) => void): Live {
  const listeners = new Map<Listener, Scope>()
  const inTurn = createTurns() // so that nobody misses what is told while it comes in
  let position = 0
  let gathering: NodeJS.Timeout | null = null
  let looking: NodeJS.Timeout | null = null

  function wake(): void {
    if (listeners.size === 0) return
    gathering ??= setTimeout(() => {
      gathering = null
      inTurn(look).catch(onError)
    }, gatherMs)
  }

  async function look(): Promise<void> {
    const present = await feedEnd(context.db) // before the rows: what comes in between is told twice rather than never
    if (present > position) {
      const [users, projects] = [await moved('users', position, present), await moved('projects', position, present)]
      for (const [listener, scope] of listeners) tellMoved(listener, scope, users, projects, present)
      position = present
    }
    const open = await openSessions(
      context,
      [...listeners.keys()].map(({ account }) => account.sessionRowId),
    )
    for (const listener of listeners.keys()) {
      if (open.has(listener.account.sessionRowId)) continue
      listener.tell({ type: 'session', code: 'session_ended' })
      forget(listener)
      listener.end()
    }
  }

  const moved = (table: 'users' | 'projects', after: number, end: number): Promise<Moved[]> =>
    context.db
      .selectFrom(table)
      .select(['id', 'organizationId', 'feedSeq'])
      .where('feedSeq', '>', after)
      .where('feedSeq', '<=', end)
      .orderBy('feedSeq')
      .limit(mostNamed + 1)
      .execute()

  function tellMoved(listener: Listener, scope: Scope, users: Moved[], projects: Moved[], seq: number): void {
    const token = () => sealPosition(context, listener.account, seq)
    const seen = (rows: Moved[]) => rows.filter(({ organizationId }) => isInScope(scope, organizationId))
    if (users.length > mostNamed || projects.length > mostNamed) {
      listener.tell({ type: 'pull', seq, token: token() })
      return
    }
    const events = [...inParts('users', seq, seen(users)), ...inParts('projects', seq, seen(projects))]
    for (const [at, event] of events.entries())
      listener.tell(at === events.length - 1 ? { ...event, token: token() } : event)
  }

  function forget(listener: Listener): void {
    listeners.delete(listener)
    if (listeners.size === 0) rest()
  }

  function rest(): void {
    if (looking) clearInterval(looking)
    if (gathering) clearTimeout(gathering)
    looking = gathering = null
  }

  async function start(listener: Listener, token: string | null): Promise<void> {
    const { account } = listener
    const own = [...listeners.keys()].filter((other) => other.account.sessionRowId === account.sessionRowId)
    if (own.length >= mostOfSession) refuse('limited', 'too_many_streams', { retryAfter })
    if (listeners.size >= mostOfAll) refuse('unavailable', 'too_many_streams', { retryAfter })
    const scope = await scopeOf(context.db, account)
    if (listeners.size > 0) await look()
    else position = await feedEnd(context.db)
    const from = token === null ? position : await readPosition(context, account, token)
    const isBehind = from !== null && from < position
    const users = isBehind ? await moved('users', from, position) : []
    const projects = isBehind ? await moved('projects', from, position) : []
    listeners.set(listener, scope)
    looking ??= setInterval(wake, lookEveryMs).unref()
    if (from === null) listener.tell({ type: 'pull', seq: position, token: sealPosition(context, account, position) })
    else tellMoved(listener, scope, users, projects, position)
  }

  context.signals.on('written', wake)
  return {
    listen: (listener, token) => inTurn(() => start(listener, token)),
    forget,
    stop: () => {
      context.signals.off('written', wake)
      for (const listener of [...listeners.keys()]) {
        forget(listener)
        listener.end()
      }
    },
  }
}

function* inParts(type: 'users' | 'projects', seq: number, rows: readonly Moved[]): Generator<MovedEvent> {
  for (let at = 0; at < rows.length; at += idsPerEvent)
    yield { type, seq, ids: rows.slice(at, at + idsPerEvent).map(({ id }) => formatId(id)) }
}
