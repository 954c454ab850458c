/** Loaded into a utility process before its own script: gives it Electron's `process.parentPort`. */
import { EventEmitter } from 'node:events'
import type { Envelope } from './utility-process.ts'

interface PortEvent {
  data: unknown
  ports: never[]
}

/** Messages that came before anybody listened. */
const early: PortEvent[] = []

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void process.send?.({ message } satisfies Envelope),
  start: () => {
    // the first listener starts the port
  },
})
Object.assign(process, { parentPort, type: 'utility' })
process.on('message', ({ message }: Envelope) => {
  const event: PortEvent = { data: message, ports: [] }
  if (!parentPort.emit('message', event)) early.push(event)
})
parentPort.on('newListener', () => {
  queueMicrotask(() => {
    for (const event of early.splice(0)) parentPort.emit('message', event)
  })
})
// the app has ended, in whatever way
process.on('disconnect', () => process.exit())
