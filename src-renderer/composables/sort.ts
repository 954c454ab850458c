import type { Sort, SortColumn } from '../../src-shared/domain/query.ts'

/** As many keys as a query takes (query.ts). */
const keysMax = 3

/**
 * What pressing a header does: the column becomes the only key, or turns round. As a further key (Shift) it is added at
 * the end, turns round, and goes.
 */
export function sortBy(sort: readonly Sort[], column: SortColumn, isFurther: boolean): Sort[] {
  const known = sort.find((key) => key.column === column)
  if (!isFurther) {
    const isAlone = known !== undefined && sort.length === 1
    return [{ column, descending: isAlone && !known.descending }]
  }
  if (!known) return [...sort.slice(0, keysMax - 1), { column, descending: false }]
  if (!known.descending) return sort.map((key) => (key === known ? { column, descending: true } : key))
  return sort.length > 1 ? sort.filter((key) => key !== known) : [{ column, descending: false }]
}
