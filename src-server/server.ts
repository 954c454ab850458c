import { cloudworksApi } from './dialects/cloudworks/index.ts'
import { startBulkRunner } from './bulk-runner.ts'
import { musterApi } from './dialects/muster/index.ts'
import { addHealth } from './dialects/muster/health.ts'
import { type App, createApp } from './http.ts'
import type { Log } from './log.ts'
import { startSender } from './mail/sender.ts'
import { type Sink, startSink } from './mail/sink.ts'
import { openOidc } from './oidc.ts'
import type { ServerOptions } from './options.ts'
import { linkPages } from './pages/link-pages.ts'
import { mailbox } from './pages/mailbox.ts'
import { namedAccounts } from './seed/accounts.ts'
import { prepareAccounts, type ReadyAccounts } from './seed/prepare.ts'
import { type Context, openContext } from './store/context.ts'
import { namedWhenAway, openEngine } from './store/open-engine.ts'
import { tidyUp } from './store/upkeep.ts'

/** What a server says once it is ready, on one line. */
export interface Ready extends ReadyAccounts {
  listening: string
  /** Where the server speaks as CloudWorks. */
  cloudworks?: string
  /** Where the demo's mails are shown. */
  mailbox?: string
}

export interface RunningServer {
  ready: Ready
  context: Context
  /** Stops accepting, finishes what runs, and closes everything. */
  close: () => Promise<void>
}

const tidyEveryMs = 60 * 60 * 1000
/** Whoever still reads slowly by then is cut off. */
const patienceMs = 10_000

/** Puts a server together and starts it: store, dialects, pages, mail. `now` is the clock of all its rules. */
export async function startServer(options: ServerOptions, log: Log, now = () => new Date()): Promise<RunningServer> {
  const idSecret = options.users === null || options.seed === null ? undefined : `seed ${options.seed}`
  const context = await openContext(openEngine(options.database), now, idSecret).catch((error: unknown) => {
    throw namedWhenAway(error, options.database)
  })
  const accounts = await prepareAccounts(context, options)
  const sink = options.isDemo && options.smtp === null ? await startSink() : null
  let listening = ''
  const app = await createApp(log, options.trustedProxies)
  await addRoutes(app, context, options, log, sink, () => listening)
  listening = addressOf(await app.listen({ host: options.host, port: options.port }))
  const cloudworks = await startCloudworks(context, options, log)
  const smtpUrl = options.smtp ?? sink?.url
  const publicUrl = options.publicUrl ?? listening
  if (!smtpUrl) log.info('no mail server is given: mails wait in the outbox')
  const sender = smtpUrl ? startSender(context, { smtpUrl, from: senderOf(publicUrl), publicUrl, log }) : null
  const stopListening = await context.engine.listen(
    () => context.signals.emit('written'),
    (error) => log.error('listening failed', { error }),
  )
  const runner = startBulkRunner(context, log)
  const upkeep = startUpkeep(context, log)
  return {
    ready: {
      listening,
      ...(cloudworks && { cloudworks: cloudworks.listening }),
      ...accounts,
      ...(sink && { mailbox: `${listening}/dev/mailbox` }),
    },
    context,
    close: async () => {
      clearInterval(upkeep)
      await Promise.all([closeApp(app), cloudworks && closeApp(cloudworks.app)])
      await runner.stop()
      await sender?.stop()
      await stopListening()
      await sink?.stop()
      await context.db.destroy()
    },
  }
}

async function addRoutes(
  app: App,
  context: Context,
  { isDemo, oidc: trusted }: ServerOptions,
  log: Log,
  sink: Sink | null,
  listening: () => string,
): Promise<void> {
  const demoLogin = isDemo ? namedAccounts.find(({ role }) => role === 'admin')?.userName : undefined
  const mailboxUrl = () => (sink ? `${listening()}/dev/mailbox` : null)
  const oidc = trusted && openOidc(trusted.issuer, trusted.clientId)
  const api = musterApi(context, { isDemo, mailboxUrl, demoLogin: demoLogin ?? null, oidc, log })
  await app.register(api, { prefix: '/v1' })
  for (const prefix of ['', '/v1']) await app.register(linkPages(context), { prefix })
  await app.register((root: App, _options, done) => {
    addHealth(root, context)
    done()
  })
  if (sink) await app.register(mailbox(sink))
}

/** The second dialect has a port of its own: its paths are those of another server. */
async function startCloudworks(context: Context, { cloudworksPort, host, trustedProxies }: ServerOptions, log: Log) {
  if (cloudworksPort === null) return null
  const app = await createApp(log, trustedProxies)
  await app.register(cloudworksApi(context, log), { prefix: '/api/v1' })
  return { app, listening: addressOf(await app.listen({ host, port: cloudworksPort })) }
}

const addressOf = (listening: string): string => listening.replace(/\/+$/, '')

/** Mails come from the host that people know. */
function senderOf(publicUrl: string): string {
  const { hostname } = new URL(publicUrl)
  return `Muster <muster@${/^[\d.]+$|:|^localhost$/.test(hostname) ? 'localhost.localdomain' : hostname}>`
}

function startUpkeep(context: Context, log: Log): NodeJS.Timeout {
  const run = () => void tidyUp(context).catch((error: unknown) => log.error('upkeep failed', { error }))
  run()
  return setInterval(run, tidyEveryMs).unref()
}

async function closeApp(app: App): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  await app.close()
  clearTimeout(cut)
}
