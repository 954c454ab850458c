/**
 * The work of one account as a process of its own, to be killed. Arguments: what as JSON. Prints a line of JSON when the
 * job is under way, and one when nothing is left to do.
 */
import { randomUUID } from 'node:crypto'
import type { DirectoryServer } from '../../src-main/providers/provider.ts'
import type { JobView } from '../../src-shared/ipc/work-shapes.ts'
import { openWorkHost } from '../../test/support/work-host.ts'

/** What a process is asked to do. */
export interface HostTask {
  address: string
  login: string
  password: string
  file: string
  key: string
  /** Users to rename, and those of them to be reset too; null: goes on with what is in the file. */
  start: { ids: string[]; resets: string[]; name: string } | null
  planted: string | null
}
export type HostLine = { job: string } | { ended: JobView }

/** Milliseconds that one answer may take here: hanging requests are many. */
export const answerTimeout = 1500
export const chunkMax = 50

/** Chunks of 50; with a planted defect, a server that is spoken to under a new key each time. */
export const alter =
  (planted: string | null) =>
  (server: DirectoryServer): DirectoryServer => {
    const { description, sendMany } = server
    const capabilities = { ...description.capabilities, bulkMax: chunkMax }
    if (!sendMany) throw new Error('the server has no bulk')
    return {
      ...server,
      description: { ...description, capabilities },
      sendMany: (changes, options) =>
        sendMany(
          changes.map(({ change, key, isInDoubt }) => ({
            isInDoubt,
            change: planted === 'overwrite' ? { ...change, baseVersion: '*' } : change,
            key: planted === 'keys' ? randomUUID() : key,
          })),
          options,
        ),
    }
  }

async function run(task: HostTask): Promise<void> {
  const { file, key, start, planted } = task
  const host = await openWorkHost({
    ...{ ...task, file: { path: file, key }, answerTimeout, alter: alter(planted) },
    // a defect that forgets what was under way when the program was killed
    ...(planted === 'forget' && { alteredDesk: { sentItems: () => Promise.resolve([]) } }),
  })
  const print = (line: HostLine) => process.stdout.write(`${JSON.stringify(line)}\n`)
  if (start) {
    await host.pull()
    const set = await host.stage(
      { kind: 'pattern', field: 'displayName', pattern: `${start.name} {userName}` },
      start.ids,
    )
    if (start.resets.length > 0) {
      const values = await host.lists.values('host', start.resets, ['etag'])
      await host.work.desk.stage(set, { kind: 'action', action: 'reset' }, values.ids, values.columns)
    }
    print({ job: await host.send(await host.plan({ kind: 'set', set, ids: null })) })
  } else host.work.runner.start()
  await host.work.runner.idle()
  const [job] = await host.work.runner.jobs()
  if (job) print({ ended: job })
  await host.close()
}

if (import.meta.main) {
  await run(JSON.parse(process.argv[2] ?? '{}') as HostTask) // written by the process that starts this one
  process.exit(0)
}
