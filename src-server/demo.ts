/**
 * The demo server inside the program: entry of a utility process. It takes the options of `npm run server`, tells its
 * parent when it is ready, and ends with it.
 */
import { createLog } from './log.ts'
import { readOptions } from './options.ts'
import { startServer } from './server.ts'

/** What Electron adds to a utility process. */
interface ParentPort {
  postMessage(message: unknown): void
}

const checkEveryMs = 500

const log = createLog((line) => process.stderr.write(`${line}\n`))
const { parentPort } = process as typeof process & { parentPort?: ParentPort }
const options = readOptions(['--demo', ...process.argv.slice(2)])
const server = await startServer(options, log)
parentPort?.postMessage(server.ready)

let isEnding = false
const end = (): void => {
  if (isEnding) return
  isEnding = true
  clearInterval(watch)
  server.close().then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
// a parent that was killed says nothing, and its children are given to another
const parent = process.ppid
const watch = setInterval(() => {
  if (process.ppid !== parent) end()
}, checkEveryMs)
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
