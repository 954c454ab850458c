/** The stand-in's "binary": `electron [switches] <app> [arguments]`. Loads the app's own main script, with 'electron' being index.ts. */
import { mkdirSync, readFileSync } from 'node:fs'
import * as inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const here = import.meta.dirname
const modules = join(here, '../../node_modules')
const args = process.argv.slice(2)
// what the electron package says of itself, as much as is read
const { version } = JSON.parse(readFileSync(join(modules, 'electron/package.json'), 'utf8')) as { version: string }
process.argv = [join(here, 'electron'), ...args]
Object.assign(process.versions, { electron: version, chrome: '156.0.0.0' })
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: join(here, 'resources') })

const index = pathToFileURL(join(here, 'index.ts')).href
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main|\/common)?$/.test(specifier) ? { url: index, shortCircuit: true } : next(specifier, context),
})
// only now: the modules of the stand-in read the versions and arguments set above
const { app } = await import('./app.ts')
const { startChromium } = await import('./chromium.ts')
const { startInterception } = await import('./interception.ts')
const { state, whileOpen } = await import('./state.ts')

/** Takes a switch such as `--name=value`; false when it is none. */
function takeSwitch(arg: string): boolean {
  const [, name, value] = /^--([^=]+)=?(.*)$/.exec(arg) ?? []
  if (name === undefined) return false
  app.commandLine.appendSwitch(name, value)
  return true
}

const preloads: string[] = []
let position = 0
for (; position < args.length; position++) {
  const arg = args[position] ?? ''
  const [isInspect, port] = /^--inspect(?:-brk)?(?:=(?:.*:)?(\d+))?$/.exec(arg) ?? []
  if (arg === '--version' || arg === '-v') {
    console.log(`v${version}`)
    process.exit()
  } else if (arg === '-r' || arg === '--require') {
    preloads.push(args[++position] ?? '')
  } else if (isInspect) {
    inspector.open(Number(port ?? 9229))
  } else if (!takeSwitch(arg)) break
}
const [appPath = '.', ...appArguments] = args.slice(position)
appArguments.forEach(takeSwitch)
if (app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', app.commandLine.getSwitchValue('user-data-dir'))

const main = app.load(appPath)
const require = createRequire(import.meta.url)
for (const file of preloads) require(file) // Playwright's loader, which holds 'ready' back
await import(pathToFileURL(main).href)

const profile = join(app.getPath('userData'), 'standin-chromium')
mkdirSync(profile, { recursive: true })
const own = ['user-data-dir', 'no-sandbox', 'inspect', 'headless']
const chromium = await startChromium(profile, app.commandLine.listWithout(own))
state.chromium = chromium
chromium.cdp.onEvent((event) => {
  if (event.sessionId) state.contentsBySession.get(event.sessionId)?.takeEvent(event)
  else if (event.method === 'Target.detachedFromTarget') state.contentsBySession.get(event.params.sessionId)?.takeEnd()
})
chromium.cdp.onClose(() => {
  if (!state.isQuitting) app.exit(1)
})
chromium.onStray(({ targetId, sessionId, openerId, url }) => {
  // window.open of a frame, or a command of the browser, that got past the guards in the page
  state.strays.add(targetId)
  whileOpen(chromium.cdp.send('Runtime.runIfWaitingForDebugger', {}, sessionId)) // its opener waits for it, even when it is closed
  whileOpen(chromium.cdp.send('Target.closeTarget', { targetId }))
  if (openerId) state.contentsByTarget.get(openerId)?.openWindow({ url, target: '', features: '' })
})
await startInterception()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
app.becomeReady()
