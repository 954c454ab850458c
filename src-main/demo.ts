import { z } from 'zod'

/** What the demo server says once it listens. */
const Ready = z.object({ listening: z.url(), mailbox: z.url() })
export type Ready = z.infer<typeof Ready>

/** The part of Electron's utility process that the demo needs. */
export interface ChildProcess {
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

export interface Demo {
  /** Starts the server that comes with the program; the second call answers the first one's server. */
  start(): Promise<Ready>
  stop(): void
}

/** The reference server with made-up users, as a process of its own on loopback; its data stay in the profile. */
export function createDemo(fork: () => ChildProcess): Demo {
  let child: ChildProcess | null = null
  let starting: Promise<Ready> | null = null

  function launch(): Promise<Ready> {
    return new Promise((resolve, reject) => {
      const forked = fork()
      child = forked
      forked.on('message', (message) => {
        const ready = Ready.safeParse(message)
        if (ready.success) resolve(ready.data)
        else reject(new Error('the demo server said something else than where it listens'))
      })
      forked.on('exit', (code) => {
        child = null
        starting = null
        reject(new Error(`the demo server ended with ${code}`))
      })
    })
  }

  return {
    start() {
      starting ??= launch()
      return starting
    },
    stop() {
      child?.kill()
    },
  }
}
