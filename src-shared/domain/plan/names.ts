/** True when a user name fits one of the patterns; `*` stands for any characters, case does not count. */
export function matchesAny(userName: string, patterns: readonly string[]): boolean {
  const name = userName.toLowerCase()
  return patterns.some((pattern) => fits(name, pattern.toLowerCase().split('*')))
}

/** The parts of a pattern in their order, the first at the start and the last at the end; no backtracking is needed. */
function fits(name: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let at = first.length
  const end = name.length - last.length
  for (const part of others) {
    const found = name.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
