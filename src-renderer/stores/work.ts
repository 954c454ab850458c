import { defineStore } from 'pinia'
import type { Change } from '../../src-shared/domain/change.ts'
import type { EventBody } from '../../src-shared/ipc/contract.ts'
import type { Sent } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'

/** Every write of the page: one change, sent as a job of its own. */
export const useWork = defineStore('work', () => {
  const send = (connection: string, change: Change): Promise<Sent> => call('work.send', { connection, change })
  const settle = (connection: string, job: string): Promise<Sent> => call('work.settle', { connection, job })
  const onEnded = (listener: (ended: EventBody<'work.ended'>) => void) => on('work.ended', listener)

  return { send, settle, onEnded }
})
