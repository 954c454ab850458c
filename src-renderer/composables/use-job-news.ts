import { computed, onScopeDispose, watch } from 'vue'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { JobView } from '../../src-shared/ipc/work-shapes.ts'
import { formatNumber } from '../messages/format.ts'
import { t } from '../messages/text.ts'
import { useRequest } from './use-request.ts'

const isOpen = ({ state }: JobView) => state !== 'ended'

interface JobNews {
  jobs: {
    all: ReadonlyMap<string, readonly JobView[]>
    read(connection: string): Promise<void>
    onChanged(listener: (connection: string, job: JobView, before: JobView | undefined) => void): () => void
  }
  /** Whether the jobs are in sight. */
  isShown(): boolean
  open(job: string): void
  tell(news: { kind: 'done' | 'problem'; text: string; action: { label: string; run: () => void } }): void
}

/** Reads the jobs of the server that is shown, and says when one has ended or stopped while something else is shown. */
export function useJobNews(connection: () => Connection, { jobs, isShown, open, tell }: JobNews) {
  const reading = useRequest()

  watch(
    () => [connection().id, connection().account?.id, connection().state],
    ([id = '', account]) => {
      // where the account's file cannot be opened there are none; what is wrong with it is said elsewhere
      if (account !== undefined) void reading.run(() => jobs.read(id))
    },
    { immediate: true },
  )

  const stop = jobs.onChanged((of, job, before) => {
    if (of !== connection().id || isShown()) return
    const text = newsOf(job, before)
    if (text === null) return
    const hasProblem = job.state === 'paused' || job.counts.applied + job.counts.noChange < job.total
    tell({
      kind: hasProblem ? 'problem' : 'done',
      text,
      action: {
        label: t('jobs.openOne'),
        run: () => {
          open(job.job)
        },
      },
    })
  })
  onScopeDispose(stop)

  const all = computed(() => jobs.all.get(connection().id) ?? [])
  return {
    underWay: computed(() => all.value.filter(isOpen).length),
    /** The job that is being sent; null: none is. */
    running: computed(() => all.value.find(({ state }) => state === 'running' || state === 'waiting') ?? null),
  }
}

function newsOf(job: JobView, before: JobView | undefined): string | null {
  if (job.state === before?.state) return null
  const { applied, noChange } = job.counts
  const name = job.name || t('jobs.unnamed')
  if (job.state === 'paused') return job.stop === 'asked' ? null : t('jobs.told.stopped', { name })
  if (job.state !== 'ended') return null
  const values = { name, n: formatNumber(applied + noChange), rest: formatNumber(job.total - applied - noChange) }
  if (job.isCancelled) return t('jobs.told.cancelled', values)
  return applied + noChange === job.total ? t('jobs.told.ended', values, job.total) : t('jobs.told.problems', values)
}
