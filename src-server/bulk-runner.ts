import { setImmediate as turn } from 'node:timers/promises'
import type { Log } from './log.ts'
import { workOnBulkJobs } from './store/bulk-jobs.ts'
import type { Context } from './store/context.ts'

/** How often it looks unasked: jobs that another process was killed over. */
const lookEveryMs = 1000

/** Works on bulk jobs until it is stopped; the rest of a job is left to the next start, or to another process. */
export function startBulkRunner(context: Context, log: Log): { stop: () => Promise<void> } {
  let isStopped = false
  let running: Promise<void> | null = null

  async function workOff(): Promise<void> {
    while (!isStopped && (await workOnBulkJobs(context))) await turn()
  }

  function look(): void {
    if (isStopped) return
    running ??= workOff()
      .catch((error: unknown) => log.error('bulk jobs failed', { error }))
      .finally(() => {
        running = null
      })
  }

  context.signals.on('written', look)
  const timer = setInterval(look, lookEveryMs)
  look()
  return {
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      context.signals.off('written', look)
      await running
    },
  }
}
