import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  columnOf,
  formatTable,
  matchRows,
  misfit,
  parseCell,
  parseTable,
  readTable,
} from '../../../src-shared/domain/table.ts'

const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'ß', '=', '') })

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(parseTable(formatTable(rows))).toEqual(rows)
    }),
  )
})

test('lines of other systems, and quotes that are none', () => {
  expect(parseTable('a\tb\r\nc\td\r\n')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
  expect(parseTable('5" nail\t"open')).toEqual([['5" nail', '"open']])
  expect(parseTable('"a\tb\nc"\t"say ""hi"""')).toEqual([['a\tb\nc', 'say "hi"']])
  expect(parseTable('a\t')).toEqual([['a', '']])
  expect(parseTable('')).toEqual([])
})

test('titles are found however they are spelled, and Id goes before E-mail', () => {
  expect(columnOf('E-Mail')).toBe('email')
  expect(columnOf(' user name ')).toBe('userName')
  expect(columnOf('Shoe size')).toBeNull()
  expect(readTable(parseTable('E-mail\tRole\tID\nx@y.example\tmanager\t7'))).toEqual({
    columns: ['email', 'role', 'id'],
    rows: [['x@y.example', 'manager', '7']],
    key: { column: 'id', at: 2 },
  })
  expect(readTable(parseTable('x\tmanager')).key).toBeNull()
})

test('rows find their users by key, once each', () => {
  const ids = new Map([
    ['anna', 'u1'],
    ['ben', 'u2'],
  ])
  const rows = [['Anna', 'x'], ['nobody', 'y'], [' BEN '], ['anna', 'z'], ['']]
  expect(matchRows(rows, 0, (key) => ids.get(key))).toEqual({
    matched: [
      { id: 'u1', cells: ['Anna', 'x'] },
      { id: 'u2', cells: [' BEN '] },
    ],
    missing: ['nobody'],
    twice: ['anna'],
  })
})

test('a table that does not fit says so', () => {
  expect(misfit([['a']], 7, 3)).toBeNull()
  expect(misfit([['a', 'b']], 4, 2)).toBeNull()
  expect(misfit([['a', 'b'], ['c']], 1, 1)).toMatchObject({ code: 'table.ragged' })
  expect(misfit([['a', 'b']], 4, 3)).toMatchObject({ code: 'table.shape' })
})

test('cells become values', () => {
  expect(parseCell('disabled', ' Yes ')).toEqual({ values: { disabled: true } })
  expect(parseCell('approved', 'maybe')).toEqual({ issue: { field: 'approved', code: 'approved.yesno' } })
  expect(parseCell('displayName', ' ')).toEqual({ values: { displayName: null } })
  expect(parseCell('role', 'Admin')).toEqual({ issue: { field: 'role', code: 'role.unknown' } })
  expect(parseCell('email', ' a@b.example ')).toEqual({ values: { email: 'a@b.example' } })
})
