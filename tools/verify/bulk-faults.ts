import type { Fault } from '../../test/support/faulty-proxy.ts'
import { pick } from './random.ts'

/** What bad networks and bad servers do, each as likely as the others. */
const faults: readonly ((random: () => number) => Fault)[] = [
  (random) => ({ delay: Math.floor(random() * 400) }),
  () => 'cut the connection',
  () => 'lose the answer',
  () => 'cut the answer',
  () => ({ answer: 502, body: '<h1>Bad Gateway</h1>' }),
  () => ({ answer: 503, type: 'application/problem+json', body: '{}', headers: { 'retry-after': '1' } }),
  () => ({ answer: 429, type: 'application/problem+json', body: '{}', headers: { 'retry-after': '1' } }),
  () => ({ answer: 200, body: '<h1>Sign in to this network</h1>' }),
  () => 'never answer',
]

/** A fault for one request of five. */
export const createFaults = (random: () => number) => (): Fault =>
  random() < 0.2 ? pick(random, faults)(random) : null
