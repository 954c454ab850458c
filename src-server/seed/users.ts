import type { StoredUser } from '../store/users/stored-user.ts'
import { namedAccounts } from './accounts.ts'
import { createPeople, type Person } from './people.ts'
import type { SeededOrganization } from './places.ts'
import { type Chance, createChance } from './random.ts'

/** Everything in the demo data is as old as it looks from here; only what is open or kept is counted from the start. */
const today = Date.parse('2026-11-16T09:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute

/** `id` is given when it is written. */
export type SeedUser = Omit<StoredUser, 'id'>

/** `count` users and, behind them, some that were deleted. The named accounts come first. */
export function* createUsers(
  organizations: readonly SeededOrganization[],
  seed: number,
  count: number,
  start: Date,
): Generator<SeedUser> {
  const chance = createChance(seed)
  const nextPerson = createPeople(
    chance,
    namedAccounts.map(({ userName }) => userName),
  )
  const [home] = organizations
  if (!home) return
  for (const { userName, displayName, role } of namedAccounts.slice(0, count)) {
    const person = { userName, displayName, mailbox: userName }
    yield { ...settled(chance, person, home), role, projects: role === 'user' ? home.projects.slice(0, 2) : [] }
  }
  for (let made = namedAccounts.length; made < count; made++) {
    const organization = chance.weighted(organizations)
    yield inSomeState(chance, settled(chance, nextPerson(), organization), organization, start)
  }
  for (let made = 0; made < Math.ceil(count / 200); made++) {
    const organization = chance.weighted(organizations)
    const deletedAt = new Date(start.getTime() - chance.below(25 * day)).toISOString()
    yield { ...settled(chance, nextPerson(), organization), deletedAt, updatedAt: deletedAt, version: 2 }
  }
}

/** An account to which nothing is to be done. */
function settled(chance: Chance, person: Person, organization: SeededOrganization): SeedUser {
  const created = today - chance.below(1100 * day)
  const signedIn = chance.is(0.85) ? created + chance.below(today - created) : null
  return {
    userName: person.userName,
    displayName: person.displayName,
    email: `${person.mailbox}@${organization.host}`,
    emailConfirmed: true,
    role: 'user',
    approved: true,
    disabled: false,
    mustChangePassword: false,
    invitationExpiresAt: null,
    protection: null,
    organization: { id: organization.id, name: organization.name },
    partner: organization.partner,
    projects: [],
    creationName: chance.is(0.6) ? 'system' : chance.pick(['mira-novak', organization.creator]),
    createdAt: new Date(created).toISOString(),
    updatedAt: new Date(created + chance.below(today - created)).toISOString(),
    lastSignInAt: signedIn === null ? null : new Date(signedIn).toISOString(),
    deletedAt: null,
    version: 1 + chance.below(4),
  }
}

/** Most are settled; some wait for something, and a few are no business of the users page. */
function inSomeState(chance: Chance, user: SeedUser, organization: SeededOrganization, start: Date): SeedUser {
  if (chance.is(0.002)) return { ...user, role: chance.is(0.2) ? 'admin' : 'partner' }
  if (chance.is(0.003)) return { ...user, role: 'manager', protection: 'owner' }
  if (chance.is(0.003)) return { ...user, protection: 'readOnly' }
  const isManager = chance.is(0.15)
  const changed: SeedUser = {
    ...user,
    role: isManager ? 'manager' : 'user',
    projects: isManager ? [] : chance.some(organization.projects, chance.pick([0, 0, 1, 1, 1, 2, 2, 3, 4, 5])),
  }
  const state = chance.next()
  if (state < 0.04) return { ...changed, ...invited(new Date(start.getTime() + (5 + chance.below(170)) * minute)) }
  if (state < 0.07) return { ...changed, ...invited(new Date(today - chance.below(40 * day))) }
  if (state < 0.13) return { ...changed, approved: false, lastSignInAt: null }
  if (state < 0.2) return { ...changed, disabled: true }
  if (state < 0.23) return { ...changed, mustChangePassword: true }
  if (state < 0.32) return { ...changed, emailConfirmed: false }
  return changed
}

const invited = (expires: Date) => ({
  invitationExpiresAt: expires.toISOString(),
  emailConfirmed: false,
  lastSignInAt: null,
})
