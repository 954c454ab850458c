import type { InjectionKey } from 'vue'

/** Opens the sign-in over whatever is open, so that nothing typed is lost. */
export const signInKey: InjectionKey<() => void> = Symbol('sign in')
