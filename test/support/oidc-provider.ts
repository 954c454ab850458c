import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'

/** Somebody who can sign in at the provider. */
export interface Identity {
  email?: string
  email_verified?: boolean
}

/**
 * A real provider of identities on loopback. Whoever is sent to it is let in as the account that the login hint names;
 * without one it asks, by a page with the field `Account` and the buttons `Sign in` and `Refuse`.
 */
export interface TestProvider {
  issuer: string
  clientId: string
  identities: Map<string, Identity>
  /** Runs the code flow with PKCE as a native client does, and answers the id token. */
  signIn(accountId: string, nonce: string | null, clientId?: string): Promise<string>
  /** Signs any claims with the provider's own key. */
  sign(claims: Record<string, unknown>): Promise<string>
  stop(): Promise<void>
}

const redirectUri = 'http://127.0.0.1/callback'
const clientId = 'muster'
const otherClientId = 'another'

export async function startProvider(port = 0): Promise<TestProvider> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  const identities = new Map<string, Identity>()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const native = {
    application_type: 'native' as const,
    grant_types: ['authorization_code'],
    redirect_uris: [redirectUri],
    response_types: ['code' as const],
    token_endpoint_auth_method: 'none' as const,
  }
  const provider = new Provider(issuer, {
    clients: [clientId, otherClientId].map((id) => ({ client_id: id, ...native })),
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // the address stands in the id token, as the server needs it
    cookies: { keys: [randomBytes(16).toString('hex')] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...identities.get(id) }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'own', alg: 'RS256', use: 'sig' }] },
  })
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void callback(request, response)
      return
    }
    letIn(provider, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    issuer,
    clientId,
    identities,
    signIn: (accountId, nonce, client = clientId) => runFlow(issuer, client, accountId, nonce),
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(privateKey),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const loginPage = `<!doctype html><title>Provider</title>
<form><label>Account <input name="account"></label><button>Sign in</button></form>
<form><button name="refuse" value="yes">Refuse</button></form>`

/** In place of the pages that ask for a password and for consent. */
async function letIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params, prompt, session } = await provider.interactionDetails(request, response)
  const typed = new URL(request.url ?? '', 'http://provider').searchParams
  const hint = typed.get('account') ?? params.login_hint
  if (typed.has('refuse')) {
    await provider.interactionFinished(request, response, { error: 'access_denied' })
    return
  }
  if (prompt.name === 'login') {
    if (typeof hint === 'string') await provider.interactionFinished(request, response, { login: { accountId: hint } })
    else response.writeHead(200, { 'content-type': 'text/html' }).end(loginPage)
    return
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? String(hint),
    clientId: String(params.client_id),
  })
  grant.addOIDCScope('openid email')
  const grantId = await grant.save()
  await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true })
}

async function runFlow(issuer: string, client: string, accountId: string, nonce: string | null): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL('/auth', issuer)
  url.search = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email',
    login_hint: accountId,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(nonce !== null && { nonce }),
  }).toString()
  const code = await followRedirects(url)
  const answer = await fetch(new URL('/token', issuer), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: client,
      code_verifier: verifier,
    }),
  })
  const body = (await answer.json()) as { id_token?: string }
  if (body.id_token === undefined) throw new Error(JSON.stringify(body))
  return body.id_token
}

/** As a browser: with cookies, until the provider sends it back to the client with a code. */
async function followRedirects(first: URL): Promise<string> {
  const cookies = new Map<string, string>()
  for (let url = first, step = 0; step < 10; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`)
    url = new URL(location, url)
    const code = url.searchParams.get('code')
    if (url.pathname === '/callback' && code !== null) return code
  }
  throw new Error('the provider did not come to an end')
}
