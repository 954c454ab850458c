import { markRaw, type ShallowRef, shallowRef } from 'vue'
import type { RowMark } from '../../composables/ranges.ts'
import type { RowView } from './row-view.ts'

/** What a slot shows. The object is replaced, never changed. */
export interface SlotState {
  /** Index of the row in the list; -1 for a slot that shows none. */
  index: number
  /** The row's number, as people count. */
  number: string
  view: RowView
  classes: string
  place: { top: string }
  /** Which of its cells are selected; null: none. */
  mark: RowMark | null
}

/** One of the elements that rows are painted into, made once and used again. */
export interface Slot {
  readonly number: number
  readonly state: ShallowRef<SlotState>
  /** What was painted last, so that the same is not painted twice. */
  painted: { view: RowView | null; classes: string; y: number; mark: string }
}

const button = { label: '', denial: null }

/** A row that has not arrived yet: bars at the width of text. */
export const placeholder: RowView = {
  id: '',
  userName: '',
  nameNote: '',
  displayName: '',
  email: '',
  emailNote: '',
  organization: '',
  role: '',
  roleNote: '',
  approved: '',
  disabled: '',
  partner: '',
  creationName: '',
  createdAt: '',
  lastSignInAt: '',
  resetPending: '',
  invitation: '',
  projectCount: '',
  projects: '',
  classes: 'is-loading',
  staged: null,
  edit: button,
  assign: button,
  remove: button,
}

const nothing: Slot['painted'] = { view: null, classes: '', y: -1, mark: '' }

export function createSlot(number: number): Slot {
  const state = { index: -1, number: '', view: placeholder, classes: 'row', place: { top: '' }, mark: null }
  return markRaw({ number, state: shallowRef<SlotState>(state), painted: nothing })
}

/** How a row is painted: what it shows, its classes, and which of its cells are selected. */
export interface RowPaint {
  view: RowView
  classes: string
  mark: RowMark | null
}

/** Paints a row into a slot; nothing happens where it is there already. */
export function paintSlot(slot: Slot, index: number, { view, classes, mark }: RowPaint, y: number): void {
  const { painted, state } = slot
  const key = mark === null ? '' : `${mark.left} ${mark.right}`
  const isSame = painted.view === view && painted.classes === classes && painted.y === y && painted.mark === key
  if (isSame && state.value.index === index) return
  slot.painted = { view, classes, y, mark: key }
  state.value = {
    index,
    number: String(index + 1),
    view,
    classes,
    place: y === painted.y ? state.value.place : { top: `${y}px` },
    mark: painted.mark === key ? state.value.mark : mark,
  }
}

/** Shows no row in a slot: its element goes, so that nobody holds on to what nobody sees. */
export function hideSlot(slot: Slot): void {
  if (slot.state.value.index === -1) return
  slot.painted = nothing
  slot.state.value = { ...slot.state.value, index: -1, view: placeholder, classes: 'row', mark: null }
}
