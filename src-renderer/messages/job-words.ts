import type { JobView } from '../../src-shared/ipc/work-shapes.ts'
import { formatNumber } from './format.ts'
import { t } from './text.ts'

/** The state of a job in words; `isUndone`: a later job has taken it back. */
export function jobState(job: JobView, isUndone: boolean): string {
  if (job.state !== 'ended') return t(`jobs.states.${job.state}`)
  if (isUndone) return t('jobs.states.undone')
  if (job.isCancelled) return t('jobs.states.cancelled')
  const { applied, noChange } = job.counts
  return t(applied + noChange === job.total ? 'jobs.states.ended' : 'jobs.states.problems')
}

/** Users of a job whose end is known. */
export const doneOf = ({ total, counts }: JobView): number => total - counts.planned - counts.sent

export const jobProgress = (job: JobView): string =>
  t('jobs.progress', { done: formatNumber(doneOf(job)), total: formatNumber(job.total) })

export const jobName = ({ name }: JobView): string => name || t('jobs.unnamed')
