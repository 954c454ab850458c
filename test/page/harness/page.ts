// The page as it is, over a main process that is made up; what a test wants of it stands in the address.
import type { Connection } from '../../../src-shared/ipc/shapes.ts'
import { type BridgeControl, createBridge } from '../../support/bridge.ts'
import { demoConnection } from '../../support/demo-connection.ts'

declare global {
  interface Window {
    control: BridgeControl
    /** What the policy of the page refused. */
    refusals: string[]
  }
}

const wanted = new URLSearchParams(location.search)
const change = JSON.parse(wanted.get('connection') ?? '{}') as Partial<Connection> // written by the test itself
const theme = wanted.get('theme')
document.documentElement.dir = wanted.get('dir') ?? 'ltr'

const { bridge, control } = createBridge({
  users: Number(wanted.get('users') ?? '5000'),
  isPlain: wanted.has('plain'),
  latency: Number(wanted.get('latency') ?? '2'),
  theme: theme === 'dark' ? 'dark' : 'light',
  connections: wanted.has('none') ? [] : [{ ...demoConnection(), ...change }],
  platform: wanted.get('platform') ?? 'linux',
})
Object.assign(window, { muster: bridge, control, refusals: [] })
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
  window.refusals.push(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`)
})

if (wanted.get('view') === 'projects') await import('./projects.ts')
else await import('../../../src-renderer/main.ts')
