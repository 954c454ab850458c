import { expect, test } from 'vitest'
import { showIdentifier } from '../../../src-renderer/components/identifier.ts'

test.each([
  ['noa-cohen', 'noa-cohen'],
  ['ad\u200Bmin', 'ad⟨200B⟩min'],
  ['\u202Enimda', '⟨202E⟩nimda'],
  ['a\u00ADb', 'a⟨00AD⟩b'],
  ['נועה', 'נועה'],
  ['a\u0007b', 'a⟨0007⟩b'],
])('%j is shown as %j', (text, shown) => {
  expect(showIdentifier(text)).toBe(shown)
})
