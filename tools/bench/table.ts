/** The value below which the given share of all values lies; NaN where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** Prints one line of a Markdown table; numbers with one digit behind the point. */
export function printLine(...cells: (string | number)[]): void {
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |`)
}

/** Prints the head of a Markdown table. */
export function printHead(...heads: string[]): void {
  printLine(...heads)
  printLine(...heads.map(() => '---'))
}
