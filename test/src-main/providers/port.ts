import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { testLists } from './port/lists.ts'
import { testRefusals } from './port/refusals.ts'
import { testSessions } from './port/sessions.ts'
import { type Dialect, type Stage, startStage } from './port/stage.ts'
import { testTrouble } from './port/trouble.ts'
import { testWrites } from './port/writes.ts'

/**
 * The promises of the provider port, each as a test, on the providers of one kind against the real server. Where a kind
 * cannot do something, its capabilities say so, and the test is that it says so too.
 */
export function testPort(dialect: Dialect): void {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage(dialect)
  })
  afterEach(() => {
    stage.proxy.fault = () => null
  })
  afterAll(() => stage.stop())
  const current = () => stage

  describe('sessions', () => testSessions(current, dialect))
  describe('lists', () => testLists(current, dialect))
  describe('writes', () => testWrites(current))
  describe('refusals', () => testRefusals(current))
  describe('trouble', () => testTrouble(current, dialect))
}
