/** Switches such as `--name=value`, of the command line or set by the app before it is ready. */
export interface CommandLine {
  appendSwitch(name: string, value?: string): void
  hasSwitch(name: string): boolean
  getSwitchValue(name: string): string
  removeSwitch(name: string): void
  /** All of them as arguments of a command, but the named ones. */
  listWithout(names: string[]): string[]
}

export function createCommandLine(): CommandLine {
  const switches = new Map<string, string>()
  return {
    appendSwitch: (name, value = '') => {
      const before = switches.get(name)
      // lists of features grow, everything else is replaced
      switches.set(name, before && value && name.endsWith('features') ? `${before},${value}` : value)
    },
    hasSwitch: (name) => switches.has(name),
    getSwitchValue: (name) => switches.get(name) ?? '',
    removeSwitch: (name) => void switches.delete(name),
    listWithout: (names) =>
      [...switches]
        .filter(([name]) => !names.includes(name))
        .map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
  }
}
