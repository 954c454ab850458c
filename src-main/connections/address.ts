import { Failed } from '../../src-shared/failure.ts'

/** Whether a host of a URL is this computer itself. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

const refuse = (code: string): never => {
  throw new Failed({ kind: 'invalid', code, issues: [{ field: 'address', code }] })
}

/**
 * The origin of a server from what a person types: `users.example.org`, or an address copied from a browser. https only,
 * http on loopback only (security.md, Transport and places). Throws `Failed` with `address.format`, `address.insecure`
 * or `address.credentials`.
 */
export function toOrigin(typed: string): string {
  const text = typed.trim()
  const host = /^\[[^\]]+\]|^[^/:?#]+/.exec(text)?.[0] ?? ''
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isLoopback(host) ? 'http' : 'https'}://${text}`
  if (!URL.canParse(url)) return refuse('address.format')
  const { protocol, hostname, username, password, origin } = new URL(url)
  if (hostname === '' || /\s/.test(text)) return refuse('address.format')
  if (username !== '' || password !== '') return refuse('address.credentials')
  if (protocol === 'http:' && !isLoopback(hostname)) return refuse('address.insecure')
  if (protocol !== 'https:' && protocol !== 'http:') return refuse('address.format')
  return origin
}
