import type { Configuration, CustomFetch } from 'openid-client'
import { Failed } from '../../src-shared/failure.ts'
import { isLoopback } from '../connections/address.ts'
import type { Identify, IdentityRequest } from '../providers/provider.ts'
import { openRedirect } from './redirect.ts'
import { createProviderFetch } from './provider-fetch.ts'

interface IdentifyDeps {
  /** Electron's `net.fetch`: the system's proxy and certificates are used. */
  fetch: typeof globalThis.fetch
  /** Opens the system's browser. */
  openOutside(url: string): Promise<void>
  /** The person has come back from the browser. */
  onReturn(): void
  /** Milliseconds that a person may take; less than the nonce of a server is good for. */
  timeLimit?: number
}

const refuse = (code: string): never => {
  throw new Failed({ kind: 'unauthorized', code })
}

/** What a provider says when a person, or the provider for the person, says no (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6). */
const denials = ['access_denied', 'login_required', 'interaction_required', 'consent_required']

/** Read when it is used first: a start need not wait for it. */
const loadClient = () => import('openid-client')
type Client = Awaited<ReturnType<typeof loadClient>>

/**
 * Signs in at a provider of identities by the code flow with PKCE, in the system's browser (RFC 8252). Each failure is
 * `unauthorized`, with a code that begins with `oidc_`.
 */
export function createIdentify({ fetch, openOutside, onReturn, timeLimit = 9 * 60_000 }: IdentifyDeps): Identify {
  async function identify<T>(request: IdentityRequest, accept: (idToken: string) => Promise<T>): Promise<T> {
    const { issuer, server, nonce, signal } = request
    const limit = AbortSignal.timeout(timeLimit)
    const going = AbortSignal.any([signal, limit])
    const mayBeLoopback = isLoopback(new URL(server).hostname)
    if (!isTrusted(issuer, mayBeLoopback)) return refuse('oidc_untrusted')

    const client = await loadClient()
    const providerFetch = createProviderFetch(fetch, (url) => isTrusted(url, mayBeLoopback), going)
    const config = await ofProvider(client, () => discover(client, request, providerFetch))
    // the provider names it, and what the system opens may be a program
    const { authorization_endpoint: page } = config.serverMetadata()
    if (page !== undefined && !isTrusted(page, mayBeLoopback)) return refuse('oidc_untrusted')
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const redirect = await openRedirect(state)
    try {
      const challenge = await client.calculatePKCECodeChallenge(verifier)
      const url = await ofProvider(client, () =>
        client.buildAuthorizationUrl(config, {
          redirect_uri: redirect.url,
          scope: 'openid email',
          state,
          nonce,
          code_challenge: challenge,
          code_challenge_method: 'S256',
        }),
      )
      going.throwIfAborted()
      await openOutside(url.href).catch(() => refuse('oidc_browser'))
      const back = await redirect.wait(going)
      onReturn()
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier }
        const tokens = await ofProvider(client, () => client.authorizationCodeGrant(config, back.url, checks))
        going.throwIfAborted()
        const accepted = await accept(tokens.id_token ?? refuse('oidc_answer'))
        back.answer('done')
        return accepted
      } catch (error) {
        back.answer('failed')
        throw error
      }
    } finally {
      redirect.close()
    }
  }

  return async (request, accept) => {
    try {
      return await identify(request, accept)
    } catch (error) {
      if (error instanceof Failed) throw error
      const { name } = error as DOMException // what a signal aborts with is one
      if (name === 'TimeoutError') return refuse('oidc_timeout')
      if (name === 'AbortError') return refuse('oidc_cancelled')
      throw error
    }
  }
}

/** https, or this computer itself where the server that names the address is on it as well. */
function isTrusted(address: string, mayBeLoopback: boolean): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  if (username !== '' || password !== '') return false
  return isLoopback(hostname) ? mayBeLoopback && /^https?:$/.test(protocol) : protocol === 'https:'
}

function discover(client: Client, { issuer, clientId }: IdentityRequest, fetch: CustomFetch): Promise<Configuration> {
  return client.discovery(new URL(issuer), clientId, undefined, client.None(), {
    [client.customFetch]: fetch,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be seen; `fetch` allows plain http on loopback only
    execute: [client.allowInsecureRequests],
    timeout: 15,
  })
}

/** Runs what asks the provider, and tells its failures. */
async function ofProvider<T>(client: Client, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = at.cause) {
      if (at instanceof Failed) throw at
      if (at.name === 'AbortError') throw at
    }
    if (error instanceof client.AuthorizationResponseError)
      return refuse(denials.includes(error.error) ? 'oidc_denied' : 'oidc_answer')
    if (error instanceof client.ClientError && error.code === 'OAUTH_TIMEOUT') return refuse('oidc_unreachable')
    const isOfProvider =
      error instanceof client.ClientError ||
      error instanceof client.ResponseBodyError ||
      error instanceof TypeError ||
      (error instanceof Error && error.name === 'OperationProcessingError') // of the library beneath, and not exported
    if (isOfProvider) return refuse('oidc_answer')
    throw error
  }
}
