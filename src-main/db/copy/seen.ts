import type { Database } from '../open.ts'

/** An answer of the server as it was seen, and when. */
export interface SeenAnswer {
  body: string
  at: string
}

/** Answers that were seen beside the rows, such as the projects, or the log of one user: shown again without the server. */
export interface Seen {
  get(key: string): SeenAnswer | null
  set(key: string, answer: SeenAnswer): void
}

/** Answers that are kept at most; the oldest go. */
const mostSeen = 2000

export function createSeenStore(database: Database): Seen {
  const select = database.prepare<[string], SeenAnswer>('select body, at from seen where key = ?')
  const replace = database.prepare<[string, string, string]>(
    'insert or replace into seen (key, body, at) values (?, ?, ?)',
  )
  const trim = database.prepare<[number]>(
    'delete from seen where key in (select key from seen order by at desc limit -1 offset ?)',
  )
  return {
    get: (key) => select.get(key) ?? null,
    set: database.transaction((key: string, { body, at }: SeenAnswer) => {
      replace.run(key, body, at)
      trim.run(mostSeen)
    }),
  }
}

/** Answers in memory, until the program ends. */
export function createSeenInMemory(): Seen {
  const answers = new Map<string, SeenAnswer>()
  return {
    get: (key) => answers.get(key) ?? null,
    set(key, answer) {
      answers.delete(key)
      answers.set(key, answer)
      const [oldest] = answers.keys()
      if (answers.size > mostSeen && oldest !== undefined) answers.delete(oldest)
    },
  }
}
