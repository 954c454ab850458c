import type { Context } from './context.ts'
import type { Trx } from './schema.ts'

/**
 * Runs what writes in a transaction: one at a time, in all processes on the database, so that what it read still holds when
 * it writes (ADR 0020). Once it is through, whoever follows the change feed is told.
 */
export async function transact<T>(context: Context, run: (trx: Trx) => Promise<T>): Promise<T> {
  const { db, engine, signals, inTurn } = context
  // those that wait here hold no connection, which readers may need
  const result = await inTurn(() =>
    db.transaction().execute(async (trx) => {
      await engine.lock(trx)
      const done = await run(trx)
      await engine.announce(trx)
      return done
    }),
  )
  signals.emit('written')
  return result
}
