import type { Context } from './context.ts'
import type { Trx } from './schema.ts'

/** Runs what writes in a transaction, and tells once it is through; whoever follows the change feed looks then. */
export async function transact<T>(context: Context, run: (trx: Trx) => Promise<T>): Promise<T> {
  const result = await context.db.transaction().execute(run)
  context.signals.emit('written')
  return result
}
