import { everyUser } from '../domain/query.ts'
import type { UserViews, View } from './views-schema.ts'

/** Every user, in the columns of the program. */
export const plainView: View = { query: everyUser, columns: null, names: {} }
/** What a new connection starts from. */
export const noViews: UserViews = { present: plainView, place: null, chosen: null, saved: [] }
