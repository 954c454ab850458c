import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createCopyAnswers } from '../../src-main/connections/copy-answers.ts'
import type { ListsHost } from '../../src-main/lists/host.ts'
import { inMemory } from '../../src-main/lists/in-memory.ts'
import { createLists } from '../../src-main/lists/lists.ts'
import { createSync } from '../../src-main/lists/sync.ts'
import { createHttp } from '../../src-main/providers/http.ts'
import { createMusterApi } from '../../src-main/providers/muster-api/index.ts'
import type { DirectoryServer } from '../../src-main/providers/provider.ts'
import { type AccountWork, createAccountWork } from '../../src-main/work/account-work.ts'
import { openDesk, type PlanSource } from '../../src-main/work/desk.ts'
import { type DeskHost, hostDesk } from '../../src-main/work/host.ts'
import type { Edit } from '../../src-shared/domain/staging-schema.ts'
import { neededFields } from '../../src-shared/domain/staging.ts'
import type { JobView, PlanView } from '../../src-shared/ipc/work-shapes.ts'

export interface WorkHost {
  server: DirectoryServer
  lists: ListsHost
  work: AccountWork
  /** Reads all users into the lists. */
  pull(): Promise<void>
  /** A new set in which an edit of these users is staged. */
  stage(edit: Edit, ids: readonly string[]): Promise<number>
  /** A plan, once it is ready. */
  plan(source: PlanSource): Promise<PlanView>
  send(plan: PlanView, more?: { reason?: string; pauseAfter?: number; limit?: number }): Promise<string>
  /** The job, once it is in one of these states. */
  until(job: string, ...states: JobView['state'][]): Promise<JobView>
  /** What was told of jobs, in order. */
  told: JobView[]
  close(): Promise<void>
}

interface HostOptions {
  address: string
  login: string
  password: string
  /** An encrypted file; absent: in memory. */
  file?: { path: string; key: string }
  /** Milliseconds that one answer may take. */
  answerTimeout?: number
  protectedAccounts?: string[]
  /** See the runner. */
  mayStart?: () => boolean
  /** Changes what the server is seen to be, such as one without bulk requests. */
  alter?: (server: DirectoryServer) => DirectoryServer
  /** Methods of the desk that answer something else. */
  alteredDesk?: Partial<DeskHost>
}

const connection = 'host'

/** All of main's work on one server without Electron: the same parts, wired the same way. */
export async function openWorkHost(options: HostOptions): Promise<WorkHost> {
  const { address, login, password, answerTimeout, alter = (server: DirectoryServer) => server } = options
  const connect = (to: string) =>
    createHttp({ address: to, fetch, userAgent: 'Muster/test', ...(answerTimeout !== undefined && { answerTimeout }) })
  const identify = () => Promise.reject(new Error('no browser is opened here'))
  const kind = createMusterApi({ connect, newKey: randomUUID, identify })
  const description = await again(() => kind.probe(address, AbortSignal.timeout(10_000)))
  if ('seen' in description) throw new Error(`no server of ours: ${description.seen}`)
  const server = alter(kind.open(address, description, memoryVault()))
  const account = await again(() => server.signIn({ login, password }))
  const lists = hostLists()
  const plans = new Map<number, PlanView>()
  const told: JobView[] = []
  const desk = hostDesk(openDesk(options.file?.path ?? null, options.file?.key ?? null))
  const work = createAccountWork({
    // what is not altered is looked up in the desk behind it
    desk: Object.assign(Object.create(desk) as DeskHost, options.alteredDesk),
    ...{ server, actor: account, copy: createCopyAnswers(connection, lists) },
    protectedAccounts: () => options.protectedAccounts ?? [],
    mayStart: options.mayStart ?? (() => true),
    onOutOfReach: () => undefined,
    onWaiting: () => undefined,
    newKey: randomUUID,
    now: () => new Date(),
    wait: async (milliseconds) => {
      await wait(milliseconds)
    },
    onApplied: () => undefined,
    onManyApplied: () => undefined,
    onJob: (job) => told.push(job),
    onPlan: (plan) => plans.set(plan.plan, plan),
  })
  const sync = createSync({
    ...{ connection, server, lists, place: null },
    now: () => new Date(),
    onChanged: () => undefined,
  })

  return {
    ...{ server, lists, work, told },
    pull: () => again(() => sync.freshen()),
    async stage(edit, ids) {
      const { set } = await work.desk.createSet('set', new Date().toISOString())
      const values = await lists.values(connection, ids, neededFields(edit))
      await work.desk.stage(set, edit, values.ids, values.columns)
      return set
    },
    async plan(source) {
      const { plan } = await work.planning.make(source)
      for (;;) {
        const view = plans.get(plan)
        if (view?.state === 'ready') return view
        if (view?.state === 'failed') throw new Error(JSON.stringify(view.failure))
        await wait(5)
      }
    },
    async send({ plan, summary }, { reason = null, pauseAfter = null, limit = 100_000 }: Partial<Sending> = {}) {
      const typed = (summary?.guards ?? []).map((guard) => guard.typed)
      const job = await work.planning.send({ plan, typed, reason, pauseAfter, limit })
      work.runner.start()
      return job
    },
    async until(job, ...states) {
      for (;;) {
        const view = await work.runner.view(job)
        if (states.includes(view.state)) return view
        await wait(5)
      }
    },
    close: () => work.close(),
  }
}

interface Sending {
  reason: string | null
  pauseAfter: number | null
  limit: number
}

/** Bad networks fail the way to the test as well. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 20) throw error
      await wait(50)
    }
  }
}

function hostLists(): ListsHost {
  const lists = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date() })
  return new Proxy({} as ListsHost, {
    // each method of the host answers what that of the lists does, as a promise
    get: (_, name) =>
      name === 'then'
        ? undefined
        : (...input: unknown[]) =>
            Promise.resolve((lists[name as keyof typeof lists] as (...input: unknown[]) => unknown)(...input)),
  })
}

function memoryVault() {
  let kept: string | null = null
  return {
    load: () => Promise.resolve(kept),
    save(text: string) {
      kept = text
      return Promise.resolve()
    },
    clear() {
      kept = null
      return Promise.resolve()
    },
  }
}
