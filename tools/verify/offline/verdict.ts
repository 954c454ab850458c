/** What a check found. */
export interface Verdict {
  name: string
  seed: number
  runs: number
  /** What shows that it looked at something. */
  facts: string
  wrong: string[]
}
