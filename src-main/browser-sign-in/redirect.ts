import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failed } from '../../src-shared/failure.ts'
import { type Ending, redirectPage } from './redirect-page.ts'

/** The browser, back from the provider; it waits for a page. */
export interface Return {
  /** With what the provider says in its query. */
  url: URL
  answer(ending: Ending): void
}

/** Where the provider sends the browser: a listener on loopback, for one sign-in (RFC 8252, 7.3). */
export interface Redirect {
  readonly url: string
  /** The one request that has the `state`; every other is answered with 404. Rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<Return>
  close(): void
}

const host = '127.0.0.1'
const path = '/callback'

/** Listens until it was sent the one request that it waits for; throws `oidc_listener` where no port can be had. */
export async function openRedirect(state: string): Promise<Redirect> {
  const server = createServer({ maxHeaderSize: 32 * 1024, headersTimeout: 5000, requestTimeout: 5000 })
  const arrived = Promise.withResolvers<Return>()
  arrived.promise.catch(() => undefined) // whoever waits hears it, and there may be nobody yet
  let isTaken = false

  server.listen(0, host)
  await once(server, 'listening').catch(() => {
    throw new Failed({ kind: 'unauthorized', code: 'oidc_listener' })
  })
  const origin = `http://${host}:${(server.address() as AddressInfo).port}` // it listens on a port

  server.on('request', (request, response) => {
    const url = returnOf(request, origin, state)
    if (url === null || isTaken) {
      response.writeHead(404, { connection: 'close' }).end()
      return
    }
    isTaken = true
    server.close() // nobody else is heard
    arrived.resolve({
      url,
      answer(ending) {
        const { status, headers, body } = redirectPage(ending)
        response.writeHead(status, headers).end(body)
      },
    })
  })

  return {
    url: origin + path,
    wait: (signal) => {
      const stop = () => {
        arrived.reject(signal.reason)
      }
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      return arrived.promise
    },
    close() {
      server.close()
      server.closeIdleConnections() // the one that waits for its page has got it, and closes itself
    },
  }
}

/** A page of elsewhere can send the browser here too: by another host's name, or without the state. */
function returnOf(request: IncomingMessage, origin: string, state: string): URL | null {
  const { method, headers, url = '' } = request
  if (method !== 'GET' || `http://${headers.host ?? ''}` !== origin || !URL.canParse(url, origin)) return null
  const parsed = new URL(url, origin)
  return parsed.pathname === path && parsed.searchParams.get('state') === state ? parsed : null
}
