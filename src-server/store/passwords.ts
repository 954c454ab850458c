import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { refuse } from './refusal.ts'

/** Costs of the OWASP list, the ones with little memory: argon2id takes about 30 ms of a core, scrypt a few times that. */
const argonCost = { memory: 19_456, passes: 2, parallelism: 1 }
const scryptCost = { N: 2 ** 15, r: 8, p: 3 }
const tagLength = 32

/** Hashes made at the same time: each takes a core and 20 MB or more. */
const atOnce = 2
const mostWaiting = 1000

/** Some runtimes, Electron's among them, are built without argon2. */
const hasArgon2 = typeof argon2 === 'function'
const runArgon2 = hasArgon2 ? promisify(argon2) : null

/** A password in the form in which it is kept, `scheme$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const scheme = hasArgon2 ? 'argon2id' : 'scrypt'
  const salt = randomBytes(16)
  const tag = await inTurn(() => digest(scheme, password, salt))
  return [scheme, salt.toString('base64url'), tag.toString('base64url')].join('$')
}

/** True when the password is the one that was hashed. Without a hash it takes the same time, and is false. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, salt, expected] = (hash ?? (await dummy)).split('$')
  if (!salt || !expected || (scheme !== 'argon2id' && scheme !== 'scrypt')) throw new Error('unknown form of hash')
  const tag = await inTurn(() => digest(scheme, password, Buffer.from(salt, 'base64url')))
  return timingSafeEqual(tag, Buffer.from(expected, 'base64url')) && hash !== null
}

async function digest(scheme: 'argon2id' | 'scrypt', password: string, nonce: Buffer): Promise<Buffer> {
  if (scheme === 'scrypt')
    return new Promise((resolve, reject) => {
      scrypt(password, nonce, tagLength, { ...scryptCost, maxmem: 2 ** 26 }, (error, tag) => {
        if (error) reject(error)
        else resolve(tag)
      })
    })
  if (!runArgon2) throw new Error('this runtime has no argon2, by which the password was hashed')
  return runArgon2('argon2id', { ...argonCost, message: password, nonce, tagLength })
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running++
  else {
    if (waiting.length >= mostWaiting) refuse('unavailable', 'busy', { retryAfter: 5 })
    await new Promise<void>((resolve) => waiting.push(resolve)) // whoever ends hands the place over
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** What the password of an unknown login is compared with. */
const dummy = hashPassword(randomBytes(16).toString('base64url'))
