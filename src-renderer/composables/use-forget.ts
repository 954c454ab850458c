import type { Connection, Forgotten } from '../../src-shared/ipc/shapes.ts'
import { Failed } from '../../src-shared/failure.ts'
import { formatBytes, formatNumber } from '../messages/format.ts'
import { t } from '../messages/text.ts'
import { failureWords } from '../messages/words.ts'

interface ForgetDeps {
  connections: {
    forgetCopy(connection: string): Promise<Forgotten>
    signOut(connection: string): Promise<unknown>
  }
  toasts: { show(toast: { kind: 'done' | 'problem'; text: string; action?: { label: string; run: () => void } }): void }
}

/** Removes what this computer keeps of a server's users, and says what was there. */
export function useForget({ connections, toasts }: ForgetDeps) {
  async function forget(connection: string): Promise<void> {
    const { files, bytes } = await connections.forgetCopy(connection)
    const values = { n: formatNumber(files), size: formatBytes(bytes) }
    toasts.show({ kind: 'done', text: t('copy.forget.done', values, files) })
  }

  async function forgetOrSay(connection: string): Promise<void> {
    try {
      await forget(connection)
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const { title, text } = failureWords(error.failure, 'connecting')
      toasts.show({ kind: 'problem', text: `${title} ${text}` })
    }
  }

  /** Signs out; the copy stays, unless the person says otherwise. */
  async function signOut({ id, settings }: Connection): Promise<void> {
    await connections.signOut(id)
    if (!settings.keepsCopy) return
    const action = { label: t('copy.forget.now'), run: () => void forgetOrSay(id) }
    toasts.show({ kind: 'done', text: t('copy.signedOut'), action })
  }

  return { forget, signOut }
}
