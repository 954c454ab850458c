import { EventEmitter } from 'node:events'
import { net } from './net.ts'
import { setPermission } from './permissions.ts'
import { state, whileOpen } from './state.ts'
import { registerScheme, toChromium } from './urls.ts'
import type { WebContents } from './web-contents.ts'
import { createWebRequest } from './web-request.ts'

type SchemeHandler = (request: Request) => Response | Promise<Response>
type PermissionHandler = (
  contents: WebContents,
  permission: string,
  callback: (isGranted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void

/** Called when handlers of schemes or requests change; set by the interception of requests. */
let onChange = (): void => {
  // it has not begun
}
export function whenHandlersChange(listener: () => void): void {
  onChange = listener
}

function createProtocol() {
  const handlers = new Map<string, SchemeHandler>()
  return {
    handle: (scheme: string, handler: SchemeHandler): void => {
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
      registerScheme(scheme)
      handlers.set(scheme, handler)
      onChange()
    },
    unhandle: (scheme: string): void => void handlers.delete(scheme),
    isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
    registerSchemesAsPrivileged: (schemes: { scheme: string }[]): void => {
      for (const { scheme } of schemes) registerScheme(scheme)
    },
    /** Of the stand-in. */
    handlerOf: (scheme: string): SchemeHandler | undefined => handlers.get(scheme),
  }
}

const grantAll: PermissionHandler = (_contents, _permission, callback) => callback(true)

/** All sessions share one profile of Chromium, and so their storage; their handlers are their own. */
export class Session extends EventEmitter {
  readonly protocol = createProtocol()
  readonly webRequest = createWebRequest(() => onChange())
  #onPermission = grantAll

  setPermissionRequestHandler(handler: PermissionHandler | null): void {
    this.#onPermission = handler ?? grantAll
  }
  setPermissionCheckHandler(): void {
    // without effect: Chromium's own answers cannot be changed per question
  }
  setDevicePermissionHandler(): void {
    // without effect: there are no devices
  }
  /** Of the stand-in: asks the app's handler, then tells Chromium. */
  askPermission(contents: WebContents, permission: string, reply: (isGranted: boolean) => void): void {
    const decide = (isGranted: boolean) => whileOpen(setPermission(permission, isGranted).then(() => reply(isGranted)))
    this.#onPermission(contents, permission, decide, { requestingUrl: contents.getURL(), isMainFrame: true })
  }
  /** Clears the storage of what is open: cookies, databases, caches of its origin. */
  async clearStorageData(): Promise<void> {
    for (const contents of state.contents.values()) {
      const { origin } = new URL(toChromium(contents.getURL()))
      await contents.callWhenReady('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
    }
  }
  clearCache(): Promise<void> {
    return Promise.resolve() // nothing is cached: interception turns Chromium's cache off
  }
  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return net.fetch(input, init)
  }
}

export const defaultSession = new Session()
const partitions = new Map<string, Session>()

export const session = {
  defaultSession,
  fromPartition: (name: string): Session => {
    const found = partitions.get(name) ?? new Session()
    partitions.set(name, found)
    return found
  },
}

export const allSessions = (): Session[] => [defaultSession, ...partitions.values()]
