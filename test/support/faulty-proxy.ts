import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to a request instead of being passed on; null: it is passed on. */
export type Fault =
  | { answer: number; type?: string; body?: string; headers?: Record<string, string> }
  /** Passed on, and the answer is thrown away: it was done, and nobody knows. */
  | 'lose the answer'
  | 'cut the connection'
  /** Passed on, and the answer ends in the middle. */
  | 'cut the answer'
  | 'never answer'
  /** Passed on after so many milliseconds. */
  | { delay: number }
  /** Passed on, and the answer's text is what this makes of it. */
  | { rewrite: (text: string) => string }
  | null

export interface FaultyProxy {
  url: string
  /** Decides for each request; the path is with its query. */
  fault: (method: string, path: string) => Fault
  /** Requests that came, as `METHOD path`. */
  seen: string[]
  /** No longer listens, as a server that is down; `start` listens on the same port again. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** Stands between app and server, and does what bad networks and bad servers do. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target)
  let listening = 0
  const server = createServer((request, response) => {
    const [method, path] = [request.method ?? '', request.url ?? '']
    proxy.seen.push(`${method} ${path}`)
    const fault = proxy.fault(method, path)
    if (fault === 'cut the connection') request.socket.destroy()
    else if (fault === 'never answer') request.resume()
    else if (fault === null || typeof fault === 'string') pass(request, response, fault)
    else if ('delay' in fault) setTimeout(() => pass(request, response, null), fault.delay)
    else if ('rewrite' in fault) pass(request, response, null, fault.rewrite)
    else {
      const { answer, type = 'text/html', body = '<h1>Bad Gateway</h1>', headers = {} } = fault
      response.writeHead(answer, { 'content-type': type, ...headers }).end(body)
    }
  })

  function pass(
    request: IncomingMessage,
    response: ServerResponse,
    fault: Fault,
    rewrite?: (text: string) => string,
  ): void {
    const { method, url } = request
    // what is rewritten must come as text
    const headers = { ...request.headers, ...(rewrite && { 'accept-encoding': 'identity' }) }
    const onward = forward({ hostname, port, method, path: url, headers }, (answer) => {
      if (fault === 'lose the answer') {
        answer.resume().on('end', () => request.socket.destroy())
        return
      }
      if (rewrite) {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const kept = Object.entries(answer.headers).filter(([name]) => name !== 'content-length')
          response
            .writeHead(answer.statusCode ?? 502, Object.fromEntries(kept))
            .end(rewrite(Buffer.concat(chunks).toString()))
        })
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      if (fault !== 'cut the answer') answer.pipe(response)
      else {
        answer.once('data', (chunk: Buffer) => response.write(chunk.subarray(0, chunk.length / 2)))
        answer.on('end', () => request.socket.destroy())
      }
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }

  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(listening, '127.0.0.1', () => {
        listening = (server.address() as AddressInfo).port // it listens on a port
        resolve()
      })
    })
  const proxy: FaultyProxy = {
    url: '',
    fault: () => null,
    seen: [],
    start: listen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await listen()
  proxy.url = `http://127.0.0.1:${listening}`
  return proxy
}
