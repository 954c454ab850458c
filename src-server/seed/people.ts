import type { Chance } from './random.ts'
import { machines, people } from './names.ts'

export interface Person {
  userName: string
  displayName: string | null
  /** The part of the address before the `@`. */
  mailbox: string
}

/** Makes up people and machines, no user name twice; `known` names are taken already. */
export function createPeople(chance: Chance, known: readonly string[]): () => Person {
  const taken = new Map(known.map((name) => [name, 1]))
  const unique = (name: string): string => {
    const times = (taken.get(name) ?? 0) + 1
    taken.set(name, times)
    return times === 1 ? name : `${name}-${times}`
  }
  return () => {
    if (chance.is(0.02)) {
      const userName = unique(`svc-${chance.pick(machines)}`)
      return { userName, displayName: null, mailbox: userName }
    }
    const script = chance.weighted(people)
    const [given, family] = [split(chance.pick(script.given)), split(chance.pick(script.family))]
    const userName = unique(`${given.latin}-${family.latin}`)
    const number = /-\d+$/.exec(userName)?.[0].replace('-', '') ?? ''
    const order = script.familyFirst ? [family.native, given.native] : [given.native, family.native]
    return {
      userName,
      displayName: chance.is(0.06) ? null : order.join(script.between ?? ' '),
      mailbox: chance.is(0.5) ? userName : `${given.latin}.${family.latin}${number}`,
    }
  }
}

function split(name: string): { native: string; latin: string } {
  const [native = '', latin = native.toLowerCase()] = name.split('|')
  return { native: native.replaceAll('_', ' '), latin }
}
