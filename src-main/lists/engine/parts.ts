import type { Numbers } from './saved-index.ts'
import { type IndexParts, savedOrders } from './user-index.ts'

/** The parts of an index by names, as they are saved. */
export function toArrays({ heap, ids, columns, orders }: IndexParts): Map<string, Numbers> {
  const arrays = new Map<string, Numbers>()
  for (const part of [heap, ids, columns])
    for (const [name, array] of Object.entries(part) as [string, Numbers][]) arrays.set(name, array) // they hold nothing else
  for (const column of savedOrders) {
    arrays.set(`order ${column}`, orders[column].slots)
    arrays.set(`ties ${column}`, orders[column].same)
  }
  return arrays
}

/** The other way round; throws when one is missing, or is of another kind. */
export function toParts(arrays: ReadonlyMap<string, Numbers>): IndexParts {
  function get<T extends Numbers>(Kind: new (length: number) => T, name: string): T {
    const array = arrays.get(name)
    if (array instanceof Kind) return array
    throw new Error(`the saved index has no ${name}`)
  }
  const codes = (name: string) => get(Uint32Array, name)
  const moments = (name: string) => get(Float64Array, name)
  const order = (column: string) => ({ slots: codes(`order ${column}`), same: codes(`ties ${column}`) })
  return {
    heap: {
      text: get(Uint8Array, 'text'),
      starts: codes('starts'),
      slots: codes('slots'),
      entryOf: codes('entryOf'),
    },
    ids: { idText: get(Uint8Array, 'idText'), idStarts: codes('idStarts'), idTable: codes('idTable') },
    columns: {
      flags: get(Uint16Array, 'flags'),
      role: codes('role'),
      organization: codes('organization'),
      partner: codes('partner'),
      creationName: codes('creationName'),
      createdAt: moments('createdAt'),
      lastSignInAt: moments('lastSignInAt'),
      invitationExpiresAt: moments('invitationExpiresAt'),
      projectsAt: codes('projectsAt'),
      projectPool: codes('projectPool'),
    },
    orders: {
      id: order('id'),
      userName: order('userName'),
      displayName: order('displayName'),
      email: order('email'),
    },
  }
}
