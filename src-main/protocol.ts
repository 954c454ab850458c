import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type CustomScheme, protocol } from 'electron'
import { z } from 'zod'
import { contentSecurityPolicy, nonceMark } from './csp.ts'

/** Where the page lives; a scheme of its own instead of file:// (Electron's security tutorial, point 18). */
export const pageUrl = 'app://muster/'

const scheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** What the build of the page wrote down: every file that it made. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    css: z.array(z.string()).optional(),
    assets: z.array(z.string()).optional(),
  }),
)

/** Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([scheme])
}

/** Serves the built page from the list that its build made, never from a path that a request names. */
export async function servePage(folder: string): Promise<void> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')))
  const files = new Map<string, string>([['/', 'index.html']])
  for (const { file, css = [], assets = [] } of Object.values(manifest)) {
    for (const name of [file, ...css, ...assets]) files.set(`/${name}`, name)
  }
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url)
    const name = host === 'muster' ? files.get(pathname) : undefined
    if (name === undefined) return new Response('not found', { status: 404 })
    const body = await readFile(join(folder, name))
    return extname(name) === '.html' ? page(body.toString()) : respond(body, name)
  })
}

function respond(body: Uint8Array<ArrayBuffer> | string, name: string, headers: Record<string, string> = {}): Response {
  const type = types[extname(name)] ?? 'application/octet-stream'
  return new Response(body, { headers: { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', ...headers } })
}

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  return respond(html.replaceAll(nonceMark, nonce), 'index.html', { 'Content-Security-Policy': policy })
}
