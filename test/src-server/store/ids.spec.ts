import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatId, idCount, parseId, scramble } from '../../../src-server/store/ids.ts'

const id = fc.integer({ min: 0, max: idCount - 1 })
const key = fc.array(fc.nat(), { minLength: 4, maxLength: 4 })

test('an id is read as it was written, and sorts as its number does', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(parseId(formatId(a))).toBe(a)
      expect(formatId(a)).toMatch(/^[0-9a-hjkmnp-tv-z]{6}$/)
      expect(formatId(a) < formatId(b)).toBe(a < b)
    }),
  )
})

test.each(['', 'abc', 'abcdefg', 'ABCDEF', 'abcdei', 'abc/..', '______'])('%s is no id', (text) => {
  expect(parseId(text)).toBeNull()
})

test('no two counts get the same id, and ids do not follow the count', () => {
  fc.assert(
    fc.property(key, id, (round, first) => {
      const counts = Array.from({ length: 200 }, (_, at) => (first + at) % idCount)
      const ids = counts.map((count) => scramble(count, round))
      expect(new Set(ids).size).toBe(counts.length)
      expect(ids.every((found) => found >= 0 && found < idCount)).toBe(true)
    }),
  )
  const ids = Array.from({ length: 1000 }, (_, count) => scramble(count, [1, 2, 3, 4]))
  const ascending = ids.filter((found, at) => found > (ids[at - 1] ?? -1)).length
  expect(ascending).toBeGreaterThan(400)
  expect(ascending).toBeLessThan(600)
})
