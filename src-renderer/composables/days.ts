/** Days of this computer's zone, as `2026-03-02`; moments, as everywhere, in UTC. */
export function dayOf(timestamp: string): string {
  const date = new Date(timestamp)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The moment at which a day begins, `later` days after it; null for a text that is no day. */
export function startOfDay(day: string, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return null
  const start = new Date(Number(year), Number(month) - 1, Number(date) + later)
  // years below 100 are taken for those of the last century
  if (Number(year) < 1000 || Number.isNaN(start.getTime())) return null
  return start.toISOString()
}

/** The last day of a span that ends at a moment. */
export const lastDayBefore = (timestamp: string): string => dayOf(new Date(Date.parse(timestamp) - 1).toISOString())
