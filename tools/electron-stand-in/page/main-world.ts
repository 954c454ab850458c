/*
 * The page's own world, before any script of the page: takes what the preload script exposes, and has window.open and permissions
 * asked of the app. Injected by source text: refers to nothing outside itself.
 */
import type { makeBridge } from './bridge.ts'

type Callable = (...args: unknown[]) => unknown

export function mainWorld(makeBridgeHere: typeof makeBridge, name: string): void {
  if (window !== window.top) return
  const begin = (event: Event) => {
    event.stopImmediatePropagation()
    const [port] = (event as MessageEvent).ports
    if (!port) return
    const { listeners, send } = makeBridgeHere(port, 'main', 'preload')
    listeners.expose = ({ key, api }: { key: string; api: unknown }) => {
      if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
      Object.defineProperty(window, key, { value: api, enumerable: true, writable: false, configurable: false })
    }
    // the app's setWindowOpenHandler decides; an opened window is never handed back, as with "noopener"
    window.open = (url = '', target = '', features = '') => {
      send('open', { url: String(new URL(url, document.baseURI)), target, features })
      return null
    }

    const gate = (owner: object | undefined, method: string, permission: string, deny: Callable) => {
      const original: unknown = owner && Reflect.get(owner, method)
      if (!owner || typeof original !== 'function') return
      const value = async (...args: unknown[]): Promise<unknown> =>
        // a promise, by the listener of the preload world
        (await (send('permission', permission) as Promise<boolean>)) ? original.apply(owner, args) : deny(...args)
      Object.defineProperty(owner, method, { configurable: true, writable: true, value })
    }
    const refuse = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
    const navigator = window.navigator as Partial<Navigator> // parts are missing on insecure pages
    gate(window.Notification, 'requestPermission', 'notifications', () => 'denied')
    gate(navigator.mediaDevices, 'getUserMedia', 'media', refuse)
    gate(navigator.clipboard, 'read', 'clipboard-read', refuse)
    gate(navigator.clipboard, 'readText', 'clipboard-read', refuse)
    gate(navigator.clipboard, 'write', 'clipboard-sanitized-write', refuse)
    gate(navigator.clipboard, 'writeText', 'clipboard-sanitized-write', refuse)
    gate(navigator.geolocation, 'getCurrentPosition', 'geolocation', (_success, failure) => {
      if (typeof failure === 'function')
        (failure as Callable)({ code: 1, message: 'User denied Geolocation', PERMISSION_DENIED: 1 })
    })
  }
  window.addEventListener(name, begin, { once: true })
}
