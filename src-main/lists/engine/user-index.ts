import { foldSearch, type Hits, placeSearchFrom, type UserQuery } from '../../../src-shared/domain/query.ts'
import { caseless, fold } from '../../../src-shared/domain/text.ts'
import type { UserRow } from '../../db/copy/row.ts'
import type { Words } from '../../db/copy/words.ts'
import { countBits, intersect, setBit, slotsOf, subtract, unite, wordsFor } from './bits.ts'
import { type ColumnParts, createColumns, emptyColumns, isLive } from './columns.ts'
import { sieve, slotsWithProject } from './filters.ts'
import { createIds, type IdParts } from './ids.ts'
import { keyOf } from './keys.ts'
import { findNamed } from './named.ts'
import { createOrders, type Order } from './orders.ts'
import { createRanks } from './ranks.ts'
import { createTextHeap, type HeapParts } from './text-heap.ts'
import { walk } from './walk.ts'

/** What a query shows, as slots in its order. */
export interface Found {
  slots: Uint32Array
  hits: Hits | null
  missing: string[]
}

/** Orders that are saved; the others are made in idle time, or when they are first asked for. */
export const savedOrders = ['id', 'userName', 'displayName', 'email'] as const

export interface IndexParts {
  heap: HeapParts
  ids: IdParts
  columns: ColumnParts
  orders: Record<(typeof savedOrders)[number], Order>
}

/**
 * Columns over all rows, in memory: finds and orders slots without an object a row. Slots are places in arrays; a row
 * keeps its own for good.
 */
export interface UserIndex {
  /** The slot of an id, -1 where it never had a row. */
  slotOf(id: string): number
  idOf(slot: number): string
  hasRow(slot: number): boolean
  /** How many slots were given; a new id has the next. */
  slots(): number
  put(rows: readonly UserRow[]): void
  remove(slots: readonly number[]): void
  /** Slots with a row, as bits. */
  live(): Uint32Array
  size(): number
  /** Null when it was stopped. */
  select(query: UserQuery, now: Date, isStopped: () => boolean): Found | null
  /** Does one piece of what makes later questions faster; false when there is nothing left to do. */
  tidy(): boolean
  parts(): IndexParts
}

interface IndexDeps {
  words: Words
  namesOf(slot: number): { userName: string; email: string }
}

/** Up to so many rows are sorted by themselves rather than by an order that is not ready. */
const few = 1000
/** From this part on, blanked texts are dropped in idle time. */
const wasteMax = 0.2

export function createUserIndex({ words, namesOf }: IndexDeps, saved?: IndexParts): UserIndex {
  const heap = createTextHeap(saved?.heap)
  const ids = createIds(saved?.ids)
  const columns = createColumns(saved?.columns ?? emptyColumns())
  const ranks = createRanks(words)
  const hasRow = (slot: number): boolean => ((columns.flags[slot] ?? 0) & isLive) !== 0
  let rows = 0
  let sieved: { key: string; bits: Uint32Array } | null = null
  let searched: { text: string; bits: Uint32Array } | null = null

  const orders = createOrders({
    keyOf: (column) => keyOf(column, { heap, ids, columns, ranks }),
    compareIds: ids.compare,
    liveSlots: () => slotsOf(live()),
    isLive: hasRow,
  })

  for (let slot = 0; slot < ids.count(); slot++) if (hasRow(slot)) rows++
  if (saved) for (const column of savedOrders) orders.load(column, saved.orders[column])

  function live(): Uint32Array {
    const bits = new Uint32Array(wordsFor(ids.count()))
    for (let slot = 0; slot < ids.count(); slot++) if (hasRow(slot)) setBit(bits, slot)
    return bits
  }

  function changed(slots: readonly number[]): void {
    if (slots.length === 0) return
    orders.note(slots)
    sieved = null
    searched = null
  }

  /** Rows within organization and filters; kept for the next keystroke. */
  function within(query: UserQuery, now: Date): Uint32Array {
    const isTimed = query.filters.some(({ is }) => is.field === 'invitation')
    const key = JSON.stringify([query.organizationId, query.filters, isTimed ? now.getTime() : 0])
    if (sieved?.key !== key) sieved = { key, bits: sieve(query, now, columns, words, ids.count()) }
    return sieved.bits.slice()
  }

  /** Keeps the rows that `oneOf` names; answers what names none of the organization. */
  function keepNamed(bits: Uint32Array, { oneOf, organizationId }: UserQuery): string[] {
    if (oneOf === null) return []
    const named = new Uint32Array(bits.length)
    const missing = new Map(oneOf.map((value) => [caseless(value.trim()), value]))
    const isInside = (slot: number) =>
      organizationId === null || words.get('organization', columns.organization[slot]!).id === organizationId
    for (const key of [...missing.keys()]) {
      const slots = findNamed(key, { ids, heap, orders, isLive: hasRow, namesOf }).filter(isInside)
      if (slots.length > 0) missing.delete(key)
      for (const slot of slots) setBit(named, slot)
    }
    intersect(bits, named)
    return [...missing.values()]
  }

  function namesWith(text: string, isStopped: () => boolean): Uint32Array | null {
    if (searched?.text !== text) {
      const found = heap.search(text, isStopped)
      if (found === null) return null
      searched = { text, bits: found.slice(0, wordsFor(ids.count())) }
    }
    return searched.bits.slice()
  }

  /** Rows whose organization, or one of whose projects, has the text in its name. */
  function placesWith(text: string): { organization: Uint32Array; project: Uint32Array } {
    const tableOf = (kind: 'organization' | 'project') =>
      Uint8Array.from(ranks.texts(kind), (name, code) => (code > 0 && name.includes(text) ? 1 : 0))
    const table = tableOf('organization')
    const organization = new Uint32Array(wordsFor(ids.count()))
    if (table.includes(1))
      for (let slot = 0; slot < ids.count(); slot++)
        if (table[columns.organization[slot]!] === 1) setBit(organization, slot)
    const projects = tableOf('project')
    const project = projects.includes(1)
      ? slotsWithProject(projects, columns, ids.count())
      : new Uint32Array(organization.length)
    return { organization, project }
  }

  /** Keeps the hits, and counts them by where they were found first; null when it was stopped. */
  function keepHits(bits: Uint32Array, { search, searchIn }: UserQuery, isStopped: () => boolean): Hits | null {
    const text = foldSearch(search)
    const name = namesWith(text, isStopped)
    if (name === null) return null
    intersect(name, bits)
    const { organization, project } =
      text.length >= placeSearchFrom
        ? placesWith(text)
        : { organization: new Uint32Array(bits.length), project: new Uint32Array(bits.length) }
    intersect(organization, bits)
    subtract(organization, name)
    intersect(project, bits)
    subtract(project, name)
    subtract(project, organization)
    const places = { name, organization, project }
    bits.fill(0)
    if (searchIn !== null) unite(bits, places[searchIn])
    else for (const place of Object.values(places)) unite(bits, place)
    return { name: countBits(name), organization: countBits(organization), project: countBits(project) }
  }

  function inOrder(bits: Uint32Array, { sort }: UserQuery): Uint32Array {
    if (!orders.isReady(sort) && countBits(bits) <= few) return slotsOf(bits).sort(orders.comparer(sort))
    const [first] = sort
    const isChain = sort.length > 1
    const order = isChain ? orders.byColumns(sort) : orders.byColumn(first?.column ?? 'id')
    return walk(order, bits, !isChain && first?.descending === true)
  }

  return {
    slotOf: ids.find,
    idOf: ids.text,
    hasRow,
    slots: ids.count,
    put(all) {
      for (const row of all) {
        const [slot, id, userName, displayName, email] = row
        if (slot >= ids.count()) ids.add(slot, id)
        else if (ids.text(slot) !== id) throw new Error(`slot ${slot} belongs to another id`)
        if (!hasRow(slot)) rows++
        heap.put(slot, [fold(userName), fold(displayName ?? ''), fold(email)])
        columns.put(row)
      }
      changed(all.map(([slot]) => slot))
    },
    remove(slots) {
      for (const slot of slots) {
        if (!hasRow(slot)) continue
        rows--
        heap.remove(slot)
        columns.remove(slot)
      }
      changed(slots)
    },
    live,
    size: () => rows,

    select(query, now, isStopped) {
      const bits = within(query, now)
      const missing = keepNamed(bits, query)
      let hits: Hits | null = null
      if (foldSearch(query.search) !== '') {
        hits = keepHits(bits, query, isStopped)
        if (hits === null) return null
      } else if (query.searchIn !== null && query.searchIn !== 'name') bits.fill(0) // nothing is found in a name at once
      return { slots: inOrder(bits, query), hits, missing }
    },

    tidy() {
      if (heap.waste() > wasteMax) {
        heap.compact()
        return true
      }
      const next = orders.nextToBuild()
      if (next === null) return false
      orders.byColumn(next)
      return true
    },

    parts: () => ({
      heap: heap.parts(),
      ids: ids.parts(),
      columns: columns.parts(ids.count()),
      orders: {
        id: orders.byColumn('id'),
        userName: orders.byColumn('userName'),
        displayName: orders.byColumn('displayName'),
        email: orders.byColumn('email'),
      },
    }),
  }
}
