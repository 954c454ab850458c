import { expect, test } from 'vitest'
import {
  checkDisplayName,
  checkEmail,
  checkPassword,
  checkUser,
  checkUserName,
  defaultNameRules as rules,
  tidy,
} from '../../../src-shared/domain/user-rules.ts'

test.each([
  ['anna-b7', null],
  ['A', null],
  ['x'.repeat(64), null],
  ['', 'userName.required'],
  ['x'.repeat(65), 'userName.length'],
  ['svc backup', 'userName.charset'],
  ['a_b', 'userName.charset'],
  ['a.b', 'userName.charset'],
  ['zoë', 'userName.charset'],
  ['a\u200bb', 'userName.charset'],
])('user name %j: %s', (value, code) => {
  expect(checkUserName(value, rules)?.code ?? null).toBe(code)
})

test('a server with other signs takes other names', () => {
  const other = { ...rules, userName: { min: 3, max: 30, signs: '-_.' } }
  expect(checkUserName('a.b_c', other)).toBeNull()
  expect(checkUserName('ab', other)).toEqual({
    field: 'userName',
    code: 'userName.length',
    params: { min: 3, max: 30 },
  })
})

test.each([
  [null, null],
  ['', null],
  ['Layla Haddad', null],
  ['ليلى حداد', null],
  ['Seán Ó Raghallaigh', null],
  ['x'.repeat(128), null],
  ['😀'.repeat(128), null],
  ['x'.repeat(129), 'displayName.length'],
  ['a\tb', 'displayName.charset'],
  ['\u202eevil', 'displayName.charset'],
])('display name %j: %s', (value, code) => {
  expect(checkDisplayName(value, rules)?.code ?? null).toBe(code)
})

test.each([
  ['anna@example.org', null],
  ['anna.b+tag@sub.example.org', null],
  ['jürgen@müller.example', null],
  ["o'reilly@example.org", null],
  ['', 'email.required'],
  ['anna', 'email.format'],
  ['@example.org', 'email.format'],
  ['anna@', 'email.format'],
  ['anna@example', 'email.format'],
  ['anna@@example.org', 'email.format'],
  ['a b@example.org', 'email.format'],
  ['Anna <anna@example.org>', 'email.format'],
  ['a@example.org, b@example.org', 'email.format'],
  ['.anna@example.org', 'email.format'],
  ['an..na@example.org', 'email.format'],
  ['anna@-example.org', 'email.format'],
  ['anna@example.org\n', 'email.format'],
  ['an\u200bna@example.org', 'email.format'],
  [`${'x'.repeat(65)}@example.org`, 'email.format'],
  [`${'x'.repeat(60)}@${'y.'.repeat(120)}org`, 'email.length'],
])('e-mail %j: %s', (value, code) => {
  expect(checkEmail(value)?.code ?? null).toBe(code)
})

test.each([
  ['correct horse', null],
  ['', 'password.required'],
  ['short', 'password.length'],
  ['ANNA-BERG', 'password.known'],
])('password %j: %s', (value, code) => {
  expect(checkPassword(value, rules, ['anna-berg', 'anna@example.org'])?.code ?? null).toBe(code)
})

test('only what is given is checked, and every issue is told', () => {
  expect(checkUser({}, rules)).toEqual([])
  expect(checkUser({ userName: 'a b', email: 'x', role: 'admin' }, rules).map(({ code }) => code)).toEqual([
    'userName.charset',
    'email.format',
    'role.unknown',
  ])
})

test('values are kept without surrounding space; an empty display name is none', () => {
  expect(tidy({ userName: ' anna ', displayName: '  ', email: ' a@example.org\n' })).toEqual({
    userName: 'anna',
    displayName: null,
    email: 'a@example.org',
  })
  expect(tidy({ displayName: null })).toEqual({ displayName: null })
  expect(tidy({})).toEqual({})
})
