import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openRedirect, type Redirect } from '../../../src-main/browser-sign-in/redirect.ts'

const never = new AbortController().signal
let redirect: Redirect | null = null
afterEach(() => redirect?.close())

/** A request as any program on this computer could send it. */
function ask(url: string, { method = 'GET', host }: { method?: string; host?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const asked = request(url, { method, agent: false, ...(host !== undefined && { headers: { host } }) }, (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body })
      })
    })
    asked.on('error', reject).end()
  })
}

test('the one request with the state is taken, and told how it ended without anything of its address', async () => {
  redirect = await openRedirect('right')
  const { url } = redirect
  const arrived = redirect.wait(never)
  const page = ask(`${url}?code=a-code&state=right`)
  const back = await arrived
  expect(back.url.searchParams.get('code')).toBe('a-code')
  back.answer('done')
  const { status, headers, body } = await page
  expect(status).toBe(200)
  expect(body).toContain('Go back to Muster')
  expect(body).not.toMatch(/a-code|right|<script|style="|https?:/)
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  await expect(ask(`${url}?code=a-code&state=right`)).rejects.toThrow('ECONNREFUSED')
})

test('requests of others change nothing: another state, path, method or host', async () => {
  redirect = await openRedirect('right')
  const { url } = redirect
  const arrived = redirect.wait(never)
  for (const [address, options] of [
    [`${url}?code=x&state=wrong`, {}],
    [`${url}?code=x`, {}],
    [url.replace('callback', 'favicon.ico'), {}],
    [`${url}?code=x&state=right`, { method: 'POST' }],
    [`${url}?code=x&state=right`, { host: 'rebound.example' }],
  ] as const) {
    const { status, body } = await ask(address, options)
    expect([address, status, body]).toEqual([address, 404, ''])
  }
  const page = ask(`${url}?error=access_denied&state=right`)
  const back = await arrived
  expect(back.url.searchParams.get('error')).toBe('access_denied')
  back.answer('failed')
  expect(await page).toMatchObject({ status: 400 })
  expect((await page).body).toContain('did not work')
})

test('waiting ends with its signal, and nobody listens any more', async () => {
  redirect = await openRedirect('right')
  const stopping = new AbortController()
  const arrived = redirect.wait(stopping.signal)
  stopping.abort(new Error('enough'))
  await expect(arrived).rejects.toThrow('enough')
  redirect.close()
  await expect(ask(redirect.url)).rejects.toThrow('ECONNREFUSED')
})
