import { join } from 'node:path'

/** Where the files of an account on a server are, under the folder of the program. */
export const accountFolder = (folder: string, instance: string, account: string): string =>
  join(folder, 'servers', safe(instance), safe(account))

/** Ids come from servers: as a folder's name they must not lead anywhere else. */
const safe = (id: string): string => encodeURIComponent(id).replaceAll('.', '%2E').slice(0, 100)
