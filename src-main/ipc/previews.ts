import type { Actor } from '../../src-shared/domain/can.ts'
import type { Edit } from '../../src-shared/domain/staging-schema.ts'
import { createFacts, createPreview } from '../../src-shared/domain/plan/preview.ts'
import { User } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { EditPreview, TargetFacts } from '../../src-shared/ipc/work-shapes.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { ListsHost } from '../lists/host.ts'

/** Users that are looked at at a time, so that main answers others in between. */
const chunk = 2000
/** Rows of a preview. */
const shown = 8

type Fields = (keyof User)[]
const everyField = Object.keys(User.shape) as Fields // a schema has the keys of its type
const placeFields: Fields = ['id', 'role', 'organization', 'projects']

/** Answers what the copy knows of users before they are edited: nothing is asked of the server. */
export function createPreviews(lists: Pick<ListsHost, 'values'>) {
  let newest = 0

  async function* usersOf(connection: string, ids: readonly string[], fields: Fields): AsyncGenerator<User> {
    for (let at = 0; at < ids.length; at += chunk) {
      const { ids: found, columns } = await lists.values(connection, ids.slice(at, at + chunk), fields)
      for (const row of found.keys()) {
        const values = Object.entries(columns).map(([field, column]) => [field, column[row]])
        yield Object.fromEntries(values) as User // the columns are those of users
      }
    }
  }

  return {
    async facts(connection: string, ids: readonly string[]): Promise<TargetFacts> {
      const facts = createFacts()
      for await (const user of usersOf(connection, ids, placeFields)) facts.add(user)
      return facts.result()
    },

    /** Null as soon as a newer preview is asked for. */
    async preview(connection: Connection, ids: readonly string[], edit: Edit): Promise<EditPreview | null> {
      const mine = ++newest
      const actor: Actor | null = connection.account
      if (!actor) throw new Failed({ kind: 'unauthorized', code: 'expired' })
      const { nameRules } = connection.capabilities
      const { protectedAccounts } = connection.settings
      // which project belongs where is asked of the server by the plan
      const preview = createPreview(edit, { actor, nameRules, protectedAccounts, projects: new Map() }, shown)
      for await (const user of usersOf(connection.id, ids, everyField)) {
        if (mine !== newest) return null
        preview.add(user)
      }
      return preview.result()
    },
  }
}
