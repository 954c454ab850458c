import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPattern, readPattern, replaceIn } from '../../../src-shared/domain/pattern.ts'
import { aUser } from '../../support/a-user.ts'

const anna = aUser('u1', { userName: 'anna', displayName: null, email: 'a.b@old.example' })
const made = (text: string) => {
  const read = readPattern(text)
  return 'pattern' in read ? applyPattern(read.pattern, anna) : read
}

test('names stand for values of the user', () => {
  expect(made('{userName}@new.example')).toBe('anna@new.example')
  expect(made('{local}@{ organization }.example')).toBe('a.b@One.example')
  expect(made('{displayName}{id} {host}')).toBe('u1 old.example')
  expect(made('')).toBe('')
})

test('what is wrong is named', () => {
  expect(made('{surname}@x')).toEqual({ wrong: '{surname}' })
  expect(made('a}b')).toEqual({ wrong: '}' })
  expect(made('{userName')).toEqual({ wrong: '{' })
})

test('a pattern without braces is taken as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/[{}]/.test(text))
      expect(made(text)).toBe(text)
    }),
  )
})

test('find and replace takes both texts literally', () => {
  const plain = { isCaseSensitive: false, isWhole: false }
  expect(replaceIn('a.b@OLD.example', { find: '@old.', replace: '@$&.', ...plain })).toBe('a.b@$&.example')
  expect(replaceIn('anna', { find: 'x', replace: 'y', ...plain })).toBeNull()
  expect(replaceIn('anna', { find: '', replace: 'y', ...plain })).toBeNull()
  expect(replaceIn('Anna', { find: 'anna', replace: 'y', ...plain, isCaseSensitive: true })).toBeNull()
  expect(replaceIn('anna b', { find: 'anna', replace: 'y', ...plain, isWhole: true })).toBeNull()
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (value, find, replace) => {
      const replaced = replaceIn(value, { find, replace, isCaseSensitive: true, isWhole: false })
      expect(replaced).toBe(value.includes(find) ? value.replaceAll(find, () => replace) : null)
    }),
  )
})
