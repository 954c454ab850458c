import { expect, test } from 'vitest'
import { type Cell, moveCursor } from '../../../src-renderer/composables/grid-cursor.ts'

const bounds = { rows: 100, columns: 13, page: 20, isRightToLeft: false }
const at = (row: number, column: number): Cell => ({ row, column })

function move(cell: Cell, key: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}, more = {}) {
  const event = {
    key,
    code: '',
    ctrlKey: held.ctrl ?? false,
    metaKey: false,
    shiftKey: held.shift ?? false,
    altKey: held.alt ?? false,
    isComposing: false,
    getModifierState: () => false,
  }
  return moveCursor(cell, event, { ...bounds, ...more }, 'linux')
}

test.each([
  ['ArrowDown', at(5, 5), at(6, 5)],
  ['ArrowUp', at(0, 5), at(-1, 5)],
  ['ArrowUp', at(-1, 5), at(-1, 5)],
  ['ArrowDown', at(-1, 5), at(0, 5)],
  ['ArrowDown', at(99, 5), at(99, 5)],
  ['ArrowRight', at(5, 12), at(5, 12)],
  ['ArrowLeft', at(5, 0), at(5, 0)],
  ['PageDown', at(5, 5), at(25, 5)],
  ['PageDown', at(95, 5), at(99, 5)],
  ['PageDown', at(-1, 5), at(20, 5)],
  ['PageUp', at(5, 5), at(0, 5)],
  ['Home', at(5, 5), at(5, 0)],
  ['End', at(5, 5), at(5, 12)],
])('%s moves from %o to %o', (key, from, to) => {
  expect(move(from, key)).toEqual(to)
})

test.each([
  ['ArrowDown', at(99, 5)],
  ['ArrowUp', at(0, 5)],
  ['ArrowRight', at(5, 12)],
  ['ArrowLeft', at(5, 0)],
  ['Home', at(0, 0)],
  ['End', at(99, 12)],
])('Ctrl+%s moves to the edge %o', (key, to) => {
  expect(move(at(5, 5), key, { ctrl: true })).toEqual(to)
})

test('arrows follow the writing from right to left', () => {
  expect(move(at(5, 5), 'ArrowLeft', {}, { isRightToLeft: true })).toEqual(at(5, 6))
  expect(move(at(5, 5), 'ArrowRight', { ctrl: true }, { isRightToLeft: true })).toEqual(at(5, 0))
})

test('other keys, and those kept for selecting, do not move', () => {
  expect(move(at(5, 5), 'a')).toBeNull()
  expect(move(at(5, 5), 'ArrowDown', { shift: true })).toBeNull()
  expect(move(at(5, 5), 'ArrowDown', { alt: true })).toBeNull()
})

test('an empty list keeps the cursor in its headers', () => {
  expect(move(at(-1, 5), 'ArrowDown', {}, { rows: 0 })).toEqual(at(-1, 5))
})
