import { describe, expect, test } from 'vitest'
import { readOptions } from '../../src-server/options.ts'

test('without options: loopback, any port, in memory, no demo data, mails wait', () => {
  expect(readOptions([])).toEqual({
    host: '127.0.0.1',
    port: 0,
    cloudworksPort: null,
    database: null,
    users: null,
    seed: null,
    smtp: null,
    oidc: null,
    trustedProxies: [],
    isDemo: false,
    publicUrl: null,
  })
})

test('all of them', () => {
  const args =
    '--port 8080 --cloudworks-port 8081 --host 0.0.0.0 --database a.db --users 7 --seed 9 --smtp smtps://u:p@h --public-url https://x/y/ --oidc https://id.example --oidc-client desk --trust-proxy 127.0.0.1,10.0.0.0/8,fd00::/8'
  expect(readOptions(args.split(' '))).toEqual({
    host: '0.0.0.0',
    port: 8080,
    cloudworksPort: 8081,
    database: 'a.db',
    users: 7,
    seed: 9,
    smtp: 'smtps://u:p@h',
    oidc: { issuer: 'https://id.example', clientId: 'desk' },
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
    isDemo: false,
    publicUrl: 'https://x/y',
  })
})

describe('a demo', () => {
  test('has 5,000 users of seed 1', () => {
    expect(readOptions(['--demo'])).toMatchObject({ isDemo: true, users: 5000, seed: 1 })
    expect(readOptions(['--demo', '--users', '20', '--seed', '4'])).toMatchObject({ users: 20, seed: 4 })
  })
  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.org'])('does not listen on %s', (host) => {
    expect(() => readOptions(['--demo', '--host', host])).toThrow('loopback')
  })
  test.each(['127.0.0.1', '::1', 'localhost'])('listens on %s', (host) => {
    expect(readOptions(['--demo', '--host', host]).host).toBe(host)
  })
})

test.each([
  [['--what'], /Unknown option '--what'/],
  [['extra'], /Unexpected argument 'extra'/],
  [['--port'], /argument missing/],
  [['--port', 'abc'], /--port takes a number/],
  [['--port', '70000'], /--port takes a number/],
  [['--users=-1'], /--users takes a number/],
  [['--users', '1.5'], /--users takes a number/],
  [['--smtp', 'http://x'], /--smtp takes a URL/],
  [['--smtp', 'x'], /--smtp takes a URL/],
  ...['true', 'proxy.example.org', '10.0.0.0/33', '10.0.0.0/0', '127.0.0.1,', '::1/8/9'].map(
    (list) => [['--trust-proxy', list], /--trust-proxy takes addresses/] as [string[], RegExp],
  ),
  [['--public-url', 'muster'], /--public-url takes a URL/],
])('%j is refused', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence)
})
