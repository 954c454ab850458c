import type { CustomFetch } from 'openid-client'
import { Failed } from '../../src-shared/failure.ts'

/** What a provider says of itself, and its tokens, are a few KB. */
const mostBytes = 1024 * 1024

/**
 * Fetches from a provider of identities within limits. Throws `oidc_untrusted` for addresses that are not trusted,
 * `oidc_unreachable` where nothing answers, and `oidc_answer` where too much does.
 */
export function createProviderFetch(
  fetch: typeof globalThis.fetch,
  isTrusted: (url: string) => boolean,
  going: AbortSignal,
): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (!isTrusted(url)) throw new Failed({ kind: 'unauthorized', code: 'oidc_untrusted' })
    const signals = [going, ...(signal ? [signal] : [])]
    try {
      const answer = await fetch(url, {
        method,
        headers,
        redirect: 'manual', // the code, and the proof of it, would follow to wherever it points
        credentials: 'omit',
        signal: AbortSignal.any(signals),
        ...(body !== null && body !== undefined && { body }),
      })
      return new Response(await readWithin(answer), { status: answer.status, headers: answer.headers })
    } catch (error) {
      if (error instanceof Failed) throw error
      for (const { aborted, reason } of signals) if (aborted) throw reason
      throw new Failed({ kind: 'unauthorized', code: 'oidc_unreachable' })
    }
  }
}

async function readWithin(answer: Response): Promise<string | null> {
  if (answer.body === null) return null
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  // of a body that is fetched, as its type does not say
  for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength
    if (size > mostBytes) throw new Failed({ kind: 'unauthorized', code: 'oidc_answer' })
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
