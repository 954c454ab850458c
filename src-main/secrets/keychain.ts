import keytar from 'keytar'

/** The keychain of the operating system: texts by name. Every method throws where it does not answer. */
export interface Keychain {
  get(name: string): Promise<string | null>
  set(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
}

/** Milliseconds after which a keychain that shows a prompt, or hangs, counts as unavailable. */
const patience = 3000

/** Entries are kept under `service`, which the person reads in the keychain's own program. */
export function openKeychain(service: string): Keychain {
  return {
    get: (name) => within(keytar.getPassword(service, name)),
    set: (name, text) => within(keytar.setPassword(service, name, text)),
    remove: async (name) => {
      await within(keytar.deletePassword(service, name))
    },
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the keychain does not answer')), patience)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
