/** What many rows share, and a row therefore has as a number. Code 0 is "none". */
export const wordKinds = ['role', 'organization', 'partner', 'creationName', 'project'] as const
export type WordKind = (typeof wordKinds)[number]

/** An id with the name that was read with it: after a renaming there are two, until the last row has the new one. */
export interface Word {
  kind: WordKind
  code: number
  id: string
  name: string | null
}

export interface Words {
  /** The code of a word; a new one is added. */
  code(kind: WordKind, id: string, name: string | null): number
  get(kind: WordKind, code: number): Word
  /** All of a kind; the code is the place, and 0 is left out. */
  all(kind: WordKind): readonly (Word | undefined)[]
  /** The words added since the last call. */
  takeNew(): Word[]
  /** Forgets all, and starts with these. */
  load(words: Iterable<Word>): void
}

export function createWords(): Words {
  let lists: Record<WordKind, (Word | undefined)[]>
  let codes: Record<WordKind, Map<string, Map<string | null, number>>>
  let added: Word[]

  function keep(word: Word): void {
    lists[word.kind][word.code] = word
    const byName = codes[word.kind].get(word.id)
    if (byName) byName.set(word.name, word.code)
    else codes[word.kind].set(word.id, new Map([[word.name, word.code]]))
  }

  function load(words: Iterable<Word>): void {
    lists = { role: [], organization: [], partner: [], creationName: [], project: [] }
    codes = {
      role: new Map(),
      organization: new Map(),
      partner: new Map(),
      creationName: new Map(),
      project: new Map(),
    }
    added = []
    for (const word of words) keep(word)
  }

  load([])
  return {
    load,
    code(kind, id, name) {
      const known = codes[kind].get(id)?.get(name)
      if (known !== undefined) return known
      const word = { kind, code: Math.max(1, lists[kind].length), id, name }
      keep(word)
      added.push(word)
      return word.code
    },
    get(kind, code) {
      const word = lists[kind][code]
      if (!word) throw new Error(`the copy has no ${kind} ${code}`)
      return word
    },
    all: (kind) => lists[kind],
    takeNew() {
      const taken = added
      added = []
      return taken
    },
  }
}
