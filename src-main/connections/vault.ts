import type { Vault } from '../providers/provider.ts'
import type { Secrets } from '../secrets/store.ts'
import type { SecretState } from '../../src-shared/failure.ts'

/** Keeps a sign-in in the system's secrets; `onState` hears where it is. */
export function createVault(secrets: Secrets, name: string, onState: (state: SecretState) => void): Vault {
  return {
    async load() {
      const { state, text } = await secrets.load(name)
      onState(state)
      return text
    },
    async save(text) {
      onState(await secrets.save(name, text))
    },
    async clear() {
      await secrets.remove(name)
    },
  }
}

/** For the demo, to which one call signs in: nothing of it outlives the program. */
export function createMemoryVault(): Vault {
  let kept: string | null = null
  return {
    load: () => Promise.resolve(kept),
    save(text) {
      kept = text
      return Promise.resolve()
    },
    clear() {
      kept = null
      return Promise.resolve()
    },
  }
}
