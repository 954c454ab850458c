import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import { isTrustedUrl } from './oidc.ts'

/** How a server is started. */
export interface ServerOptions {
  host: string
  /** 0: any that is free. */
  port: number
  /** Where the server speaks as CloudWorks too; null: nowhere, 0: any port that is free. */
  cloudworksPort: number | null
  /** A file, or the address of a PostgreSQL database; null: in memory, gone when the server ends. */
  database: string | null
  /** Users of demo data for a fresh database; null: none but the admin. */
  users: number | null
  /** What demo data and its passwords follow from; null: passwords are random. */
  seed: number | null
  /** Where mails are handed over, such as `smtp://host:587`; null: they wait. */
  smtp: string | null
  /** The provider of identities that is trusted; null: none. */
  oidc: { issuer: string; clientId: string } | null
  /** Addresses and subnets of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: string[]
  isDemo: boolean
  /** Where people reach the server; null: the address that it listens on. */
  publicUrl: string | null
}

export const usage = `Usage: npm run server -- [options]
  --port N            port to listen on; 0, the default, takes any that is free
  --cloudworks-port N speak as CloudWorks (generation 1) too, on a port of its own; 0 takes any that is free
  --host ADDRESS      address to listen on (127.0.0.1)
  --database WHERE    SQLite file, made where there is none, or postgres://user:password@host/database;
                      without it everything is in memory
  --users N           demo data with so many users, for a fresh database
  --seed N            what demo data and its passwords follow from (1)
  --smtp URL          mail server: smtp://host:port or smtps://user:password@host
  --oidc ISSUER       OpenID Connect provider whose id tokens sign in, by a confirmed e-mail address
  --oidc-client ID    the id under which clients are known there (muster)
  --trust-proxy LIST  addresses or subnets of the proxies in front, such as 127.0.0.1,10.0.0.0/8: what they
                      say of where a request comes from is believed
  --public-url URL    where people reach the server, for the links of mails
  --demo              demo data, a mailbox to read its mails in, sign-in without a password; loopback only
`

const demoUsers = 5000
const loopback = ['127.0.0.1', '::1', 'localhost']

/** Reads the command line; throws with a sentence for whoever typed it. */
export function readOptions(args: readonly string[]): ServerOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      port: { type: 'string' },
      'cloudworks-port': { type: 'string' },
      host: { type: 'string' },
      database: { type: 'string' },
      users: { type: 'string' },
      seed: { type: 'string' },
      smtp: { type: 'string' },
      oidc: { type: 'string' },
      'oidc-client': { type: 'string' },
      'trust-proxy': { type: 'string' },
      demo: { type: 'boolean' },
      'public-url': { type: 'string' },
    },
  })
  const isDemo = values.demo ?? false
  const host = values.host ?? '127.0.0.1'
  if (isDemo && !loopback.includes(host)) throw new Error('--demo listens on loopback only')
  return {
    host,
    port: readNumber('--port', values.port, 0, 65_535) ?? 0,
    cloudworksPort: readNumber('--cloudworks-port', values['cloudworks-port'], 0, 65_535),
    database: values.database ?? null,
    users: readNumber('--users', values.users, 1, 10_000_000) ?? (isDemo ? demoUsers : null),
    seed: readNumber('--seed', values.seed, 0, 2 ** 32 - 1) ?? (isDemo ? 1 : null),
    smtp: readUrl('--smtp', values.smtp, ['smtp:', 'smtps:']),
    oidc: readOidc(values.oidc, values['oidc-client']),
    trustedProxies: readProxies(values['trust-proxy']),
    isDemo,
    publicUrl: readUrl('--public-url', values['public-url'], ['http:', 'https:'])?.replace(/\/+$/, '') ?? null,
  }
}

function readOidc(issuer: string | undefined, clientId = 'muster'): ServerOptions['oidc'] {
  if (issuer === undefined) return null
  const url = readUrl('--oidc', issuer, ['https:', 'http:']) ?? ''
  if (!isTrustedUrl(url)) throw new Error('--oidc takes an address that begins with https://, or one on loopback')
  return { issuer: url, clientId }
}

function readProxies(text: string | undefined): string[] {
  const proxies = text?.split(',').map((each) => each.trim()) ?? []
  for (const proxy of proxies) {
    const [address = '', bits, ...more] = proxy.split('/')
    const most = isIP(address) === 4 ? 32 : 128
    const isSubnet = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
    if (isIP(address) === 0 || !isSubnet || more.length > 0)
      throw new Error('--trust-proxy takes addresses or subnets, with commas between them')
  }
  return proxies
}

function readNumber(name: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) return null
  const number = /^\d+$/.test(text) ? Number(text) : NaN
  if (!(number >= min && number <= max)) throw new Error(`${name} takes a number from ${min} to ${max}`)
  return number
}

function readUrl(name: string, text: string | undefined, schemes: readonly string[]): string | null {
  if (text === undefined) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !schemes.includes(url.protocol))
    throw new Error(`${name} takes a URL that begins with ${schemes.join('// or ')}//`)
  return text
}
