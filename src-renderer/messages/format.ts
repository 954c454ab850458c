/** Numbers and times as the language writes them; the zone stands where the hour matters. */
const locale = 'en-GB'

const whole = new Intl.NumberFormat(locale)
const megabytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const moment = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
})
const minute = new Intl.DateTimeFormat(locale, {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const zone = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' })
const list = new Intl.ListFormat(locale, { type: 'unit' })

/** Such as `18,204`. */
export const formatNumber = (value: number): string => whole.format(value)

/** Such as `12.4 MB`. */
export const formatBytes = (value: number): string => megabytes.format(value / 1_000_000)

/** Such as `14:32`, in the zone of this computer. */
export const formatClock = (timestamp: string): string => clock.format(new Date(timestamp))

/** Such as `2 Mar 2026`, in the zone of this computer. */
export const formatDay = (timestamp: string): string => day.format(new Date(timestamp))

/** Such as `2 Mar 2026, 14:32 CET`. */
export const formatMoment = (timestamp: string): string => moment.format(new Date(timestamp))

/** Such as `Atlas, Beacon, Gull`. */
export const formatList = (items: readonly string[]): string => list.format(items)

/** Such as `02 Mar 2026, 14:32`, where the head of a column names the zone. */
export const formatMinute = (timestamp: string): string => minute.format(new Date(timestamp))

/** The zone of this computer, such as `CET`. */
export const zoneName = (): string =>
  moment.formatToParts(new Date()).find(({ type }) => type === 'timeZoneName')?.value ?? ''
/** Such as `Europe/Berlin, CET`: the zone of this computer, as it is at that moment. */
export function zoneAt(moment: Date): string {
  const { timeZone } = zone.resolvedOptions()
  const short = zone.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return short === '' || short === timeZone ? timeZone : `${timeZone}, ${short}`
}
