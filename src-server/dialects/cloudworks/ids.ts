import { idCount } from '../../store/ids.ts'
import { formatId, parseId } from '../../store/ids.ts'

/**
 * Users have UUIDs there. Ours are the number of the id behind the head of the database's own UUID, of version 8 (RFC 9562,
 * 5.8): the same user always has the same one, and nothing more is kept.
 */
const headOf = (instance: string): string => `${instance.slice(0, 13)}-8000-8000-`

export const toUuid = (instance: string, id: string): string =>
  `${headOf(instance)}${(parseId(id) ?? 0).toString(16).padStart(12, '0')}`

/** The id of a user from its UUID; one that belongs to nobody is an id that belongs to nobody. */
export function fromUuid(instance: string, uuid: string): string {
  const text = uuid.toLowerCase()
  const tail = text.slice(-12)
  const number = text === `${headOf(instance)}${tail}` && /^[\da-f]{12}$/.test(tail) ? parseInt(tail, 16) : idCount
  return number < idCount ? formatId(number) : 'nobody'
}

/** All else has numbers: those of our ids. */
export const toNumber = (id: string): number => parseId(id) ?? 0

export const fromNumber = (number: number): string => (number >= 0 && number < idCount ? formatId(number) : 'nobody')
