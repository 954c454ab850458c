import type { Organization, Project } from '../../src-shared/domain/place.ts'
import type { User } from '../../src-shared/domain/user.ts'

/** Made-up users for page tests and benches: the same for the same number, and cheap to make one by one. */
const first = 'Aiko Bjorn Chidi Dmitri Elena Fatima Greta Hana Ingrid Jonas Layla Mira Noa Oskar Priya Yusuf'.split(' ')
const last = 'Adeyemi Brandt Cohen Dietz Eriksen Fischer Haddad Ivanova Kowalska Mensah Novak Okafor Rao Silva'.split(
  ' ',
)
const written = ['Björn Åkesson', 'ليلى حداد', 'נועה כהן', 'ნინო ბერიძე', 'สมชาย ใจดี', '田中 由紀', 'Дмитрий Иванов']
const organizationNames =
  'Alder Clinic,Brightwater Energy,Cobalt Freight,Dune Logistics,Ember Foods,Fjord Analytics,Gull Media,Harbor Bank,Iris Labs,Juniper Schools,Kite Rail,Lantern Press'.split(
    ',',
  )
const partnerNames = ['Kestrel IT', 'Blue Quay', 'Ostrava Cloud', 'Northwind Partners']
const projectNames = [
  'Atlas',
  'Beacon',
  'Cedar migration',
  'Delta billing',
  'Ember',
  'Field service 2027',
  'Gull',
  'Helix lab',
]
const start = Date.UTC(2025, 0, 1)
const day = 86_400_000

const partners = partnerNames.map((name, at) => ({ id: `p${at}`, name }))
export const organizations: readonly Organization[] = organizationNames.map((name, at) => ({
  id: `o${at}`,
  name,
  partner: pick(partners, at),
  userCount: null,
  projectCount: projectNames.length,
}))
const projectsOf = organizations.map(({ id, name }, at) =>
  projectNames.map((project, number): Project => ({
    id: `j${at}-${number}`,
    name: project,
    organization: { id, name },
    memberCount: (at * 37 + number * 111) % 1300,
  })),
)
export const projects: readonly Project[] = projectsOf.flat()

function pick<T>(all: readonly T[], at: number): T {
  const found = all[at % all.length]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

/** A number that looks random, the same for the same seed. */
function mix(seed: number): number {
  let x = Math.imul((seed + 0x9e3779b9) ^ (seed >>> 15), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

function roleOf(hash: number): User['role'] {
  const share = hash % 100
  return share < 88 ? 'user' : share < 96 ? 'manager' : share < 99 ? 'partner' : 'admin'
}

/** User number `at`. */
export function madeUpUser(at: number): User {
  const hash = mix(at)
  const [given, family] = [pick(first, hash), pick(last, hash >>> 5)]
  const place = (hash >>> 9) % organizations.length
  const { id, name, partner } = pick(organizations, place)
  const role = roleOf(hash >>> 3)
  const userName = `${given}-${family}-${at}`.toLowerCase()
  const count = role === 'user' ? (hash >>> 13) % 5 : 0
  const created = new Date(start + ((hash >>> 4) % 690) * day).toISOString()
  const isInvited = hash % 23 === 0
  const displayName = hash % 17 === 0 ? null : hash % 9 === 0 ? pick(written, hash >>> 7) : `${given} ${family}`
  return {
    id:
      mix(at + 7)
        .toString(36)
        .padStart(7, '0')
        .slice(0, 5) + at.toString(36),
    userName,
    displayName,
    email: `${userName}@${name.split(' ')[0]?.toLowerCase() ?? 'x'}.example`,
    emailConfirmed: hash % 7 !== 0,
    role,
    roleLabel: null,
    approved: hash % 13 !== 0,
    disabled: hash % 19 === 0,
    mustChangePassword: hash % 29 === 0,
    twoFactor: null,
    invitationExpiresAt: isInvited ? new Date(Date.now() + (hash % 2 ? 1 : -1) * 3_600_000).toISOString() : null,
    protection: hash % 211 === 0 ? 'owner' : null,
    organization: { id, name },
    partner,
    projects: (projectsOf[place] ?? []).slice((hash >>> 16) % 4, ((hash >>> 16) % 4) + count).map(reference),
    creationName: hash % 5 === 0 ? 'system' : `import-2026-0${1 + (hash % 9)}`,
    createdAt: created,
    updatedAt: created,
    lastSignInAt: hash % 3 === 0 ? null : new Date(start + ((hash >>> 2) % 690) * day).toISOString(),
    deletedAt: null,
    etag: '"1"',
  }
}

const reference = ({ id, name }: Project) => ({ id, name })

/** Users that stand for what lists have to bear: long names, other scripts, hidden characters. */
export function awkwardUsers(): User[] {
  const base = madeUpUser(1)
  const odd: Partial<User>[] = [
    { userName: 'a-'.padEnd(64, 'very-long-name-'), displayName: 'Maximiliane-Alexandra '.repeat(5).trim() },
    { userName: 'ad\u200Bmin', displayName: 'Admin \u2067evil\u2069' },
    { userName: 'ltr-rtl', displayName: 'شركة Alpha للتقنية' },
  ]
  return odd.map((part, at) => ({
    ...base,
    id: `odd-${at}`,
    role: 'user',
    protection: null,
    email: `odd-${at}@alder.example`,
    ...part,
  }))
}
