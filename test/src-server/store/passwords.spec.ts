import { scrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../../src-server/store/passwords.ts'

test('a password is verified by its hash, which is salted', async () => {
  const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
  expect(one).toMatch(/^argon2id\$[\w-]{22}\$[\w-]{43}$/)
  expect(one).not.toBe(two)
  expect(await verifyPassword('correct horse', one)).toBe(true)
  expect(await verifyPassword('correct horse', two)).toBe(true)
  for (const wrong of ['Correct horse', 'correct horse ', '']) expect(await verifyPassword(wrong, one)).toBe(false)
})

test('without a hash nothing is right', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('correct horse', null)).toBe(false)
})

test('a hash by scrypt, from a runtime without argon2, is verified too', async () => {
  const salt = Buffer.from('0123456789abcdef')
  const tag = await new Promise<Buffer>((resolve, reject) => {
    scrypt('correct horse', salt, 32, { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
  const hash = ['scrypt', salt.toString('base64url'), tag.toString('base64url')].join('$')
  expect(await verifyPassword('correct horse', hash)).toBe(true)
  expect(await verifyPassword('wrong horse', hash)).toBe(false)
})

test('a hash of an unknown form is a defect, not a wrong password', async () => {
  await expect(verifyPassword('x', 'md5$a$b')).rejects.toThrow('unknown form')
})

test('fifty at once all get their turn', async () => {
  const hash = await hashPassword('x')
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => verifyPassword(at % 2 ? 'x' : 'y', hash)))
  expect(answers.filter(Boolean)).toHaveLength(25)
})
