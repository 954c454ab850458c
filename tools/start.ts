/** `npm start`: builds the app and opens it, with the demo unless `--server=URL` names a server. Arguments after `--` are the app's. */
import { join } from 'node:path'
import { buildApp } from './build.ts'
import { prepareMachine } from './machine.ts'
import { runProgram } from './programs.ts'
import { cache, inPackage, root } from './project.ts'
import { openSession } from './session.ts'

const given = process.argv.slice(2)
const isGiven = (name: string) => given.some((arg) => arg === name || arg.startsWith(`${name}=`))

const building = buildApp()
const machine = await prepareMachine(false)
const [isBuilt, session] = await Promise.all([building, openSession(machine, cache, false)])
if (!isBuilt) process.exit(1)

const args = [...given]
if (!isGiven('--server') && !isGiven('--demo')) args.push('--demo')
// secrets that lie in a keyring of ours must not be looked for by the app's data of another one
if (session.hasOwnKeyring && !isGiven('--user-data-dir')) args.push(`--user-data-dir=${join(cache, 'user-data')}`)
// Chromium's sandbox refuses to run as root
const switches = machine.hasElectron && process.getuid?.() === 0 ? ['--no-sandbox'] : []
console.log(`Starting Muster on ${session.description}.`)
const electron = [inPackage('electron', 'cli.js'), ...switches, root, ...args]
process.exit(await runProgram(process.execPath, electron, { env: session.env }))
