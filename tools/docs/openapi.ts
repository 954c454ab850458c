import { musterApi } from '../../src-server/dialects/muster/index.ts'
import { createApp } from '../../src-server/http.ts'
import { silentLog } from '../../src-server/log.ts'
import { openContext } from '../../src-server/store/context.ts'
import { openSqlite } from '../../src-server/store/sqlite.ts'

/** The OpenAPI document as the server answers it, as the text of docs/openapi.json. */
export async function openApiText(): Promise<string> {
  const context = await openContext(openSqlite(null), () => new Date())
  const app = await createApp(silentLog)
  const options = { isDemo: false, mailboxUrl: () => null, demoLogin: null, oidc: null, log: silentLog }
  await app.register(musterApi(context, options), { prefix: '/v1' })
  try {
    const answer = await app.inject('/v1/openapi.json')
    return `${JSON.stringify(answer.json(), null, 2)}\n`
  } finally {
    await app.close()
    await context.db.destroy()
  }
}
