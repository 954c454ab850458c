import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, net, shell, utilityProcess } from 'electron'
import { Failed, type Failure } from '../src-shared/failure.ts'
import { channels } from '../src-shared/ipc/channels.ts'
import type { EventBody, EventName } from '../src-shared/ipc/contract.ts'
import type { Start } from '../src-shared/ipc/shapes.ts'
import { createConnections } from './connections/connections.ts'
import { createIdentify } from './browser-sign-in/identify.ts'
import { createCopyFiles } from './connections/copy-files.ts'
import { createJobFiles } from './connections/job-files.ts'
import { createDemo } from './demo.ts'
import { createHandlers } from './ipc/handlers.ts'
import { isOwnPage } from './ipc/sender.ts'
import { nameWaiting } from './ipc/waiting.ts'
import { createServe } from './ipc/serve.ts'
import { connectLists } from './lists/host.ts'
import { openLog } from './log.ts'
import { setMenu } from './menu.ts'
import { pageUrl, registerScheme, servePage } from './protocol.ts'
import { createCloudworks } from './providers/cloudworks/index.ts'
import { createHttp } from './providers/http.ts'
import { createMusterApi } from './providers/muster-api/index.ts'
import { createRegistry } from './providers/registry.ts'
import { openKeychain } from './secrets/keychain.ts'
import { createSecrets } from './secrets/store.ts'
import { openSettings } from './settings.ts'
import { lockDown, openWindow, whenSeen } from './window.ts'
import { createAccountWork } from './work/account-work.ts'
import { startDesk } from './work/host.ts'

const here = import.meta.dirname

/** The only file that builds and wires: every other takes what it needs as an argument. */
async function run(): Promise<void> {
  const folder = app.getPath('userData')
  const log = openLog(join(folder, 'logs'))
  process.on('uncaughtException', log.defect)
  process.on('unhandledRejection', log.defect)

  // started before the window, since the first rows wait for it
  const lists = connectLists({
    start: (workerData) => new Worker(join(here, 'lists-worker.js'), { workerData }),
    onChanged: (list) => tell('list.changed', list),
    onTrouble: (connection, trouble) => connections.hearTrouble(connection, trouble),
  })
  const settings = openSettings(join(folder, 'settings.json'), (kept) => log.info(`settings set aside as ${kept}`))
  nativeTheme.themeSource = settings.get().theme

  const secrets = createSecrets(openKeychain('Muster'), {
    get: () => settings.get().keychain,
    saveCanary: (canaryHash) => settings.change({ keychain: { ...settings.get().keychain, canaryHash } }),
  })
  const copies = createCopyFiles({ folder, secrets })
  const jobFiles = createJobFiles({
    ...{ folder, secrets, now: () => new Date() },
    startDesk: (file, key) => startDesk(new Worker(join(here, 'work-worker.js')), file, key),
  })
  const demo = createDemo(() =>
    utilityProcess.fork(join(here, 'demo-server.js'), ['--database', join(folder, 'demo.db'), '--users', '5000'], {
      serviceName: 'Muster demo server',
    }),
  )
  const userAgent = `Muster/${app.getVersion()}`
  const connect = (address: string) =>
    createHttp({ address, fetch: (input, init) => net.fetch(input as string, init), userAgent })
  const identify = createIdentify({
    fetch: (input, init) => net.fetch(input as string, init),
    openOutside: (url) => shell.openExternal(url),
    onReturn: showWindow,
  })
  const connections = createConnections({
    settings,
    secrets,
    demo,
    lists,
    copies,
    registry: createRegistry([
      createMusterApi({ connect, newKey: randomUUID, identify }),
      createCloudworks({ connect, now: Date.now, wait: waitUnlessAborted }),
    ]),
    openWork: async (instance, account, deps) =>
      createAccountWork({
        ...deps,
        desk: await jobFiles.open(instance, account),
        onWaiting: (changes) =>
          void nameWaiting(lists, instance, changes).then((named) => {
            tell('work.waiting', { connection: instance, changes: named })
          }),
        onJob: (job) => tell('job.changed', { connection: instance, job }),
        onPlan: (plan) => tell('plan.changed', { connection: instance, plan }),
        newKey: randomUUID,
        now: () => new Date(),
        wait: async (milliseconds) => {
          await wait(milliseconds)
        },
      }),
    forget: jobFiles.forget,
    now: () => new Date(),
    historyBegins: () => new Date(Date.now() - settings.get().historyDays * 24 * 3_600_000),
    wait: async (milliseconds, signal) => {
      await wait(milliseconds, undefined, { signal })
    },
    whenSeen,
    random: Math.random,
    onUsersChanged: (connection, ids) => tell('users.changed', { connection, ids }),
    onPlacesChanged: (connection) => tell('places.changed', { connection }),
    onRemoved: (connection) => tell('connection.removed', { connection }),
    onChanged: (connection) => tell('connection.changed', connection),
    onActivated: (connection) => tell('connection.activated', { connection }),
    onWorkEnded: (sent, change, connection) => tell('work.ended', { ...sent, change, connection }),
    onDefect: log.defect,
  })

  const { commandLine } = app
  const address = commandLine.hasSwitch('server') ? commandLine.getSwitchValue('server') : null
  let start: Start = { isOpening: true, address, failure: null }
  const serve = createServe({
    handlers: createHandlers({
      version: app.getVersion(),
      platform: process.platform,
      settings,
      connections,
      lists,
      start: () => start,
      onSettings: (changed) => {
        nativeTheme.themeSource = changed.theme
        tell('settings.changed', changed)
      },
      openOutside: (url) => shell.openExternal(url),
      chooseFile: async (name) => {
        const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name })
        return canceled ? null : filePath
      },
      onExporting: (connection, rows) => tell('audit.exporting', { connection, rows }),
      onStaged: (connection, sets) => tell('staged.changed', { connection, sets }),
      now: () => new Date(),
    }),
    isOwnPage: (event: Electron.IpcMainInvokeEvent) => isOwnPage(event, pageUrl),
    defect: log.defect,
  })
  ipcMain.handle(channels.call, serve)

  lockDown()
  setMenu(process.platform, (id) => tell('command.chosen', { id }))
  await servePage(join(here, '../renderer'))
  openWindow({ url: pageUrl, preload: join(here, '../preload/preload.cjs'), isAllowedOutside: () => false })

  app.on('second-instance', showWindow)
  app.on('will-quit', () => demo.stop())

  const failure = await openFirst().then(
    () => null,
    (error: unknown): Failure =>
      error instanceof Failed ? error.failure : { kind: 'internal', reference: log.defect(error) },
  )
  start = { isOpening: false, address, failure }
  tell('start.changed', start)

  /** The server named on the command line, the demo, or what was open the last time. */
  async function openFirst(): Promise<void> {
    if (address !== null) await connections.add(address)
    else if (commandLine.hasSwitch('demo')) {
      const { listening, mailbox } = await demo.start()
      console.log(`Demo server: ${listening}\nMails it sends: ${mailbox}`)
      await connections.startDemo()
    } else await connections.reopen()
  }
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** Rejects with the signal's own reason, as a request does. */
async function waitUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined)
  signal.throwIfAborted()
}

function tell<E extends EventName>(event: E, body: EventBody<E>): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channels.event, event, body)
}

registerScheme()
if (app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'))
app.on('window-all-closed', () => app.quit())
if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else app.quit()
