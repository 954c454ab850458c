import { rm } from 'node:fs/promises'

const say = (what: string, target: string) => console.error(`stand-in: ${what} ${target}`)

/** Nothing leaves the process: what would be opened is written to stderr, for a person and for tests. */
export const shell = {
  openExternal: (url: string): Promise<void> => {
    say('openExternal', url)
    return Promise.resolve()
  },
  openPath: (path: string): Promise<string> => {
    say('openPath', path)
    return Promise.resolve('')
  },
  showItemInFolder: (path: string): void => {
    say('showItemInFolder', path)
  },
  trashItem: (path: string): Promise<void> => rm(path, { recursive: true }),
}
