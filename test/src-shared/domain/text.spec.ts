import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareText, findFolded, fold, hasControl } from '../../../src-shared/domain/text.ts'

describe('fold', () => {
  test.each([
    ['Müller', 'muller'],
    ['STRASSE Straße', 'strasse strasse'],
    ['Łódź', 'lodz'],
    ['Ærøskøbing', 'aeroskobing'],
    ['Đorđe', 'dorde'],
    ['İstanbul ısı', 'istanbul isi'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['ﬁn Ｆｕｌｌ', 'fin full'],
    ['ليلى', 'ليلى'],
    ['Zoe\u0308', 'zoe'],
  ])('%s is searched as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  test('is stable: folding twice changes nothing', () => {
    for (const text of ['Ǆ', 'ẞ', 'K', 'Ω', 'ΐ', 'ᾳ', 'ﷺ']) expect(fold(fold(text))).toBe(fold(text))
  })
})

test('order is that of code points, as in the bytes of UTF-8', () => {
  const texts = ['a', '', 'b', 'ab', '\ufffd', '\u{1f600}', 'é', '\u{10ffff}', '\ue000', 'A']
  const byBytes = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect([...texts].sort(compareText)).toEqual(byBytes)
})

test('controls, line separators and bidi overrides are noticed, joiners are not', () => {
  for (const text of ['a\u0000', 'a\nb', '\u2028', '\u202eevil', '\u2066x']) expect(hasControl(text)).toBe(true)
  for (const text of ['Anna Maria', 'می‌خواهم', "O'Neill", 'नमस्ते']) expect(hasControl(text)).toBe(false)
})

test.each([
  ['Björn Åkesson', 'bjorn', ['Björn']],
  ['Bjo\u0308rn', 'bjo', ['Bjo\u0308']],
  ['Bjo\u0308rn', 'rn', ['rn']],
  ['Straße', 'ss', ['ß']],
  ['Straße', 'as', ['aß']],
  ['anna-hanna', 'ann', ['ann', 'ann']],
  ['ﬁle', 'i', ['ﬁ']],
  ['Σίσυφος', 'σ', ['Σ', 'σ', 'ς']],
  ['𝐀lpha', 'al', ['𝐀l']],
  ['anything', '', []],
  ['anything', 'x', []],
])('what is found in %s by %s is marked in the text as it is written', (text, sought, found) => {
  expect(findFolded(text, sought).map(([start, end]) => text.slice(start, end))).toEqual(found)
})

test('the text that is searched and the text that is marked agree', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), (text, sought) => {
      const folded = fold(sought)
      fc.pre(folded !== '')
      expect(findFolded(text, folded).length > 0).toBe(fold(text).includes(folded))
    }),
  )
})
