import type { App } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Context } from '../../store/context.ts'
import { requireToken } from './auth.ts'
import { addBulk } from './bulk.ts'
import { addEvents } from './events.ts'
import { addJobs } from './jobs.ts'
import { addHealth } from './health.ts'
import { addMeta, type MetaOptions } from './meta.ts'
import { addOidcSignIn } from './oidc-sign-in.ts'
import { addOpenApi } from './openapi.ts'
import { addMembers, addPlaces } from './places.ts'
import { addOwnSessions, addProfile } from './profile.ts'
import { addRecords } from './records.ts'
import { addSignIn, addSignOut } from './sessions.ts'
import { addUserActions } from './user-actions.ts'
import { addUserList } from './user-list.ts'
import { addUsers } from './users.ts'

interface ApiOptions extends MetaOptions {
  /** The account that signs in without a password; null but on a demo server. */
  demoLogin: string | null
  log: Log
}

/** The API of Muster itself, version 1; register it under `/v1`. */
export const musterApi = (context: Context, options: ApiOptions) =>
  async function api(app: App): Promise<void> {
    await addOpenApi(app)
    addHealth(app, context)
    addMeta(app, context, options)
    addSignIn(app, context, options.demoLogin)
    addOidcSignIn(app, context, options.oidc)
    await app.register((guarded: App, _options, done) => {
      requireToken(guarded, context)
      addSignOut(guarded, context)
      addProfile(guarded, context)
      addOwnSessions(guarded, context)
      addUserList(guarded, context)
      addUsers(guarded, context)
      addUserActions(guarded, context)
      addBulk(guarded, context)
      addJobs(guarded, context)
      addPlaces(guarded, context)
      addMembers(guarded, context)
      addRecords(guarded, context)
      addEvents(guarded, context, options.log)
      done()
    })
  }
