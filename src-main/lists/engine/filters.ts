import type { UserQuery } from '../../../src-shared/domain/query.ts'
import type { Condition, Filter } from '../../../src-shared/domain/filter-schema.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import { flag } from '../../db/copy/row.ts'
import type { WordKind, Words } from '../../db/copy/words.ts'
import { type Columns, flagValues, hasProjects, isLive, toMoment } from './columns.ts'

/** Which rows pass, decided once for every value that a column can have. */
type Table = Uint8Array

/** Keeps in `bits` the slots that pass; `slots` is how many there are. */
type Sieve = (bits: Uint32Array, slots: number) => void

/** The organization and the filters of a query over columns: one pass a column, and none over rows. */
export function sieve(query: UserQuery, now: Date, columns: Columns, words: Words, slots: number): Uint32Array {
  const { organizationId, filters } = query
  const bits = new Uint32Array((slots + 31) >>> 5).fill(-1)
  byFlags(filters, columns)(bits, slots)
  if (organizationId !== null) byWord('organization', [organizationId], false, columns, words)(bits, slots)
  for (const filter of filters) sieveOf(filter, now, columns, words)?.(bits, slots)
  return bits
}

/** Null for what `byFlags` does. */
function sieveOf({ is, isNot }: Filter, now: Date, columns: Columns, words: Words): Sieve | null {
  switch (is.field) {
    case 'role':
      return byWord('role', is.values, isNot, columns, words)
    case 'organization':
    case 'partner':
      return byWord(is.field, is.ids, isNot, columns, words)
    case 'creationName':
      return byCreator(is.values, isNot, columns, words)
    case 'project':
      return byProject(is.ids, isNot, columns, words)
    case 'invitation': {
      // pending: it ends after this moment
      const passes = within(toMoment(now.getTime()) + 1, Infinity, is.value === 'expired')
      return byMoment('invitationExpiresAt', isNot, (moment) => moment !== 0 && passes(moment), columns)
    }
    case 'lastSignIn': {
      const { before } = is
      if (before === null) return byMoment('lastSignInAt', isNot, (moment) => moment === 0, columns)
      const end = toMoment(Date.parse(before))
      return byMoment('lastSignInAt', isNot, (moment) => moment !== 0 && moment < end, columns)
    }
    case 'created': {
      const from = is.from === null ? 0 : toMoment(Date.parse(is.from))
      const to = is.to === null ? Infinity : toMoment(Date.parse(is.to))
      const passes = within(from, to, isNot)
      return byMoment('createdAt', false, (moment) => moment !== 0 && passes(moment), columns)
    }
    default:
      return null
  }
}

const within =
  (from: number, to: number, isNot: boolean) =>
  (moment: number): boolean =>
    (moment >= from && moment < to) !== isNot

/** What is a bit of `flags` is decided together, for all values that flags can have. */
function byFlags(filters: readonly Filter[], columns: Columns): Sieve {
  const table = new Uint8Array(flagValues)
  for (let flags = isLive; flags < flagValues; flags++) {
    if ((flags & isLive) === 0) continue
    const passes = filters.every(({ is, isNot }) => {
      const answer = flagAnswer(is, flags)
      return answer === 'other' || (answer !== null && answer !== isNot)
    })
    table[flags] = passes ? 1 : 0
  }
  return byTable(table, () => columns.flags)
}

/** What the flags say to a condition; null where it is not known, `other` where another column says it. */
function flagAnswer(is: Condition, flags: number): boolean | 'other' | null {
  switch (is.field) {
    case 'approved':
    case 'disabled':
      return (flags & flag[is.field]) !== 0
    case 'resetPending':
      return (flags & flag.mustChangePassword) !== 0
    case 'emailUnconfirmed':
      return (flags & flag.emailConfirmed) === 0
    case 'twoFactorOff':
      return (flags & flag.twoFactorKnown) === 0 ? null : (flags & flag.twoFactor) === 0
    case 'noProjects':
      return (flags & hasProjects) === 0
    default:
      return 'other'
  }
}

function byTable(table: Table, column: () => Uint16Array | Uint32Array): Sieve {
  return (bits, slots) => {
    const codes = column()
    for (let word = 0; word < bits.length; word++) {
      if (bits[word] === 0) continue
      const base = word << 5
      const end = Math.min(32, slots - base)
      let passed = 0
      for (let at = 0; at < end; at++) passed |= table[codes[base + at]!]! << at
      bits[word]! &= passed
    }
  }
}

function byWord(
  kind: 'role' | 'organization' | 'partner',
  ids: readonly string[],
  isNot: boolean,
  columns: Columns,
  words: Words,
): Sieve {
  const wanted = new Set(ids)
  return byTable(
    tableOf(words, kind, (id) => wanted.has(id) !== isNot, isNot),
    () => columns[kind],
  )
}

function byCreator(names: readonly string[], isNot: boolean, columns: Columns, words: Words): Sieve {
  const wanted = new Set(names.map(caseless))
  // of whom it is not known, neither is true
  const table = tableOf(words, 'creationName', (id) => wanted.has(caseless(id)) !== isNot, false)
  return byTable(table, () => columns.creationName)
}

function tableOf(words: Words, kind: WordKind, passes: (id: string) => boolean, isNonePassing: boolean): Table {
  const all = words.all(kind)
  const table = new Uint8Array(Math.max(1, all.length))
  table[0] = isNonePassing ? 1 : 0
  for (let code = 1; code < all.length; code++) {
    const word = all[code]
    if (word) table[code] = passes(word.id) ? 1 : 0
  }
  return table
}

function byProject(ids: readonly string[], isNot: boolean, columns: Columns, words: Words): Sieve {
  const wanted = new Set(ids)
  const table = tableOf(words, 'project', (id) => wanted.has(id), false)
  return (bits, slots) => {
    const found = slotsWithProject(table, columns, slots)
    for (let word = 0; word < bits.length; word++) bits[word]! &= isNot ? ~found[word]! : found[word]!
  }
}

/** The slots with any of the projects whose codes are in the table. */
export function slotsWithProject(table: Table, { projectsAt, projectPool }: Columns, slots: number): Uint32Array {
  const bits = new Uint32Array((slots + 31) >>> 5)
  for (let slot = 0; slot < slots; slot++) {
    const at = projectsAt[slot]!
    if (at === 0) continue
    for (let next = at + projectPool[at]!; next > at; next--) {
      if (table[projectPool[next]!] === 0) continue
      bits[slot >>> 5]! |= 1 << (slot & 31)
      break
    }
  }
  return bits
}

function byMoment(
  column: 'createdAt' | 'lastSignInAt' | 'invitationExpiresAt',
  isNot: boolean,
  passes: (moment: number) => boolean,
  columns: Columns,
): Sieve {
  return (bits, slots) => {
    const moments = columns[column]
    for (let word = 0; word < bits.length; word++) {
      if (bits[word] === 0) continue
      const base = word << 5
      const end = Math.min(32, slots - base)
      let passed = 0
      for (let at = 0; at < end; at++) if (passes(moments[base + at]!) !== isNot) passed |= 1 << at
      bits[word]! &= passed
    }
  }
}
