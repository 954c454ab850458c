import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Change } from '../../src-shared/domain/change.ts'
import type { EventBody } from '../../src-shared/ipc/contract.ts'
import type { Sent, Waiting } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'

/** Every write of the page: one change, sent as a job of its own. */
export const useWork = defineStore('work', () => {
  const send = (connection: string, change: Change): Promise<Sent> => call('work.send', { connection, change })
  const settle = (connection: string, job: string): Promise<Sent> => call('work.settle', { connection, job })
  const onEnded = (listener: (ended: EventBody<'work.ended'>) => void) => on('work.ended', listener)

  /** The changes that wait for their server, by connection. */
  const waiting = shallowReactive(new Map<string, readonly Waiting[]>())
  on('work.waiting', ({ connection, changes }) => waiting.set(connection, changes))
  async function readWaiting(connection: string): Promise<void> {
    waiting.set(connection, await call('work.waiting', { connection }))
  }
  const takeBack = (connection: string, job: string) => call('work.takeBack', { connection, job })

  return { send, settle, onEnded, waiting, readWaiting, takeBack }
})
