import { z } from 'zod'
import { Credentials, OwnProfile, OwnProfileChange, OwnSession } from '../domain/account.ts'
import { AuditPage, AuditQuery } from '../domain/audit.ts'
import { Change } from '../domain/change.ts'
import { Organization, Project } from '../domain/place.ts'
import { UserQuery } from '../domain/query-schema.ts'
import { Edit } from '../domain/staging-schema.ts'
import { Timestamp, User, writableFields } from '../domain/user.ts'
import type { Result } from '../failure.ts'
import {
  AppState,
  Connection,
  ConnectionSettings,
  Draft,
  Exported,
  Forgotten,
  OpenedList,
  Sent,
  Settings,
  Start,
  Waiting,
  Window,
  windowMax,
} from './shapes.ts'
import { UserViews } from './views-schema.ts'
import {
  EditPreview,
  EditTarget,
  ItemState,
  JobRow,
  JobView,
  Matched,
  PastedRow,
  pasteMax,
  PlanMade,
  PlanPart,
  PlanPicked,
  PlanRow,
  PlanView,
  Reason,
  Retriable,
  RowRange,
  SelectedRanges,
  Selection,
  StagedRow,
  StagedSet,
  TableFormat,
  TargetFacts,
  WorkSettings,
} from './work-shapes.ts'

interface Method<I extends z.ZodType, O extends z.ZodType> {
  input: I
  output: O
}
const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> => ({ input, output })

const nothing = z.undefined()
const done = z.void()
const onConnection = z.strictObject({ connection: z.string() })
/** `target`: the id of the user that is edited; null: a user that is to be added. */
const onDraft = onConnection.extend({ target: z.string().min(1).max(1000).nullable() })
/** `at`: when it was read, where the server cannot be reached; null: now. */
const SeenAuditPage = AuditPage.extend({ at: Timestamp.nullable() })
const onSet = onConnection.extend({ set: z.int() })
const onPlan = onConnection.extend({ plan: z.int() })
const onJob = onConnection.extend({ job: z.string() })
const name = z.string().trim().min(1).max(100)

/**
 * Everything that the page can ask of main. `serve.ts` parses each input by its schema; outputs are typed by theirs, and
 * parsed in tests. Secrets go in and never come out.
 */
export const contract = {
  'app.state': method(nothing, AppState),
  'settings.change': method(Settings, Settings),
  /** Keeps what the users view of a connection shows, and its saved views, over restarts. */
  'views.save': method(onConnection.extend({ views: UserViews }), done),

  'connections.add': method(z.strictObject({ address: z.string().max(2000) }), Connection),
  'connections.signIn': method(onConnection.extend({ credentials: Credentials }), Connection),
  /** Has the person sign in by the system's browser; ends when that has ended. */
  'connections.signInByBrowser': method(onConnection, Connection),
  /** Ends a sign-in that waits for the browser, with `oidc_cancelled`. */
  'connections.cancelSignIn': method(onConnection, done),
  'connections.signOut': method(onConnection, Connection),
  /** Starts the server that comes with the program, and signs in to it. */
  'connections.startDemo': method(nothing, Connection),
  /** Asks keychain and server again. */
  'connections.retry': method(onConnection, Connection),
  /** Reads what has changed since the last time. */
  'connections.refresh': method(onConnection, done),
  /** Stops a reading that is under way; what it has brought stays. */
  'connections.stopReading': method(onConnection, done),
  /** Whether the rows of `Sync.copy.removal` go, or stay until the next reading asks again. */
  'connections.confirmRemoval': method(onConnection.extend({ isConfirmed: z.boolean() }), done),
  /** Removes all that this computer keeps of the server's users: files, journals, indexes and keys. Fails where one stays. */
  'connections.forgetCopy': method(onConnection, Forgotten),
  /** Opens the demo's mailbox in the browser. */
  'connections.openMailbox': method(onConnection, done),

  /** Shows another server, and signs in to it by what is saved. */
  'connections.activate': method(onConnection, Connection),
  'connections.change': method(onConnection.extend({ settings: ConnectionSettings }), Connection),
  /** Forgets a server with all that is kept of it on this computer. */
  'connections.remove': method(onConnection, done),
  /** Lets a protected server be written to for an hour; `name` is typed, and has to be the server's. */
  'connections.unlock': method(onConnection.extend({ name: z.string().max(200) }), Connection),
  'connections.lock': method(onConnection, Connection),
  /** Takes a keychain that is not the one of before for the own one from now on. */
  'connections.useKeychain': method(onConnection, Connection),
  /** Has a link mailed that leads to a new password; whether the address is known is not told. */
  'connections.forgotPassword': method(onConnection.extend({ email: z.string().min(1).max(254) }), done),

  'account.read': method(onConnection, OwnProfile),
  'account.change': method(
    onConnection.extend({ change: OwnProfileChange, version: z.string().nullable() }),
    OwnProfile,
  ),
  /** Mails the link that confirms the own address again. */
  'account.confirmEmail': method(onConnection, done),
  /** Ends all own sessions, and signs in anew. */
  'account.changePassword': method(
    onConnection.extend({ oldPassword: z.string().min(1).max(1024), newPassword: z.string().max(1024) }),
    Connection,
  ),
  'account.sessions': method(onConnection, z.array(OwnSession)),
  /** Ends one own session; null: all but this one. */
  'account.endSession': method(onConnection.extend({ id: z.string().nullable() }), done),
  /** Deletes the own account; `userName` is typed, and has to be the own one. */
  'account.delete': method(onConnection.extend({ userName: z.string().max(254) }), Connection),

  'audit.page': method(onConnection.extend({ query: AuditQuery, cursor: z.string().nullable() }), SeenAuditPage),
  'audit.ofUser': method(onConnection.extend({ id: z.string(), cursor: z.string().nullable() }), SeenAuditPage),
  /** Asks where to, and writes all entries there as CSV; ends when they are written. */
  'audit.export': method(onConnection.extend({ query: AuditQuery }), Exported),
  'audit.cancelExport': method(onConnection, done),

  'places.organizations': method(onConnection, z.array(Organization)),
  /** `organizationId` null: of all organizations. */
  'places.projects': method(onConnection.extend({ organizationId: z.string().nullable() }), z.array(Project)),

  /** With `asker`, a later question of the same asker may end this one early: by a list that is closed already, number 0. */
  'list.open': method(onConnection.extend({ query: UserQuery, asker: z.string().max(100).optional() }), OpenedList),
  'list.window': method(
    z.strictObject({
      list: z.int(),
      revision: z.int(),
      first: z.int().min(0),
      count: z.int().min(1).max(windowMax),
    }),
    Window,
  ),
  /** The row of a user in a list; null when it is not in it. */
  'list.locate': method(z.strictObject({ list: z.int(), id: z.string() }), z.int().nullable()),
  'list.close': method(z.strictObject({ list: z.int() }), done),

  /** The user as the server has it now. */
  'users.read': method(onConnection.extend({ id: z.string() }), User),

  /** What was typed for a user and not saved: kept for the signed-in account, encrypted, on this computer only. */
  'drafts.read': method(onDraft, Draft.nullable()),
  'drafts.save': method(onDraft.extend({ draft: Draft }), done),
  'drafts.drop': method(onDraft, done),

  /** Sends one change as a job of its own; see `Outcome`. */
  'work.send': method(onConnection.extend({ change: Change }), Sent),
  /** Asks about a job whose answer was lost. */
  'work.settle': method(onConnection.extend({ job: z.string() }), Sent),
  /** The changes that wait, in the order in which they are sent. */
  'work.waiting': method(onConnection, z.array(Waiting)),
  /** Forgets a change that waits, or that was refused; fails with `notFound` once it is on its way. */
  'work.takeBack': method(onConnection.extend({ job: z.string() }), done),
  'work.settings': method(nothing, WorkSettings),
  'work.changeSettings': method(WorkSettings, WorkSettings),

  /** Selects rows of a list; null: all that match, frozen now. Fails with `stale` when the list has another revision. */
  'selection.take': method(z.strictObject({ list: z.int(), revision: z.int(), ranges: SelectedRanges }), Selection),
  /** Whether each of these users is in a selection: what is shown as selected once its list has moved. */
  'selection.holds': method(
    z.strictObject({ selection: z.int(), ids: z.array(z.string()).max(windowMax) }),
    z.array(z.boolean()),
  ),
  'selection.drop': method(z.strictObject({ selection: z.int() }), done),
  'selection.facts': method(onConnection.extend({ target: EditTarget }), TargetFacts),
  /** What an edit would come to; null: a newer question made the answer needless. */
  'selection.preview': method(onConnection.extend({ target: EditTarget, edit: Edit }), EditPreview.nullable()),

  'sets.list': method(onConnection, z.array(StagedSet)),
  'sets.create': method(onConnection.extend({ name }), StagedSet),
  'sets.rename': method(onSet.extend({ name }), StagedSet),
  'sets.drop': method(onSet, done),

  'staged.edit': method(onSet.extend({ target: EditTarget, edit: Edit }), StagedSet),
  'staged.paste': method(onSet.extend({ rows: z.array(PastedRow).min(1).max(pasteMax) }), StagedSet),
  /** Stages a new user, or stages one again with other values. */
  'staged.create': method(onSet.extend({ change: Change }), StagedSet),
  'staged.undo': method(onSet, StagedSet),
  'staged.redo': method(onSet, StagedSet),
  /** What is staged for some users; those without are left out. */
  'staged.of': method(onSet.extend({ ids: z.array(z.string()).max(windowMax) }), z.array(StagedRow)),
  'staged.rows': method(onSet.extend({ filter: z.enum(['all', 'invalid']), rows: RowRange }), z.array(StagedRow)),
  /** Which users have these ids, user names or e-mail addresses, in their order. */
  'staged.match': method(onConnection.extend({ keys: z.array(z.string().min(1).max(254)).max(pasteMax) }), Matched),

  /** What reading the rows of so many users again will take. */
  'plan.cost': method(
    onConnection.extend({ users: z.int().min(0) }),
    z.object({ requests: z.int(), seconds: z.number().nullable() }),
  ),
  /** Makes a plan; how far it is comes by `plan.changed`. */
  'plan.make': method(onConnection.extend({ from: PlanMade }), PlanView),
  'plan.view': method(onPlan, PlanView),
  'plan.window': method(
    onPlan.extend({ part: PlanPart, search: z.string().max(200), rows: RowRange }),
    z.array(PlanRow),
  ),
  /** How many rows a window can show. */
  'plan.count': method(onPlan.extend({ part: PlanPart, search: z.string().max(200) }), z.int()),
  'plan.drop': method(onPlan.extend({ picked: PlanPicked }), PlanView),
  /** Settles conflicts; `positions` null: of all users, `field` null: of all fields. */
  'plan.resolve': method(
    onPlan.extend({
      positions: z.array(z.int()).max(windowMax).nullable(),
      field: z.enum(writableFields).nullable(),
      take: z.enum(['mine', 'theirs']),
    }),
    PlanView,
  ),
  /** Sends a plan as a job. `typed`: what its guards ask for, and the name of a protected server. `pauseAfter`: users after which it pauses. */
  'plan.send': method(
    onPlan.extend({
      typed: z.array(z.string().max(300)).max(1000),
      reason: Reason.nullable(),
      pauseAfter: z.int().min(1).nullable(),
    }),
    JobView,
  ),
  'plan.close': method(onPlan, done),
  /** Asks for a file and writes the rows of a part; false: no file was chosen. */
  'plan.export': method(onPlan.extend({ part: PlanPart, format: TableFormat }), z.boolean()),

  'jobs.list': method(onConnection, z.array(JobView)),
  'jobs.rows': method(onJob.extend({ states: z.array(ItemState).nullable(), rows: RowRange }), z.array(JobRow)),
  'jobs.pause': method(onJob, JobView),
  'jobs.resume': method(onJob, JobView),
  'jobs.cancel': method(onJob, JobView),
  /** Stages what a job did not do. */
  'jobs.restage': method(onJob.extend({ states: z.array(Retriable).min(1), set: z.int() }), StagedSet),
  'jobs.export': method(onJob.extend({ states: z.array(ItemState).nullable(), format: TableFormat }), z.boolean()),
} as const

/** What main tells the page, unasked. */
export const events = {
  'settings.changed': Settings,
  'start.changed': Start,
  'connection.changed': Connection,
  'connection.removed': z.object({ connection: z.string() }),
  'connection.activated': z.object({ connection: z.string().nullable() }),
  /** The rows of a list have changed; ask for windows of this revision. */
  'list.changed': OpenedList,
  /** Users that others have changed; told once the lists have them. */
  'users.changed': z.object({ connection: z.string(), ids: z.array(z.string()) }),
  /** Organizations or projects have changed. */
  'places.changed': z.object({ connection: z.string() }),
  /** How many entries a download has written so far. */
  'audit.exporting': z.object({ connection: z.string(), rows: z.int() }),
  /** A job that nobody waits for any more has ended, such as one from before a crash. */
  'work.ended': Sent.extend({ connection: z.string(), change: Change }),
  'work.waiting': z.object({ connection: z.string(), changes: z.array(Waiting) }),
  'staged.changed': z.object({ connection: z.string(), sets: z.array(StagedSet) }),
  'plan.changed': z.object({ connection: z.string(), plan: PlanView }),
  'job.changed': z.object({ connection: z.string(), job: JobView }),
  /** A command of `commands.ts` was chosen in the menu. */
  'command.chosen': z.object({ id: z.string() }),
} as const

export type MethodName = keyof typeof contract
export type Input<M extends MethodName> = z.input<(typeof contract)[M]['input']>
export type Parsed<M extends MethodName> = z.output<(typeof contract)[M]['input']>
export type Output<M extends MethodName> = z.output<(typeof contract)[M]['output']>
export type Handlers = { [M in MethodName]: (input: Parsed<M>) => Promise<Output<M>> }

export type EventName = keyof typeof events
export type EventBody<E extends EventName> = z.output<(typeof events)[E]>

/** What the preload gives the page as `window.muster`. */
export interface Bridge {
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Result<Output<M>>>
  /** Answers a function that stops listening. */
  on<E extends EventName>(event: E, listener: (body: EventBody<E>) => void): () => void
}
