import { onScopeDispose, ref, shallowRef } from 'vue'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { PlanView } from '../../src-shared/ipc/work-shapes.ts'
import type { Asked, PlanCalls, PlanPicked, Sending, Settling } from './plan-calls.ts'
import { useRequest } from './use-request.ts'

/** Reading that takes longer is said before it begins, in seconds. */
const long = 5

/** The plan of what was asked: it is made, looked at, revised, sent, and closed with the view. */
export function usePlan(plans: PlanCalls, asked: Asked) {
  const { connection } = asked
  const view = shallowRef<PlanView | null>(null)
  /** What the reading will take, while that is said and nothing has begun. */
  const cost = shallowRef<{ requests: number; seconds: number } | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** Goes up whenever rows may have changed. */
  const revision = ref(0)
  const revising = useRequest()
  let isGone = false

  const stop = plans.onChanged(({ connection: of, plan }) => {
    if (of === connection && plan.plan === view.value?.plan) show(plan)
  })
  onScopeDispose(() => {
    isGone = true
    stop()
    drop()
  })

  function show(plan: PlanView): void {
    view.value = plan
    if (plan.state === 'failed') failure.value = plan.failure
    revision.value += 1
  }

  const current = () => plans.of(connection, view.value?.plan ?? 0)

  /** Closes the plan in main; one that is gone there needs no closing. */
  function drop(): void {
    if (view.value === null) return
    const { plan } = view.value
    view.value = null
    plans
      .of(connection, plan)
      .close()
      .catch((error: unknown) => {
        if (!(error instanceof Failed)) throw error
      })
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    failure.value = null
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      failure.value = error.failure
    }
  }

  /** Says what the reading takes where that is long, else begins. */
  const begin = () =>
    attempt(async () => {
      const known = asked.users === null ? null : await plans.cost(connection, asked.users)
      if (known?.seconds != null && known.seconds > long) cost.value = { ...known, seconds: known.seconds }
      else await read()
    })
  /** Reads the rows again, and makes the plan. */
  async function read(): Promise<void> {
    cost.value = null
    drop()
    const made = await plans.make(connection, asked.from)
    view.value = made
    if (isGone) {
      drop()
      return
    }
    // it may have been ready before its number was known here
    show(await current().view())
  }
  const start = () => attempt(read)

  const revise = (work: () => Promise<PlanView>) =>
    revising.run(async () => {
      show(await work())
    })

  void begin()
  return {
    view,
    cost,
    failure,
    revision,
    revising,
    begin,
    start,
    rows: current,
    drop: (picked: PlanPicked) => revise(() => current().drop(picked)),
    settle: (settling: Settling) => revise(() => current().resolve(settling)),
    /** Answers the job. Afterwards there is no plan any more. */
    async send(sending: Sending) {
      const job = await current().send(sending)
      view.value = null
      return job
    },
  }
}
