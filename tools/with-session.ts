/** Runs a command in the session that `session.ts` prepares: `node tools/with-session.ts playwright test`. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareMachine } from './machine.ts'
import { endWithParent, startSession } from './session.ts'

prepareMachine()
const state = mkdtempSync(join(tmpdir(), 'muster-session-'))
const session = await startSession(state)
const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
const end = () => child.kill('SIGTERM')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
endWithParent(end)
child.on('exit', (code) => {
  session.stop()
  rmSync(state, { recursive: true, force: true, maxRetries: 5 })
  process.exit(code ?? 1)
})
