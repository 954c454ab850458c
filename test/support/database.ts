import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** Where a test server keeps its data: in memory, or in a database of its own where the run is one on PostgreSQL. */
export interface TestDatabase {
  /** As `--database` takes it. */
  name: string | null
  drop: () => Promise<void>
}

const template = process.env.MUSTER_TEST_DATABASE

export async function createDatabase(): Promise<TestDatabase> {
  if (template === undefined) return { name: null, drop: () => Promise.resolve() }
  const name = `muster_${randomBytes(6).toString('hex')}`
  await run(`create database ${name}`)
  return { name: template.replace('DATABASE', name), drop: () => run(`drop database ${name} with (force)`) }
}

async function run(command: string): Promise<void> {
  const client = new Client({ connectionString: template?.replace('DATABASE', 'postgres') })
  await client.connect()
  await client.query(command)
  await client.end()
}
