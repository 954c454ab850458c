import { type Refusal, refusalOf } from './refusal.ts'

/** Of sockets and of names. */
const socketCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT']
/** Of PostgreSQL (its manual, appendix A): connections, those that are ended, and those of which there are too many. */
const serverCodes = /^(08...|57P0[123]|53300)$/
/** What the driver says without a code. */
const sentences = /^Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/

/** Whether an error of the store says that its database cannot be reached, which passes. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isOfSocket = socketCodes.includes(code) && 'syscall' in error
  return isOfSocket || serverCodes.test(code) || sentences.test(error.message)
}

/** The refusal in something caught, and that of a database which cannot be reached; null for a defect. */
export function refusalOrAway(error: unknown): Refusal | null {
  const refusal = refusalOf(error)
  if (refusal || !isDatabaseAway(error)) return refusal
  return { kind: 'unavailable', code: 'database_away', issues: [], retryAfter: 5 }
}
