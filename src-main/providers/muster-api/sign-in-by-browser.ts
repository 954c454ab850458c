import { Failed } from '../../../src-shared/failure.ts'
import type { Account } from '../../../src-shared/ipc/shapes.ts'
import { OidcNonce } from '../../../src-shared/wire/muster-api/account.ts'
import { Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import type { Http } from '../http.ts'
import type { Identify } from '../provider.ts'
import { expectSuccess } from './problem.ts'
import type { MusterSession } from './session.ts'

interface BrowserSignInDeps {
  address: string
  http: Http
  session: Pick<MusterSession, 'signInByToken'>
  identify: Identify
}

/** Signs in by the provider that the server trusts now; what is stored of the server may be older (docs/adr/0021). */
export function createBrowserSignIn({ address, http, session, identify }: BrowserSignInDeps) {
  return async (signal: AbortSignal): Promise<Account> => {
    const { oidc } = expectSuccess(await http.send({ method: 'GET', path: '/v1/meta' }), Meta)
    if (!oidc) throw new Failed({ kind: 'unsupported', code: 'not_on_this_server' })
    const { nonce } = expectSuccess(await http.send({ method: 'POST', path: '/v1/sessions/oidc/nonces' }), OidcNonce)
    return identify({ ...oidc, nonce, server: address, signal }, (idToken) => session.signInByToken(idToken, nonce))
  }
}
