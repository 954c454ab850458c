import { inspect } from 'node:util'

/** What the server says of itself, one JSON line each on stderr. Nothing of requests but their path is told. */
export interface Log {
  info(message: string, facts?: Record<string, unknown>): void
  /** `facts.error` is told with its stack. */
  error(message: string, facts?: Record<string, unknown>): void
}

export function createLog(write: (line: string) => void): Log {
  const tell = (level: string, message: string, facts: Record<string, unknown>) => {
    const { error, ...others } = facts
    const stack = error === undefined ? {} : { error: error instanceof Error ? error.stack : inspect(error) }
    write(JSON.stringify({ at: new Date().toISOString(), level, message, ...others, ...stack }))
  }
  return {
    info: (message, facts = {}) => tell('info', message, facts),
    error: (message, facts = {}) => tell('error', message, facts),
  }
}

export const silentLog: Log = { info: () => undefined, error: () => undefined }
