import { fold } from '../../src-shared/domain/text.ts'
import { type Context, isFresh } from '../store/context.ts'
import { formatId, take, takeIds } from '../store/ids.ts'
import { hashPassword } from '../store/passwords.ts'
import { toRow } from '../store/users/derived.ts'
import { transact } from '../store/transaction.ts'

/** The account that a fresh database starts with, where it gets no demo data. */
export const firstAdmin = { userName: 'admin', email: 'admin@muster.example' } as const

/** Gives a fresh database its first admin, and the organization that it belongs to. */
export async function seedFirstAdmin(context: Context, password: string): Promise<void> {
  const passwordHash = await hashPassword(password)
  await transact(context, async (trx) => {
    if (!(await isFresh(trx))) return // another process was first
    const [partnerId = 0, organizationId = 0, id = 0] = await takeIds(trx, context.idKey, 3)
    const partner = { id: partnerId, name: 'Operator', sortName: fold('Operator') }
    const organization = { id: organizationId, name: 'Operations', sortName: fold('Operations'), partnerId }
    await trx.insertInto('partners').values(partner).execute()
    await trx.insertInto('organizations').values(organization).execute()
    const now = context.now().toISOString()
    const row = toRow({
      ...firstAdmin,
      id: formatId(id),
      displayName: null,
      emailConfirmed: false,
      role: 'admin',
      approved: true,
      disabled: false,
      mustChangePassword: false,
      invitationExpiresAt: null,
      protection: null,
      organization: { id: formatId(organizationId), name: organization.name },
      partner: { id: formatId(partnerId), name: partner.name },
      projects: [],
      creationName: 'system',
      createdAt: now,
      updatedAt: now,
      lastSignInAt: null,
      deletedAt: null,
      version: 1,
    })
    await trx
      .insertInto('users')
      .values({ ...row, feedSeq: await take(trx, 'feed'), notices: 1, passwordHash })
      .execute()
  })
}
