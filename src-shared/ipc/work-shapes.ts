import { z } from 'zod'
import { FieldValues } from '../domain/change.ts'
import { Issue } from '../domain/issue.ts'
import { guardedKinds } from '../domain/plan/guards.ts'
import { planKinds, planStates } from '../domain/plan/item.ts'
import { planFollows, planTabs } from '../domain/plan/plan.ts'
import { Edit } from '../domain/staging-schema.ts'
import { hasControl } from '../domain/text.ts'
import { Reference, Timestamp, writableFields } from '../domain/user.ts'
import { Failure } from '../failure-schema.ts'
import { windowMax } from './shapes.ts'

/** Which rows of an answer are wanted: at most `windowMax`. */
export const RowRange = z.strictObject({ first: z.int().min(0), count: z.int().min(1).max(windowMax) })

/** Users that were selected, kept in main as ids and frozen when taken; they never cross to the page. */
export const Selection = z.object({ selection: z.int(), count: z.int() })
export type Selection = z.infer<typeof Selection>

/** Whom an edit is about: a selection, or some users by id. */
export const EditTarget = z.union([
  z.strictObject({ selection: z.int() }),
  z.strictObject({ ids: z.array(z.string().min(1)).min(1).max(windowMax) }),
])
export type EditTarget = z.infer<typeof EditTarget>

/** A pasted row: values of one user. */
export const PastedRow = z.strictObject({ id: z.string().min(1), set: FieldValues.partial() })
export type PastedRow = z.infer<typeof PastedRow>
/** At most this many rows in one paste. */
export const pasteMax = 20_000

/** What a step of a set is: an edit, pasted rows, or new users and changes that came back from a job. */
const StagedStep = z.union([Edit, z.literal('paste'), z.literal('changes')])

/** A pile of staged edits. `undo` and `redo`: what the next one would take back or do again; null: nothing. */
export const StagedSet = z.object({
  set: z.int(),
  name: z.string(),
  createdAt: Timestamp,
  /** Users with staged edits, and how many of them break a rule. */
  count: z.int(),
  invalid: z.int(),
  undo: StagedStep.nullable(),
  redo: StagedStep.nullable(),
})
export type StagedSet = z.infer<typeof StagedSet>

const Value = z.union([z.string(), z.boolean(), z.null()])

/** What is staged for one user. `was`: the values when they were edited first. `id` is the key of a new user. */
export const StagedRow = z.object({
  id: z.string(),
  isNew: z.boolean(),
  set: FieldValues.partial(),
  was: z.record(z.string(), z.union([Value, z.array(z.string())])),
  projects: z.object({ add: z.array(z.string()), remove: z.array(z.string()) }).nullable(),
  action: z.string().nullable(),
  issues: z.array(Issue),
})
export type StagedRow = z.infer<typeof StagedRow>

export const Guard = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('count'), what: z.enum(guardedKinds), typed: z.string() }),
  z.object({
    kind: z.literal('name'),
    why: z.enum(['ownAccount', 'lastManager']),
    typed: z.string(),
    organization: z.string().nullable(),
  }),
])

export const PlanTab = z.enum(planTabs)
export const PlanPart = z.enum([...planTabs, ...planFollows])

/** What a plan comes to; see `domain/plan`. */
export const PlanSummary = z.object({
  tabs: z.record(PlanTab, z.int()),
  follows: z.object({
    signedOut: z.int(),
    mailed: z.int(),
    newAddress: z.int(),
    losingProjects: z.int(),
    ownAccount: z.int(),
    lastManager: z.int(),
  }),
  guards: z.array(Guard).readonly(),
  reasons: z.array(z.object({ code: z.string(), count: z.int() })).readonly(),
})

/** What a job that is to be undone did and cannot take back, in users. */
export const Irrevocables = z.record(z.string(), z.int())

/** A plan while its rows are read again, and once it is ready. */
export const PlanView = z.object({
  plan: z.int(),
  name: z.string(),
  state: z.enum(['reading', 'ready', 'failed']),
  /** Rows read again so far, and how long the rest will take in seconds; null: not known yet. */
  done: z.int(),
  total: z.int(),
  secondsLeft: z.number().nullable(),
  failure: Failure.nullable(),
  summary: PlanSummary.nullable(),
  /** False: this server cannot refuse a change that was made on an older version. */
  isGuardedByVersion: z.boolean(),
  /** The job that this plan takes back. */
  undoOf: z.string().nullable(),
  irrevocable: Irrevocables,
})
export type PlanView = z.infer<typeof PlanView>

const PlanValue = z.union([Value, z.array(z.string()).readonly()])

const PlanLine = z.object({
  field: z.enum([...writableFields, 'projects']),
  before: PlanValue,
  after: PlanValue,
})

/** What an edit would come to by what the copy knows; see `domain/plan/preview.ts`. */
export const EditPreview = z.object({
  users: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  reasons: z.array(z.object({ code: z.string(), count: z.int() })).readonly(),
  rows: z
    .array(
      z.object({
        id: z.string(),
        userName: z.string(),
        lines: z.array(PlanLine).readonly(),
        reasons: z.array(Issue).readonly(),
      }),
    )
    .readonly(),
})
export type EditPreview = z.infer<typeof EditPreview>

/** What is known of the users of a target: where they belong, and how many of them are in which project. */
export const TargetFacts = z.object({
  users: z.int(),
  organizations: z.array(Reference.extend({ users: z.int() })),
  /** How many of them can have projects. */
  ofRoleUser: z.int(),
  projects: z.array(Reference.extend({ users: z.int() })),
})
export type TargetFacts = z.infer<typeof TargetFacts>

/** A user in the review: a line per user, with a line of its own per field. */
export const PlanRow = z.object({
  position: z.int(),
  /** Null for a new user. */
  id: z.string().nullable(),
  userName: z.string(),
  organization: z.string(),
  state: z.enum(planStates),
  kinds: z.array(z.enum(planKinds)).readonly(),
  lines: z.array(PlanLine.extend({ isConflict: z.boolean() })),
  reasons: z.array(Issue).readonly(),
  signsOut: z.boolean(),
  mails: z.boolean(),
  newAddress: z.boolean(),
  losesProjects: z.array(z.string()),
})
export type PlanRow = z.infer<typeof PlanRow>

/** States of an item of a job; `sent` may or may not have arrived, and is asked about until that is known. */
export const itemStates = [
  'planned',
  'sent',
  'applied',
  'noChange',
  'refused',
  'conflict',
  'unknown',
  'notSent',
] as const
export const ItemState = z.enum(itemStates)
export type ItemState = z.infer<typeof ItemState>

/** Why a job stands still: a person asked, or it stopped by itself (security.md, Edits). */
export const StopReason = z.enum(['asked', 'pauseAfter', 'refusals', 'unauthorized', 'forbidden', 'serverErrors'])
export type StopReason = z.infer<typeof StopReason>

export const JobView = z.object({
  job: z.string(),
  name: z.string(),
  /** `waiting`: the server cannot be reached or asked for a pause; it goes on by itself. */
  state: z.enum(['queued', 'running', 'waiting', 'paused', 'ended']),
  isCancelled: z.boolean(),
  stop: StopReason.nullable(),
  /** Why it waits, or stopped. */
  failure: Failure.nullable(),
  reason: z.string().nullable(),
  undoOf: z.string().nullable(),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
  total: z.int(),
  counts: z.record(ItemState, z.int()),
  kinds: z.record(z.string(), z.int()),
  /** Users per second of late, and the seconds that the rest takes at that; null while that is not known. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
})
export type JobView = z.infer<typeof JobView>

/** A user in the report of a job. */
export const JobRow = z.object({
  position: z.int(),
  id: z.string().nullable(),
  userName: z.string(),
  state: ItemState,
  lines: z.array(z.object({ field: z.string(), before: PlanValue, after: PlanValue })),
  action: z.string().nullable(),
  failure: Failure.nullable(),
  /** Fields on which both sides differ, with what the server has. */
  conflicts: z.array(z.object({ field: z.enum(writableFields), theirs: Value })),
})
export type JobRow = z.infer<typeof JobRow>

/** Outcomes that a person may want to try again. */
export const Retriable = z.enum(['refused', 'conflict', 'unknown', 'notSent'])

/** From what a plan is made: a set or some users of it, changes of their own, what a job did, or what it did not do. */
export const PlanMade = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), set: z.int(), target: EditTarget.nullable() }),
  z.strictObject({ kind: z.literal('edit'), name: z.string().max(100), target: EditTarget, edit: Edit }),
  z.strictObject({ kind: z.literal('undo'), job: z.string() }),
  z.strictObject({ kind: z.literal('retry'), job: z.string(), states: z.array(Retriable).min(1) }),
])

/** Which items of a plan: some, all of a part, or all that are refused for a reason. */
export const PlanPicked = z.union([
  z.strictObject({ positions: z.array(z.int()).min(1).max(windowMax) }),
  z.strictObject({ part: PlanPart }),
  z.strictObject({ code: z.string() }),
])

/** Why a job is sent, for the audit log of servers that take it. */
export const Reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => !hasControl(text))

export const TableFormat = z.enum(['csv', 'xlsx'])
export type TableFormat = z.infer<typeof TableFormat>

/** Ranges of first and count in the order of a list; null: all. */
export const SelectedRanges = z
  .array(z.tuple([z.int().min(0), z.int().min(1)]))
  .max(1000)
  .nullable()

/** The id of each key's user, null where no user of the copy has it; and how many keys were ids, user names or addresses. */
export const Matched = z.object({
  ids: z.array(z.string().nullable()),
  by: z.object({ id: z.int(), userName: z.int(), email: z.int() }),
})
export type Matched = z.infer<typeof Matched>

export const WorkSettings = z.strictObject({
  jobLimit: z.int().min(1).max(1_000_000),
  /** Days for which jobs are kept. */
  historyDays: z.int().min(1).max(3650),
})
export type WorkSettings = z.infer<typeof WorkSettings>
