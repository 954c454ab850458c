import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import type { CdpEvent } from './cdp.ts'
import type { Target } from './chromium.ts'
import { ChromiumPage, type WebPreferences } from './chromium-page.ts'
import { createEvent } from './event.ts'
import { IpcMain } from './ipc-main.ts'
import { mainFrameOf } from './main-frame.ts'
import type { FromPage, MenuEntry } from './page/messages.ts'
import { relayEvent } from './page-events.ts'
import type { ReplyTo } from './page-link.ts'
import { encodeForPage, obeyPage } from './page-messages.ts'
import { defaultSession, type Session } from './session.ts'
import { chromium, state, whileOpen } from './state.ts'
import { fromChromium, isBlank, toChromium } from './urls.ts'
import type { NavigationDetails } from './web-contents-events.ts'

export interface OpenDetails {
  url: string
  target: string
  features: string
}

interface WindowOpenDetails {
  url: string
  frameName: string
  features: string
  disposition: 'foreground-tab'
}
type WindowOpenHandler = (details: WindowOpenDetails) => {
  action: 'allow' | 'deny'
  overrideBrowserWindowOptions?: object
}

let lastId = 0

/** Electron's `webContents`, and a few public members of the stand-in's own. */
export class WebContents extends ChromiumPage {
  readonly id = ++lastId
  readonly ipc = new IpcMain()
  readonly session: Session
  readonly mainFrame = mainFrameOf(this)
  /** The address of a navigation that the app itself asked for: `will-navigate` is not for those. */
  loadingUrl: string | null = null
  onWindowOpen: (url: string, options: object) => void = () => {
    // set by the window
  }
  #zoomLevel = 0
  #decideOnWindow: WindowOpenHandler = () => ({ action: 'allow' })

  constructor(open: () => Promise<Target>, preferences: WebPreferences & { session?: Session | undefined } = {}) {
    super(open, preferences)
    this.session = preferences.session ?? defaultSession
    state.contents.set(this.id, this)
  }
  protected override obey(message: FromPage, reply: ReplyTo): void {
    obeyPage(this, message, reply)
  }
  protected override register(sessionId: string): void {
    state.contentsBySession.set(sessionId, this)
    state.contentsByTarget.set(this.targetId, this)
  }
  protected override unregister(sessionId: string): void {
    state.contents.delete(this.id)
    state.contentsBySession.delete(sessionId)
    state.contentsByTarget.delete(this.targetId)
  }
  takeEvent(event: CdpEvent): void {
    this.link.onEvent(event)
    relayEvent(this, event)
  }

  /** True when the app does not prevent the navigation. */
  mayNavigate(url: string): boolean {
    const { mainFrame } = this
    const details = { url: fromChromium(url), isSameDocument: false, isMainFrame: true }
    const event = createEvent<NavigationDetails>({ ...details, frame: mainFrame, initiator: mainFrame })
    this.emit('will-frame-navigate', event)
    this.emit('will-navigate', event, event.url)
    return !event.defaultPrevented
  }
  openWindow({ url, target, features }: OpenDetails): void {
    const details = { url: fromChromium(url), frameName: target, features, disposition: 'foreground-tab' as const }
    const { action, overrideBrowserWindowOptions = {} } = this.#decideOnWindow(details)
    if (action === 'allow') this.onWindowOpen(details.url, overrideBrowserWindowOptions)
  }
  showMenu(entries: MenuEntry[], x?: number, y?: number): void {
    this.link.send({ kind: 'menu', entries, x, y })
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#decideOnWindow = handler
  }
  send(channel: string, ...args: unknown[]): void {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    this.link.send({ kind: 'push', channel, args: encodeForPage(args) })
  }
  async loadURL(url: string): Promise<void> {
    await this.ready
    this.loadingUrl = toChromium(url)
    const finished = once(this, 'did-finish-load')
    const movedWithin = once(this, 'did-navigate-in-page')
    const navigation = this.call('Page.navigate', { url: this.loadingUrl })
    const { errorText, loaderId } = await navigation.finally(() => (this.loadingUrl = null))
    if (errorText) throw this.#failLoad(url, errorText.replace('net::', ''))
    await (loaderId ? finished : movedWithin) // without one it was a navigation within the document
    whileOpen(this.call('Page.resetNavigationHistory'))
  }
  #failLoad(url: string, code: string): Error {
    const errno = code === 'ERR_ABORTED' ? -3 : -2
    this.emit('did-fail-load', createEvent({}), errno, code, url, true)
    return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { errno, code, url })
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href)
  }
  getURL(): string {
    return isBlank(this.document.url) ? '' : fromChromium(this.document.url)
  }
  getTitle(): string {
    return this.document.title
  }
  isLoading(): boolean {
    return this.document.isLoading
  }
  isFocused(): boolean {
    return state.focused?.webContents === this
  }
  focus(): void {
    whileOpen(this.callWhenReady('Page.bringToFront'))
  }
  reload(): void {
    whileOpen(this.callWhenReady('Page.reload'))
  }
  reloadIgnoringCache(): void {
    whileOpen(this.callWhenReady('Page.reload', { ignoreCache: true }))
  }
  async executeJavaScript(expression: string): Promise<unknown> {
    const options = { awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await this.callWhenReady('Runtime.evaluate', { expression, ...options })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  async capturePage() {
    const { data } = await this.callWhenReady('Page.captureScreenshot', { format: 'png' })
    const png = Buffer.from(data, 'base64')
    return { toPNG: () => png, isEmpty: () => png.length === 0, toDataURL: () => `data:image/png;base64,${data}` }
  }
  get zoomLevel(): number {
    return this.#zoomLevel
  }
  set zoomLevel(level: number) {
    this.#zoomLevel = level
    whileOpen(this.executeJavaScript(`document.documentElement.style.zoom = ${1.2 ** level}`))
  }
  getZoomLevel(): number {
    return this.#zoomLevel
  }
  setZoomLevel(level: number): void {
    this.zoomLevel = level
  }
  /** An editing command of Chromium's, such as `selectAll`. */
  edit(command: string): void {
    whileOpen(this.callWhenReady('Input.dispatchKeyEvent', { type: 'keyDown', commands: [command] }))
  }
  close({ waitForBeforeUnload = false } = {}): void {
    const closeTarget = () => chromium().cdp.send('Target.closeTarget', { targetId: this.targetId })
    // in the middle of a navigation Chromium refuses to ask the page; neither document has a say then
    const closePage = () => this.call('Page.close').catch(closeTarget)
    whileOpen(this.ready.then(waitForBeforeUnload ? closePage : closeTarget))
  }

  static fromId(id: number): WebContents | undefined {
    return state.contents.get(id)
  }
  static fromDevToolsTargetId(id: string): WebContents | undefined {
    return state.contentsByTarget.get(id)
  }
  static getAllWebContents(): WebContents[] {
    return [...state.contents.values()]
  }
  static getFocusedWebContents(): WebContents | null {
    return state.focused?.webContents ?? null
  }
}
