import { caseless } from '../../src-shared/domain/text.ts'

/** Bounds of `UserQuery.oneOf`. */
const valueMax = 254
export const pastedMax = 10_000

/** The address of `Mira Novak <mira@alder.example>`, and values without the quotes of a spreadsheet. */
function bare(text: string): string {
  const trimmed = text.trim()
  const address = /<([^<>\s]+@[^<>\s]+)>$/.exec(trimmed)?.[1]
  return address ?? trimmed.replace(/^"(.*)"$/s, '$1').trim()
}

/** A value that is no name of a person: ids, user names and addresses have no spaces. */
const isIdentifier = (text: string): boolean => !/\s/.test(text)

/** Last name, first name: one person, not a list of two. */
const isPersonName = (text: string): boolean => /^\s*[\p{L}'-]+,\s+\p{L}+\s*$/u.test(text)

function valuesOf(line: string): string[] {
  // a sign between quotes parts nothing
  const parts = line.match(/(?:"[^"]*"|[^;,\t"])+|"/g) ?? []
  const values = parts.map(bare).filter((value) => value !== '')
  return values.every(isIdentifier) && !isPersonName(line) ? values : [bare(line)]
}

/**
 * The ids, user names or addresses of a pasted text: one a line, or on one line between commas, semicolons or tabs. Null
 * for a text that is no list, such as a name with a comma in it.
 */
export function pastedList(text: string): string[] | null {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  if (lines.length === 1 && isPersonName(text)) return null
  const once = new Map(lines.flatMap(valuesOf).map((value) => [caseless(value), value]))
  const values = [...once.values()]
  return values.length < 2 || values.some((value) => value.length > valueMax) ? null : values
}
