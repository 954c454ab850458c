import { startPostgres } from '../../tools/postgres.ts'

/** Starts the PostgreSQL that the specs of this run use; `postgres-or-skip.ts` skips them where there is none. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  const postgres = await startPostgres()
  if (typeof postgres === 'string') {
    console.log(`skipped on PostgreSQL: ${postgres}`)
    process.env.MUSTER_NO_POSTGRES = postgres
    return undefined
  }
  process.env.MUSTER_TEST_DATABASE = postgres.urlOf('DATABASE')
  return postgres.stop
}
