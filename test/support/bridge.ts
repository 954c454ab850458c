import { can } from '../../src-shared/domain/can.ts'
import { inMemory } from '../../src-main/lists/in-memory.ts'
import { createLists } from '../../src-main/lists/lists.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { projectsAfter, rebase } from '../../src-shared/domain/change.ts'
import { caseless } from '../../src-shared/domain/text.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { checkUser, defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { Failed, type Failure, settle } from '../../src-shared/failure.ts'
import type { Bridge, EventBody, EventName, MethodName, Output, Parsed } from '../../src-shared/ipc/contract.ts'
import type { AppState, Connection, Draft, Outcome, Sent } from '../../src-shared/ipc/shapes.ts'
import { placeAnswers } from './bridge-places.ts'
import { planAnswers } from './bridge-plans.ts'
import { stagedAnswers } from './bridge-work.ts'
import { demoConnection } from './demo-connection.ts'
import { awkwardUsers, madeUpUser, organizations, projects } from '../../tools/page/made-up-users.ts'

export interface BridgeOptions {
  users?: number
  /** Without the users that stand for what lists have to bear. */
  isPlain?: boolean
  /** How long main takes to answer, in ms. */
  latency?: number
  connections?: Connection[]
  active?: string | null
  theme?: 'system' | 'light' | 'dark'
  views?: AppState['views']
  platform?: string
}

/** The handlers of main, that need not wait for anything. */
type Answers = { [M in MethodName]: (input: Parsed<M>) => Output<M> }

/** Main, made up in memory: the whole contract for one page, and what a test can do to it. */
export function createBridge(options: BridgeOptions = {}) {
  const { latency = 2, platform = 'linux' } = options
  const users: User[] = [
    ...(options.isPlain ? [] : awkwardUsers()),
    ...Array.from({ length: options.users ?? 5000 }, (_, at) => madeUpUser(at)),
  ]
  const connections = options.connections ?? [demoConnection()]
  let settings: AppState['settings'] = { theme: options.theme ?? 'light' }
  const listeners = new Set<{ event: EventName; tell: (body: never) => void }>()
  /** What methods answer instead, in turn. */
  const planned = new Map<MethodName, Failure[]>()
  const outcomes: Outcome[] = []
  /** What was asked, for tests to look at. */
  const calls: { method: MethodName; input: unknown }[] = []
  const drafts = new Map<string | null, Draft>()
  let jobs = 0

  function emit<E extends EventName>(event: E, body: EventBody<E>): void {
    for (const listener of listeners) {
      // the set holds listeners of all events; each is called with the body of its own
      if (listener.event === event) listener.tell(structuredClone(body) as never)
    }
  }
  const lists = createLists({
    ...inMemory,
    onChanged: (opened) => {
      emit('list.changed', opened)
    },
    now: () => new Date(),
  })
  const opened = new Set<number>()
  /** Reads all users anew, as after a change by somebody else. */
  function refresh(): void {
    lists.begin('all')
    lists.add(
      'all',
      users.filter(({ deletedAt }) => deletedAt === null).map((user) => ({ ...user })),
    )
    lists.finish('all', null, { token: null, at: new Date().toISOString(), isComplete: true }, true)
    lists.setDeleted(
      'all',
      users.filter(({ deletedAt }) => deletedAt !== null).map((user) => ({ ...user })),
    )
  }
  refresh()

  function connectionOf(id: string): Connection {
    const found = connections.find((each) => each.id === id)
    if (!found) throw new Failed({ kind: 'notFound' })
    return found
  }
  function setConnection(id: string, change: Partial<Connection>): Connection {
    const connection = Object.assign(connectionOf(id), change)
    emit('connection.changed', connection)
    return connection
  }
  function userOf(id: string, isDeleted = false): User {
    const found = users.find((user) => user.id === id && (isDeleted || user.deletedAt === null))
    if (!found) throw new Failed({ kind: 'notFound' })
    return found
  }
  /** Writes as somebody does who is not this page. */
  function changeUser(id: string, change: Partial<User>): User {
    const user = userOf(id, true)
    Object.assign(user, change, { etag: `"${Number(user.etag?.slice(1, -1)) + 1}"` })
    refresh()
    return user
  }

  function refusalOf(change: Change, id: string | null): Failure | null {
    const values = change.set ?? {}
    const issues = checkUser(values, defaultNameRules)
    const isTaken = (field: 'userName' | 'email') =>
      values[field] !== undefined &&
      users.some((user) => user.id !== id && caseless(user[field]) === caseless(values[field] ?? ''))
    if (isTaken('userName')) issues.push({ field: 'userName', code: 'userName.taken' })
    if (isTaken('email')) issues.push({ field: 'email', code: 'email.taken' })
    return issues.length > 0 ? { kind: 'invalid', code: null, issues } : null
  }

  function create(change: Change): Outcome {
    const organization = organizations.find(({ id }) => id === change.organizationId)
    const failure = refusalOf(change, null)
    if (failure) return { state: 'refused', failure }
    if (!organization) throw new Failed({ kind: 'notFound' })
    const user: User = {
      ...madeUpUser(users.length),
      id: `new-${users.length}`,
      emailConfirmed: false,
      approved: true,
      disabled: false,
      mustChangePassword: false,
      protection: null,
      invitationExpiresAt: new Date(Date.now() + 3 * 3_600_000).toISOString(),
      organization: { id: organization.id, name: organization.name },
      partner: organization.partner,
      projects: [],
      creationName: 'mira-novak',
      createdAt: new Date().toISOString(),
      ...(change.set as Partial<User>), // a set has the fields of a user
    }
    users.push(user)
    refresh()
    return { state: 'applied', user }
  }

  function write(change: Change): Outcome {
    if ('newKey' in change.target) return create(change)
    const user = userOf(change.target.id, change.action === 'restore')
    if (change.baseVersion !== null && change.baseVersion !== user.etag) {
      const { change: left, conflicts } = rebase(change, user)
      if (conflicts.length > 0) return { state: 'conflict', theirs: user, fields: conflicts, change: left }
      return write(left)
    }
    const failure = refusalOf(change, user.id)
    if (failure) return { state: 'refused', failure }
    const after = projectsAfter(
      change,
      user.projects.map(({ id }) => id),
    )
    const set: Partial<User> = { ...(change.set as Partial<User>) } // a set has the fields of a user
    set.projects = projects.filter(({ id }) => after.includes(id)).map(({ id, name }) => ({ id, name }))
    if (change.action === 'delete') set.deletedAt = new Date().toISOString()
    if (change.action === 'restore') set.deletedAt = null
    if (change.action === 'reset') set.mustChangePassword = true
    if (change.action === 'invite') set.invitationExpiresAt = new Date(Date.now() + 3 * 3_600_000).toISOString()
    changeUser(user.id, set)
    return { state: 'applied', user: change.action === 'delete' ? null : { ...user } }
  }

  function send(change: Change): Sent {
    const outcome = outcomes.shift() ?? write(change)
    return { job: `job-${++jobs}`, outcome }
  }

  const plans = planAnswers({ users, emit })
  const handlers: Answers = {
    ...placeAnswers({
      connectionOf,
      setConnection,
      activate: (connection) => {
        emit('connection.activated', { connection })
      },
      removeConnection: (connection) => {
        connections.splice(connections.indexOf(connectionOf(connection)), 1)
        emit('connection.removed', { connection })
      },
    }),
    'app.state': () => ({
      version: '0.1.0',
      platform,
      settings,
      views: options.views ?? {},
      connections,
      active: options.active === undefined ? (connections[0]?.id ?? null) : options.active,
      start: { isOpening: false, address: null, failure: null },
    }),
    'settings.change': (changed) => (settings = changed),
    'views.save': () => undefined,
    'connections.add': ({ address }) => {
      const added: Connection = { ...demoConnection(), id: `c${connections.length}`, name: new URL(address).host }
      Object.assign(added, { address, isDemo: false, mailbox: null, login: '', state: 'signedOut', account: null })
      connections.push(added)
      return added
    },
    'connections.signIn': ({ connection }) =>
      setConnection(connection, { state: 'signedIn', account: demoConnection().account, failure: null }),
    'connections.signInByBrowser': ({ connection }) =>
      setConnection(connection, { state: 'signedIn', account: demoConnection().account, failure: null }),
    'connections.cancelSignIn': () => undefined,
    'connections.signOut': ({ connection }) =>
      setConnection(connection, { state: 'signedOut', account: null, failure: null }),
    'connections.startDemo': () => {
      if (!connections.some(({ id }) => id === 'demo')) connections.push(demoConnection())
      return setConnection('demo', { state: 'signedIn', account: demoConnection().account })
    },
    'connections.retry': ({ connection }) => connectionOf(connection),
    'connections.refresh': () => undefined,
    'connections.stopReading': () => undefined,
    'connections.confirmRemoval': () => undefined,
    'connections.forgetCopy': () => ({ files: 3, bytes: 1_400_000 }),
    'connections.openMailbox': () => undefined,
    'places.organizations': () => [...organizations],
    'places.projects': ({ organizationId }) => {
      const count = (id: string) => users.filter((user) => user.projects.some((project) => project.id === id)).length
      const inside = projects.filter((each) => organizationId === null || each.organization.id === organizationId)
      return inside.map((project) => ({ ...project, memberCount: count(project.id) }))
    },
    'list.open': ({ query }) => {
      const list = lists.open('all', query)
      opened.add(list.list)
      return list
    },
    'list.window': ({ list, revision, first, count }) => lists.window(list, revision, first, count),
    'list.locate': ({ list, id }) => lists.locate(list, id),
    'list.close': ({ list }) => {
      opened.delete(list)
      lists.close(list)
    },
    ...stagedAnswers({
      lists,
      users: () => users,
      connectionOf,
      changed: (connection, sets) => {
        emit('staged.changed', { connection, sets })
      },
    }),
    ...plans.answers,
    'users.read': ({ id }) => userOf(id, true),
    'drafts.read': ({ target }) => drafts.get(target) ?? null,
    'drafts.save': ({ target, draft }) => void drafts.set(target, draft),
    'drafts.drop': ({ target }) => void drafts.delete(target),
    'work.send': ({ connection, change }) => {
      const { account } = connectionOf(connection)
      const target = 'id' in change.target ? userOf(change.target.id, true) : null
      const action = change.action === undefined || change.action === 'create' ? 'edit' : change.action
      const denial = account && target && can(account, action, target)
      if (denial) return { job: 'none', outcome: { state: 'refused', failure: { kind: 'forbidden', code: denial } } }
      return send(change)
    },
    'work.waiting': () => [],
    'work.takeBack': () => undefined,
    'work.settle': () => ({ job: 'job', outcome: outcomes.shift() ?? { state: 'applied', user: null } }),
  }

  const bridge: Bridge = {
    async call(method, input) {
      calls.push({ method, input })
      await new Promise((resolve) => setTimeout(resolve, latency))
      const failure = planned.get(method)?.shift()
      if (failure) return { ok: false, failure }
      // the handler of a method takes what its schema gives, which is what the page sent
      const handler = handlers[method] as (input: unknown) => never
      return structuredClone(await settle(() => Promise.resolve(input).then(handler)))
    },
    on(event, listener) {
      const entry = { event, tell: listener as (body: never) => void } // see emit
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
  }

  const control = {
    connections,
    users,
    calls,
    outcomes,
    emit,
    setConnection,
    changeUser,
    drafts,
    plans: plans.control,
    openLists: () => opened.size,
    /** The next answers of a method are failures. */
    fail: (method: MethodName, ...failures: Failure[]) => planned.set(method, failures),
  }
  return { bridge, control }
}

export type BridgeControl = ReturnType<typeof createBridge>['control']
