import { EventEmitter } from 'node:events'
import type { Answer, CommandName, Parameters } from './cdp.ts'
import type { Target } from './chromium.ts'
import { createEvent } from './event.ts'
import { acceleratorList } from './menu.ts'
import { themeFeatures } from './native-theme.ts'
import type { FromPage } from './page/messages.ts'
import { createPageLink, type PageLink, type ReplyTo } from './page-link.ts'
import { chromium, state } from './state.ts'
import { isBlank } from './urls.ts'
import type { WebContentsEvents } from './web-contents-events.ts'

export interface WebPreferences {
  preload?: string | undefined
  additionalArguments?: string[] | undefined
}

/** A page of Chromium, and what is known of it: the side of `webContents` that no app sees. */
export abstract class ChromiumPage extends EventEmitter<WebContentsEvents> {
  readonly ready: Promise<void>
  readonly link: PageLink
  readonly document = { url: '', title: '', isLoading: false }
  targetId = ''
  readonly #preferences: WebPreferences
  #sessionId = ''
  #isDestroyed = false

  constructor(open: () => Promise<Target>, preferences: WebPreferences) {
    super()
    this.#preferences = preferences
    this.link = createPageLink({
      call: (method, parameters) => this.call(method, parameters),
      onMessage: (message, reply) => this.obey(message, reply),
      onPreloadError: (error) => this.failPreload(error),
    })
    this.ready = open().then((target) => this.#attach(target))
    this.ready.catch((error: unknown) => {
      if (!state.isQuitting) console.error('stand-in: no window:', error)
    })
  }

  /** Does what the page's preload world asks of main. */
  protected abstract obey(message: FromPage, reply: ReplyTo): void
  protected abstract register(sessionId: string): void
  protected abstract unregister(sessionId: string): void

  async #attach({ targetId, sessionId }: Target): Promise<void> {
    this.targetId = targetId
    this.#sessionId = sessionId
    this.register(sessionId)
    const { node, chrome, electron } = process.versions
    const argv = [process.execPath, ...(this.#preferences.additionalArguments ?? [])]
    await Promise.all([
      this.call('Page.enable'),
      this.link.attach(this.#preferences.preload, {
        accelerators: acceleratorList(),
        process: { platform: process.platform, argv, versions: { node, chrome, electron } },
      }),
      this.call('Page.setLifecycleEventsEnabled', { enabled: true }),
      this.applyTheme(),
      this.call('Runtime.runIfWaitingForDebugger'),
    ])
  }
  call<C extends CommandName>(method: C, parameters?: Parameters<C>): Promise<Answer<C>> {
    return chromium().cdp.send(method, parameters, this.#sessionId)
  }
  async callWhenReady<C extends CommandName>(method: C, parameters?: Parameters<C>): Promise<Answer<C>> {
    await this.ready
    return this.call(method, parameters)
  }
  async applyTheme(): Promise<void> {
    await this.call('Emulation.setEmulatedMedia', { features: themeFeatures() })
  }

  takeTitle(title: string): void {
    if (!title || title === this.document.title || isBlank(this.document.url)) return
    this.document.title = title
    this.emit('page-title-updated', createEvent({}), title, true)
  }
  /** Its target has gone, in whatever way. */
  takeEnd(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.unregister(this.#sessionId)
    this.emit('destroyed')
  }
  failPreload(error: Error): void {
    const path = this.#preferences.preload ?? ''
    console.error(`Unable to load preload script: ${path}\n${error.stack ?? error.message}`)
    this.emit('preload-error', createEvent({}), path, error)
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
}
