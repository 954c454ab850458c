import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url))

export interface TestServer {
  address: string
  stop(): Promise<void>
}

/** A plain server on loopback that answers as a test says; with `tls`, behind a certificate that nobody trusts. */
export async function serve(listener: RequestListener, options: { tls?: boolean } = {}): Promise<TestServer> {
  const server: Server = options.tls
    ? createTlsServer({ key: fixture('key.pem'), cert: fixture('cert.pem') }, listener)
    : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a server on a port has an address with one
  return {
    address: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
