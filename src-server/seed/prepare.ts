import { randomBytes } from 'node:crypto'
import type { Role } from '../../src-shared/domain/role.ts'
import { caseless } from '../../src-shared/domain/text.ts'
import type { ServerOptions } from '../options.ts'
import { type Context, isFresh } from '../store/context.ts'
import { verifyPassword } from '../store/passwords.ts'
import { namedAccounts, passwordFromSeed } from './accounts.ts'
import { firstAdmin, seedFirstAdmin } from './first-admin.ts'
import { seedDemo } from './seed.ts'

export interface ReadyAccount {
  login: string
  email: string
  /** Null where it is not known any more. */
  password: string | null
}

/** Who can sign in to a server that has just started. */
export interface ReadyAccounts {
  admin: ReadyAccount
  /** Only of a demo. */
  accounts?: (ReadyAccount & { role: Role })[]
}

/** Fills a fresh database, and tells who can sign in. */
export async function prepareAccounts(context: Context, options: ServerOptions): Promise<ReadyAccounts> {
  const { users, seed } = options
  const passwords = new Map<string, string>()
  const passwordOf = (userName: string): string => {
    const password =
      passwords.get(userName) ??
      (seed === null ? randomBytes(15).toString('base64url') : passwordFromSeed(seed, userName))
    passwords.set(userName, password)
    return password
  }
  if (await isFresh(context.db)) {
    if (users === null) await seedFirstAdmin(context, passwordOf(firstAdmin.userName))
    else await seedDemo(context, { users, seed: seed ?? 1, passwordOf })
  } else if (seed !== null) {
    for (const { userName } of [...namedAccounts, firstAdmin]) passwordOf(userName) // tried below
  }
  const tell = (userName: string) => describe(context, userName, passwords.get(userName) ?? null)
  const [named] = namedAccounts
  const admin = (named && (await tell(named.userName))) ?? (await tell(firstAdmin.userName))
  const accounts = await Promise.all(
    namedAccounts.map(async ({ userName, role }) => {
      const account = await tell(userName)
      return account ? [{ role, ...account }] : []
    }),
  )
  return {
    admin: admin ?? { login: firstAdmin.userName, email: firstAdmin.email, password: null },
    ...(options.isDemo && { accounts: accounts.flat() }),
  }
}

/** The account as it is now; its password only if it still signs in. */
async function describe(context: Context, userName: string, password: string | null): Promise<ReadyAccount | null> {
  const user = await context.db
    .selectFrom('users')
    .select(['userName', 'email', 'passwordHash'])
    .where('uniqueName', '=', caseless(userName))
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!user) return null
  const isRight = password !== null && (await verifyPassword(password, user.passwordHash))
  return { login: user.userName, email: user.email, password: isRight ? password : null }
}
