import { join } from 'node:path'

/** Where all files of a server are, under the folder of the program. */
export const serverFolder = (folder: string, instance: string): string => join(folder, 'servers', safe(instance))

/** Where the files of an account on a server are. */
export const accountFolder = (folder: string, instance: string, account: string): string =>
  join(serverFolder(folder, instance), safe(account))

/** Ids come from servers: as a folder's name they must not lead anywhere else. */
const safe = (id: string): string =>
  encodeURIComponent(id)
    .replaceAll('.', '%2E')
    .slice(0, 100)
    .replace(/%[0-9A-F]?$/, '')
