import { z } from 'zod'
import type { Change } from '../../../src-shared/domain/change.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { KeyedChange, ManyResult } from '../provider.ts'
import { expectSuccess, failureOfItem } from './problem.ts'
import { creationOf, patchOf, send, settling } from './send.ts'
import type { MusterSession } from './session.ts'

/** The answer as a client reads it: a problem that it does not know is no reason to fail. */
const ReceivedAnswer = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      status: z.int(),
      id: z.string().nullable(),
      etag: z.string().nullable(),
      problem: z.unknown().optional(),
    }),
  ),
})
type ItemResult = z.infer<typeof ReceivedAnswer>['results'][number]

/** One thing to do; a change is one or two of them, the fields before the action. */
type Step = { item: Record<string, unknown> } | { alone: Change; key: string }

const unanswered: Failure = { kind: 'offline', reason: 'interrupted', detail: 'no result' }

/**
 * Many changes as few requests: first all fields, then the actions of those whose fields were taken. Keys are those of
 * single requests, so that a change may be sent again either way.
 */
export async function sendMany(
  session: MusterSession,
  changes: readonly KeyedChange[],
  reason: string | null,
): Promise<ManyResult[]> {
  const steps = changes.map(stepsOf)
  const results: ManyResult[] = changes.map(() => ({ state: 'open', failure: unanswered }))
  for (const round of [0, 1]) {
    const asked = changes.flatMap((_, at) => {
      const step = round === 0 || results[at]?.state === 'applied' ? steps[at]?.[round] : undefined
      return step ? [{ at, step }] : []
    })
    const answers = await sendSteps(session, asked, reason).catch((error: unknown) => {
      // nothing is known of the second round, but the first was taken: the same keys ask for both again
      if (round === 0 || !(error instanceof Failed)) throw error
      return asked.map((): ManyResult => ({ state: 'open', failure: error.failure }))
    })
    for (const [place, { at }] of asked.entries())
      results[at] = answers[place] ?? { state: 'open', failure: unanswered }
  }
  return results
}

function stepsOf({ change, key }: KeyedChange): Step[] {
  if ('newKey' in change.target) return [{ item: { op: 'create', body: creationOf(change), key } }]
  const { id } = change.target
  const { action, baseVersion } = change
  const ifMatch = baseVersion === null ? {} : { ifMatch: baseVersion }
  const patch = patchOf(change)
  const steps: Step[] = []
  if (patch !== null) steps.push({ item: { op: 'update', id, ...ifMatch, body: patch, key: `${key}.set` } })
  if (action === 'signOut') {
    const { target, base } = change
    steps.push({ alone: { target, base, baseVersion, action }, key })
  } else if (action !== undefined) {
    steps.push({ item: { op: action, id, ...(action === 'delete' && ifMatch), key: `${key}.${action}` } })
  }
  return steps
}

async function sendSteps(
  session: MusterSession,
  asked: readonly { step: Step }[],
  reason: string | null,
): Promise<ManyResult[]> {
  const items = asked.flatMap(({ step }) => ('item' in step ? [step.item] : []))
  const answers = items.length === 0 ? [] : await post(session, items, reason)
  const results: ManyResult[] = []
  let next = 0
  for (const { step } of asked) {
    if ('item' in step) results.push(toResult(answers[next++]))
    else results.push(await sendAlone(session, step.alone, step.key))
  }
  return results
}

async function post(session: MusterSession, items: object[], reason: string | null): Promise<ItemResult[]> {
  const body = { items, ...(reason !== null && { reason }) }
  const answer = await session.send({ method: 'POST', path: '/v1/users/bulk', body })
  const { results } = expectSuccess(answer, ReceivedAnswer)
  const placed: ItemResult[] = []
  for (const result of results) placed[result.index] = result
  return placed
}

function toResult(result: ItemResult | undefined): ManyResult {
  if (result === undefined) return { state: 'open', failure: unanswered }
  const { status, id, etag } = result
  if (status >= 200 && status < 300) return { state: 'applied', id, etag, user: null }
  const failure = failureOfItem(status, result.problem)
  if (failure.kind === 'conflict') return { state: 'outdated', theirs: failure.theirs }
  return settling.includes(failure.kind) ? { state: 'refused', failure } : { state: 'open', failure }
}

/** What this API does for one user only. */
async function sendAlone(session: MusterSession, change: Change, key: string): Promise<ManyResult> {
  try {
    const result = await send(session, change, key)
    if (result.state !== 'applied') return result
    return { state: 'applied', id: result.user?.id ?? null, etag: result.user?.etag ?? null, user: result.user }
  } catch (error) {
    if (error instanceof Failed) return { state: 'open', failure: error.failure }
    throw error
  }
}
