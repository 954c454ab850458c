import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { contentSecurityPolicy, nonceMark } from '../../src-main/csp.ts'

const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** The policy that main sends with the page, and workers for the lists that main has elsewhere. */
const policy = (nonce: string) => `${contentSecurityPolicy(nonce)}; worker-src 'self'`

/** Builds a page and serves it on loopback under the policy of the program. */
export async function servePage(root: string, out: string): Promise<{ url: string; close: () => void }> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [vue()],
    html: { cspNonce: nonceMark },
    worker: { format: 'es' },
    build: { outDir: out, emptyOutDir: true, assetsInlineLimit: 0, target: 'esnext', chunkSizeWarningLimit: 4000 },
  })
  const server = createServer((request, response) => {
    void answer(out, request.url ?? '/').then(({ status, kind, body }) => {
      const nonce = randomBytes(16).toString('base64')
      const isPage = kind === kinds['.html']
      response.writeHead(status, { 'content-type': kind, 'content-security-policy': policy(nonce) })
      response.end(isPage ? body.toString().replaceAll(nonceMark, nonce) : body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

async function answer(out: string, url: string): Promise<{ status: number; kind: string; body: Buffer }> {
  const { pathname } = new URL(url, 'http://localhost')
  const path = normalize(pathname === '/' ? '/index.html' : pathname)
  try {
    return {
      status: 200,
      kind: kinds[extname(path)] ?? 'application/octet-stream',
      body: await readFile(join(out, path)),
    }
  } catch {
    // the only files are those of the build; the browser also asks for an icon
    return { status: 404, kind: 'text/plain', body: Buffer.from('not found') }
  }
}
