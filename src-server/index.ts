/** `npm run server`: one JSON line on stdout once it is ready, everything else on stderr. */
import { createLog } from './log.ts'
import { readOptions, type ServerOptions, usage } from './options.ts'
import { startServer } from './server.ts'

function optionsOrEnd(): ServerOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(2)
  }
}

const log = createLog((line) => process.stderr.write(`${line}\n`))
const options = optionsOrEnd()
try {
  const server = await startServer(options, log)
  process.stdout.write(`${JSON.stringify(server.ready)}\n`)
  let isEnding = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (isEnding) return
      isEnding = true
      log.info('stopping', { signal })
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error('could not stop cleanly', { error })
          process.exit(1)
        },
      )
    })
} catch (error) {
  log.error('the server could not start', { error })
  process.exit(1)
}
