import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { foldSearch, placeSearchFrom } from '../../../src-shared/domain/query.ts'
import type { Engine } from '../engine.ts'
import type { Database } from '../schema.ts'

/** A condition on `users` for what a person typed, by the rule of `findHit`; null when that asks for nothing. */
export async function searchFor(db: Database, engine: Engine, typed: string): Promise<RawBuilder<SqlBool> | null> {
  const text = foldSearch(typed)
  if (text === '') return null
  const looksInPlaces = text.length >= placeSearchFrom
  const organizationIds = looksInPlaces ? await placesNamed(db, 'organizations', text) : []
  const projectIds = looksInPlaces ? await placesNamed(db, 'projects', text) : []
  return engine.matches(db, { text, organizationIds, projectIds })
}

async function placesNamed(db: Database, table: 'organizations' | 'projects', text: string): Promise<number[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const found = db
    .selectFrom(table)
    .select('id')
    .where(sql<SqlBool>`"sortName" like ${pattern} escape '\\'`)
  return (await found.execute()).map(({ id }) => id)
}
