import type { z } from 'zod'
import type { CsvExporter } from '../../../src-shared/wire/cloudworks/places.ts'

/** What a spreadsheet takes for a formula is made a text (OWASP, CSV injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
const quoted = (text: string): string => `"${harmless(text).replaceAll('"', '""')}"`

/** A table as a file of comma-separated values (RFC 4180), in the form of this API. */
export function toCsv(name: string, head: readonly string[], rows: readonly string[][]): z.infer<typeof CsvExporter> {
  const text = [head, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
  return { fileName: `${name}.csv`, contentType: 'text/csv', content: Buffer.from(text).toString('base64') }
}
