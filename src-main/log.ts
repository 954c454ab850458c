import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import electronLog from 'electron-log/node'

/** The log file of the program. Failures are logged as data; what carries a token, a password or a link never gets here. */
export interface Log {
  info(text: string): void
  /** Logs a defect and answers the reference by which it is found again. */
  defect(error: unknown): string
}

export function openLog(folder: string): Log {
  const log = electronLog.create({ logId: 'muster' })
  log.transports.console.level = false
  log.transports.file.resolvePathFn = () => join(folder, 'muster.log')
  log.transports.file.maxSize = 2 * 1024 * 1024
  return {
    info: (text) => {
      log.info(text)
    },
    defect: (error) => {
      const reference = randomBytes(4).toString('hex')
      log.error(`[${reference}]`, error instanceof Error ? (error.stack ?? error.message) : String(error))
      return reference
    },
  }
}
