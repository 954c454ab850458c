import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** `app.getPath` as Electron has it on Linux. */
export function createAppPaths(appName: () => string) {
  const chosen = new Map<string, string>()
  const home = homedir()
  const config = process.env.XDG_CONFIG_HOME ?? join(home, '.config')
  const getPath = (name: string): string => {
    const path = chosen.get(name) ?? known[name]?.()
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  const known: Record<string, () => string> = {
    home: () => home,
    appData: () => config,
    userData: () => join(config, appName()),
    sessionData: () => getPath('userData'),
    temp: tmpdir,
    exe: () => process.argv[0] ?? process.execPath,
    module: () => process.argv[0] ?? process.execPath,
    desktop: () => join(home, 'Desktop'),
    documents: () => join(home, 'Documents'),
    downloads: () => join(home, 'Downloads'),
    logs: () => join(getPath('userData'), 'logs'),
    crashDumps: () => join(getPath('userData'), 'Crashpad'),
  }
  return { getPath, setPath: (name: string, path: string): void => void chosen.set(name, path) }
}
