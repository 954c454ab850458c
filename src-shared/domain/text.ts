/** Letters that NFKD does not take apart, as people type them when they search. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu')
const ascii = /^[\0-\x7f]*$/

/**
 * The text that is sorted and searched: compatibility forms taken apart, marks off, lower case.
 * One rule for list, copy and server, so that all three agree on order and hits (domain.md, Order and search).
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd') // half a character would sort and be found otherwise in UTF-8 than here
    .replace(special, (letter) => plain[letter] ?? letter)
}

/**
 * Where a folded text is found in one that is not folded: start and end of each place, in code units of `text`. Marks
 * that stand on a found letter belong to it.
 */
export function findFolded(text: string, sought: string): [start: number, end: number][] {
  if (sought === '') return []
  // folding takes letters one by one, so that each sign of the folded text comes from one of the text
  const starts: number[] = []
  let folded = ''
  let at = 0
  for (const letter of text) {
    const part = fold(letter)
    starts.push(...Array.from({ length: part.length }, () => at))
    folded += part
    at += letter.length
  }
  const found: [number, number][] = []
  for (let from = folded.indexOf(sought); from >= 0; from = folded.indexOf(sought, from + sought.length)) {
    const start = starts[from] ?? 0
    const last = starts[from + sought.length - 1] ?? start
    const end = starts.slice(from + sought.length).find((next) => next > last) ?? text.length
    found.push([start, end])
  }
  return found
}

/** What uniqueness is compared by: user names and addresses differ in more than case. */
export function caseless(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** Moves surrogates above the rest of the plane, so that comparing code units gives the order of code points. */
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

/** Order by code point, the order of UTF-8 bytes in SQLite and of PostgreSQL's "C" collation. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

const isControl = /[\p{Cc}\p{Zl}\p{Zp}]/u
const isBidiOverride = /[\u202A-\u202E\u2066-\u2069]/u

/** True for text that could break a line or turn the direction of what follows it (Unicode TR 36, 2.3). */
export function hasControl(text: string): boolean {
  return isControl.test(text) || isBidiOverride.test(text)
}
