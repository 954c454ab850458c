import { markRaw, type ShallowRef, shallowRef } from 'vue'
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
}

/** One of the elements that rows are painted into, made once and used again. */
export interface Slot {
  readonly number: number
  readonly state: ShallowRef<SlotState>
  /** What was painted last, so that the same is not painted twice. */
  painted: { view: RowView | null; classes: string; y: number }
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
  edit: button,
  assign: button,
  remove: button,
}

export function createSlot(number: number): Slot {
  const state = { index: -1, number: '', view: placeholder, classes: 'row', place: { top: '' } }
  return markRaw({ number, state: shallowRef<SlotState>(state), painted: { view: null, classes: '', y: -1 } })
}

/** Paints a row into a slot; nothing happens where it is there already. */
export function paintSlot(slot: Slot, index: number, view: RowView, classes: string, y: number): void {
  const { painted, state } = slot
  if (painted.view === view && painted.classes === classes && painted.y === y && state.value.index === index) return
  slot.painted = { view, classes, y }
  state.value = {
    index,
    number: String(index + 1),
    view,
    classes,
    place: y === painted.y ? state.value.place : { top: `${y}px` },
  }
}

/** Shows no row in a slot: its element goes, so that nobody holds on to what nobody sees. */
export function hideSlot(slot: Slot): void {
  if (slot.state.value.index === -1) return
  slot.painted = { view: null, classes: '', y: -1 }
  slot.state.value = { ...slot.state.value, index: -1, view: placeholder, classes: 'row' }
}
