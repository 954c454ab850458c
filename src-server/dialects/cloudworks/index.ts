import type { App } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Context } from '../../store/context.ts'
import { addAccessKeys } from './access-keys.ts'
import { addAuth } from './auth.ts'
import { requireJwt, takeAnyCase } from './inputs.ts'
import { addPlaces, addProjects } from './places.ts'
import { answerProblem, sendDetails } from './problem.ts'
import { addProfile } from './profile.ts'
import { addBindings } from './projects.ts'
import { addRecords } from './records.ts'
import { addUserList } from './user-list.ts'
import { addUsers } from './users.ts'

/**
 * CloudWorks, generation 1: its calls about users over our store and rules, so that its clients work here unchanged. Register
 * it under `/api/v1`, on a port of its own.
 */
export const cloudworksApi = (context: Context, log: Log) =>
  async function api(app: App): Promise<void> {
    app.setErrorHandler(answerProblem(log))
    app.setNotFoundHandler((request, reply) =>
      sendDetails(request, reply, { status: 404, detail: 'There is no such call here.' }),
    )
    takeAnyCase(app)
    addAuth(app, context)
    await app.register((guarded: App, _options, done) => {
      requireJwt(guarded, context)
      addAccessKeys(guarded, context)
      addProfile(guarded, context)
      addUserList(guarded, context)
      addUsers(guarded, context)
      addBindings(guarded, context)
      addPlaces(guarded, context)
      addProjects(guarded, context)
      addRecords(guarded, context)
      done()
    })
  }
