import { expect, test } from 'vitest'
import { pastedList } from '../../../src-renderer/composables/pasted-list.ts'

test.each([
  ['mira-novak\nlayla-haddad\r\n\r\n noa-cohen ', ['mira-novak', 'layla-haddad', 'noa-cohen']],
  ['a@x.example, b@x.example;c@x.example', ['a@x.example', 'b@x.example', 'c@x.example']],
  ['Mira Novak <mira@x.example>; "Haddad, L" <l@x.example>', ['mira@x.example', 'l@x.example']],
  ['"mira-novak"\n"noa-cohen"', ['mira-novak', 'noa-cohen']],
  ['hv044\tqse9b', ['hv044', 'qse9b']],
  ['Mira-Novak\nmira-novak\nnoa', ['mira-novak', 'noa']],
])('%j is a list', (text, values) => {
  expect(pastedList(text)).toEqual(values)
})

test.each([
  ['mira'],
  ['Mira Novak'],
  ['Novak, Mira'],
  ['mira-novak\n'],
  ['mira-novak\nMIRA-NOVAK'],
  [''],
  [`a\n${'x'.repeat(255)}`],
])('%j is none', (text) => {
  expect(pastedList(text)).toBeNull()
})

test('lines that are no identifiers stay whole', () => {
  expect(pastedList('Novak, Mira\nCohen, Noa')).toEqual(['Novak, Mira', 'Cohen, Noa'])
})
