export interface RequestDetails {
  id: string
  url: string
  method: string
  resourceType: string
  webContentsId: number | undefined
  referrer: string
  timestamp: number
  requestHeaders?: Record<string, string>
  responseHeaders?: Record<string, string[]>
  statusCode?: number
  statusLine?: string
}

/** What a listener of the app decides. */
export interface RequestAnswer {
  cancel?: boolean
  redirectURL?: string
  requestHeaders?: Record<string, string | string[]>
  responseHeaders?: Record<string, string | string[]>
}

type Listener = (details: RequestDetails, callback: (answer: RequestAnswer) => void) => void
export type RequestStage = 'onBeforeRequest' | 'onBeforeSendHeaders' | 'onHeadersReceived'

/** The three stages of a session's `webRequest` in which an app can change a request. */
export function createWebRequest(onChange: () => void) {
  const listeners = new Map<RequestStage, { patterns: string[] | undefined; listener: Listener }>()
  /** With a filter or without; null takes the listener away. */
  const setter = (stage: RequestStage) => (first: { urls: string[] } | Listener | null, second?: Listener | null) => {
    const listener = typeof first === 'function' ? first : second
    const patterns = typeof first === 'function' ? undefined : first?.urls
    if (listener) listeners.set(stage, { patterns, listener })
    else listeners.delete(stage)
    onChange()
  }
  return {
    onBeforeRequest: setter('onBeforeRequest'),
    onBeforeSendHeaders: setter('onBeforeSendHeaders'),
    onHeadersReceived: setter('onHeadersReceived'),
    /** Of the stand-in. */
    has: (stage: RequestStage) => listeners.has(stage),
    /** Of the stand-in: asks the app, if it listens to such requests. */
    ask: (stage: RequestStage, details: RequestDetails): Promise<RequestAnswer> => {
      const { patterns, listener } = listeners.get(stage) ?? {}
      const isMeant = !patterns || patterns.some((pattern) => matches(pattern, details.url))
      return listener && isMeant ? new Promise((resolve) => listener(details, resolve)) : Promise.resolve({})
    },
  }
}

function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(url)
}
