import { createPlanning, type Planning, type PlanningDeps } from './planning.ts'
import { createRunner, type Runner, type RunnerDeps } from './runner.ts'
import type { DeskHost } from './host.ts'
import { createWork, type Work, type WorkDeps } from './work.ts'

type Deps = Omit<WorkDeps, 'desk' | 'server' | 'onApplied'> &
  Omit<RunnerDeps, 'onApplied' | 'onChanged'> &
  Omit<PlanningDeps, 'onChanged'> & {
    onApplied: WorkDeps['onApplied']
    onManyApplied: RunnerDeps['onApplied']
    onJob: RunnerDeps['onChanged']
    onPlan: PlanningDeps['onChanged']
  }
export type AccountWorkDeps = Deps

/** All that one account does on one server: single saves, staged sets, plans, and jobs in the background. */
export interface AccountWork extends Work {
  desk: DeskHost
  planning: Planning
  runner: Runner
  close(): Promise<void>
}

/** Milliseconds that closing waits for the chunk that is under way; after that its end is asked for by the next start. */
const longestClose = 3000

export function createAccountWork(deps: Deps): AccountWork {
  const { desk, server } = deps
  const runner = createRunner({ ...deps, onApplied: deps.onManyApplied, onChanged: deps.onJob })
  void desk.setNameRules(server.description.capabilities.nameRules)
  return {
    ...createWork(deps),
    desk,
    runner,
    planning: createPlanning({ ...deps, onChanged: deps.onPlan }),
    async close() {
      await Promise.race([runner.close(), deps.wait(longestClose)])
      await desk.close()
    },
  }
}
