import type { Result } from '../../src-shared/failure.ts'
import { pauseAfter } from './backoff.ts'

interface PollDeps {
  /** False where each question reads all users. */
  isCheap: boolean
  /** Reads what has changed. */
  freshen(): Promise<Result<unknown>>
  onState(state: 'polling' | 'waiting'): void
  /** Resolves while somebody can see what is read. */
  whenSeen(signal: AbortSignal): Promise<void>
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  random(): number
  /** Milliseconds. */
  now(): number
  signal: AbortSignal
}

/**
 * Milliseconds between two questions. Where each reads all users, it is `rest` times as long as the last one took, so that
 * a server spends a twentieth of its time on us at most, within bounds.
 */
export const pollingPauses = { cheap: 60_000, least: 60_000, most: 900_000, rest: 20 } as const

/** Failures after which a pause stands that a server in trouble can bear. */
const failuresAtFirst = 3

/**
 * Asks a server that pushes nothing what has changed, now and then; ends when the session is over. While nobody looks it
 * rests, and asks at once when somebody does again.
 */
export async function poll(deps: PollDeps): Promise<void> {
  const { isCheap, wait, whenSeen, random, now, signal } = deps
  let pause: number = isCheap ? pollingPauses.cheap : pollingPauses.least
  let failures = 0
  deps.onState('polling')
  for (;;) {
    await wait(pause * (0.9 + 0.2 * random()), signal)
    await whenSeen(signal)
    const began = now()
    const answer = await deps.freshen()
    if (answer.ok) {
      failures = 0
      pause = isCheap ? pollingPauses.cheap : pauseFor(now() - began)
      deps.onState('polling')
    } else if (answer.failure.kind === 'unauthorized') return
    else {
      pause = pauseAfter(failuresAtFirst + failures++, () => 0.5)
      deps.onState('waiting')
    }
  }
}

const pauseFor = (cost: number): number =>
  Math.min(pollingPauses.most, Math.max(pollingPauses.least, cost * pollingPauses.rest))
