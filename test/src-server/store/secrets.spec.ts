import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveKey, hashToken, newToken, seal, unseal } from '../../../src-server/store/secrets.ts'

test('what was sealed is read with the same key and context, and with no other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (secret, context, other, text) => {
      const key = deriveKey(secret, 'test')
      const sealed = seal(key, context, text)
      expect(sealed).toMatch(/^[\w-]+$/)
      expect(unseal(key, context, sealed)).toBe(text)
      if (other !== context) expect(unseal(key, other, sealed)).toBeNull()
      if (other !== secret) expect(unseal(deriveKey(other, 'test'), context, sealed)).toBeNull()
      expect(unseal(deriveKey(secret, 'other'), context, sealed)).toBeNull()
    }),
  )
})

test('what was changed, cut or made up is not read', () => {
  const key = deriveKey('secret', 'test')
  const sealed = seal(key, 'context', 'text')
  for (const wrong of [
    '',
    'a',
    sealed.slice(1),
    sealed.slice(0, -2),
    `A${sealed.slice(1)}`,
    `${sealed}AAAA`,
    'ü'.repeat(40),
  ])
    expect(unseal(key, 'context', wrong === sealed ? `B${sealed.slice(1)}` : wrong)).toBeNull()
})

test('tokens have 256 bits, and their hash tells nothing of them', () => {
  const tokens = Array.from({ length: 100 }, newToken)
  expect(new Set(tokens).size).toBe(100)
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(hashToken(token)).toBe(hashToken(token))
    expect(hashToken(token)).not.toContain(token.slice(0, 8))
  }
})
