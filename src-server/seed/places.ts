import { fold } from '../../src-shared/domain/text.ts'
import type { Reference } from '../../src-shared/domain/user.ts'
import type { Context } from '../store/context.ts'
import { formatId, takeIds } from '../store/ids.ts'
import type { Trx } from '../store/schema.ts'
import { namedAccounts } from './accounts.ts'
import { organizations, partners, projects } from './names.ts'

/** An organization as it was written, and what its users are made of. */
export interface SeededOrganization extends Reference {
  partner: Reference
  host: string
  weight: number
  projects: Reference[]
  /** User name of who creates users there, beside the admin. */
  creator: string
}

const projectsEach = 5

/** Writes partners, organizations and projects. */
export async function seedPlaces(trx: Trx, context: Context): Promise<SeededOrganization[]> {
  const count = partners.length + organizations.length * (1 + projectsEach)
  const ids = await takeIds(trx, context.idKey, count)
  const place = (name: string) => ({ id: ids.shift() ?? 0, name, sortName: fold(name) })
  const reference = ({ id, name }: { id: number; name: string }): Reference => ({ id: formatId(id), name })
  const [, partnerAccount] = namedAccounts

  const partnerRows = partners.map(place)
  await trx.insertInto('partners').values(partnerRows).execute()
  const seeded: SeededOrganization[] = []
  for (const [at, { name, host, weight, partner }] of organizations.entries()) {
    const partnerRow = partnerRows[partners.indexOf(partner)]
    if (!partnerRow) throw new Error(`${partner} is no partner`)
    const row = { ...place(name), partnerId: partnerRow.id }
    await trx.insertInto('organizations').values(row).execute()
    const names = Array.from(
      { length: projectsEach },
      (_, step) => projects[(at * projectsEach + step) % projects.length],
    )
    const projectRows = names.map((project = '') => ({ ...place(project), organizationId: row.id }))
    await trx.insertInto('projects').values(projectRows).execute()
    seeded.push({
      ...reference(row),
      partner: reference(partnerRow),
      host,
      weight,
      projects: projectRows.map(reference),
      creator: partner === partners[0] && partnerAccount ? partnerAccount.userName : 'mira-novak',
    })
  }
  return seeded
}
