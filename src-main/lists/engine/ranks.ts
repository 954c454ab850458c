import { compareText, fold } from '../../../src-shared/domain/text.ts'
import { type WordKind, wordKinds, type Words } from '../../db/copy/words.ts'

/** Folded texts of words and their places in order: the number by which a column of codes is sorted. */
export interface Ranks {
  /** By code: 0 for the first text; the same for the same text. Code 0 counts as an empty text. */
  of(kind: WordKind): Uint32Array
  /** Folded texts by code. */
  texts(kind: WordKind): readonly string[]
}

interface Known {
  texts: string[]
  ranks: Uint32Array
}

export function createRanks(words: Words): Ranks {
  const known = new Map<WordKind, Known>(wordKinds.map((kind) => [kind, { texts: [''], ranks: new Uint32Array(1) }]))

  /** Words are only ever added, so what is known stays right as far as it goes. */
  function upToDate(kind: WordKind): Known {
    const all = words.all(kind)
    const before = known.get(kind)
    if (before && before.texts.length >= all.length) return before
    const texts = before?.texts ?? ['']
    for (let code = texts.length; code < all.length; code++) {
      const word = all[code]
      texts[code] = fold(word?.name ?? (kind === 'role' || kind === 'creationName' ? (word?.id ?? '') : ''))
    }
    const made = { texts, ranks: rank(texts) }
    known.set(kind, made)
    return made
  }

  return { of: (kind) => upToDate(kind).ranks, texts: (kind) => upToDate(kind).texts }
}

function rank(texts: readonly string[]): Uint32Array {
  const codes = texts.map((_, code) => code).sort((a, b) => compareText(texts[a]!, texts[b]!))
  const ranks = new Uint32Array(texts.length)
  let last = 0
  for (let at = 1; at < codes.length; at++) {
    if (texts[codes[at]!] !== texts[codes[at - 1]!]) last++
    ranks[codes[at]!] = last
  }
  return ranks
}
