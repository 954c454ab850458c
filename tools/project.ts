import { join } from 'node:path'

/** The folder of the repository. */
export const root = join(import.meta.dirname, '..')
/** What tools make for themselves; deleting it loses nothing but time, and the data of `npm start` without a desktop. */
export const cache = join(root, '.cache')
/** A file of an installed package. */
export const inPackage = (name: string, file: string): string => join(root, 'node_modules', name, file)
