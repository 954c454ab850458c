/**
 * `npm start`: prepares machine and session, builds, and opens the app with its demo. Arguments after `--` go to the app:
 * `npm start -- --server=https://users.example.org --user-data-dir=DIR`.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.ts'
import { prepareMachine, root } from './machine.ts'
import { endWithParent, startSession } from './session.ts'

const state = join(root, '.cache/session')

async function start(): Promise<void> {
  prepareMachine()
  const [session] = await Promise.all([startSession(state), build()])
  console.log(`Muster on ${session.words}`)
  const args = process.argv.slice(2)
  const has = (name: string) => args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  if (!has('server') && !has('demo')) args.push('--demo')
  if (session.isPrivate && !has('user-data-dir')) args.push(`--user-data-dir=${join(state, 'user-data')}`)
  const app = spawn(process.execPath, [join(root, 'node_modules/electron/cli.js'), root, ...args], { stdio: 'inherit' })
  const end = () => app.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  endWithParent(end)
  app.on('exit', (code) => {
    session.stop()
    process.exit(code ?? 1)
  })
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
