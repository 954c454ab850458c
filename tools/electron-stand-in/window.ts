import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { app } from './app.ts'
import type { Bounds, Target } from './chromium.ts'
import { createEvent, type PreventableEvent } from './event.ts'
import { chromium, state, whileOpen } from './state.ts'
import { WebContents } from './web-contents.ts'

interface WindowEvents {
  close: [event: PreventableEvent]
  closed: []
  'ready-to-show': []
  show: []
  hide: []
  focus: []
  blur: []
  resize: []
  move: []
  minimize: []
  maximize: []
  unmaximize: []
  restore: []
  'enter-full-screen': []
  'leave-full-screen': []
  'page-title-updated': [event: PreventableEvent, title: string, isExplicit: boolean]
}

type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen'
type StateEvent = 'minimize' | 'maximize' | 'unmaximize' | 'restore' | 'enter-full-screen' | 'leave-full-screen'

/** Where a window waits until it is shown: Chromium has no hidden windows. */
const offScreen = -20_000
let lastId = 0

export class BrowserWindow extends EventEmitter<WindowEvents> {
  readonly id = ++lastId
  readonly webContents: WebContents
  readonly #parent: BrowserWindow | null
  #bounds: Rectangle
  #minimum: { width: number; height: number }
  #title: string
  #state: WindowState = 'normal'
  #isVisible: boolean
  #isClosing = false
  #isDestroyed = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { x = 0, y = 0, width = 800, height = 600, minWidth = 0, minHeight = 0, title, parent } = options
    this.#minimum = { width: minWidth, height: minHeight }
    this.#bounds = { x, y, ...this.#atLeast({ width, height }) }
    this.#title = title ?? app.name
    this.#isVisible = options.show ?? true
    // both are of the stand-in's making, as everything that the app can name
    this.#parent = (parent as unknown as BrowserWindow | undefined) ?? null
    const preferences = options.webPreferences as ConstructorParameters<typeof WebContents>[1]
    this.webContents = new WebContents(() => this.#open(), preferences)
    state.windows.set(this.id, this)
    state.focused ??= this
    this.#follow(this.webContents, options.backgroundColor)
    app.emit('web-contents-created', createEvent({}), this.webContents)
    app.emit('browser-window-created', createEvent({}), this)
  }

  #open(): Promise<Target> {
    const { width, height, x, y } = this.#bounds
    return chromium().open(this.#isVisible ? this.#bounds : { x: x + offScreen, y: y + offScreen, width, height })
  }
  #follow(contents: WebContents, backgroundColor: string | undefined): void {
    contents.onWindowOpen = (url, options) => whileOpen(new BrowserWindow(options).loadURL(url))
    contents.once('-first-paint', () => this.emit('ready-to-show'))
    contents.on('-focus', () => this.#takeFocus())
    contents.on('-blur', () => this.#loseFocus())
    contents.on('-resize', () => whileOpen(this.#takeBounds()))
    contents.on('page-title-updated', (event, title, isExplicit) => {
      this.emit('page-title-updated', event, title, isExplicit)
      if (!event.defaultPrevented) this.#title = title
    })
    contents.on('-unload-refused', () => (this.#isClosing = false))
    contents.on('destroyed', () => this.#takeEnd())
    if (backgroundColor) this.setBackgroundColor(backgroundColor)
  }
  #takeFocus(): void {
    if (state.focused === this) return
    state.focused = this
    this.emit('focus')
    app.emit('browser-window-focus', createEvent({}), this)
  }
  #loseFocus(): void {
    if (state.focused !== this) return
    state.focused = undefined
    this.emit('blur')
    app.emit('browser-window-blur', createEvent({}), this)
  }
  /** The person, or the window manager, has changed the window. */
  async #takeBounds(): Promise<void> {
    if (!this.#isVisible || this.#state !== 'normal') return
    const before = this.#bounds
    const after = await chromium().getBounds(this.webContents.targetId)
    this.#bounds = after
    if (after.x !== before.x || after.y !== before.y) this.emit('move')
    if (after.width !== before.width || after.height !== before.height) this.emit('resize')
    const { width, height } = this.#atLeast(after)
    if (width !== after.width || height !== after.height) this.setSize(width, height)
  }
  #takeEnd(): void {
    if (this.#isDestroyed) return
    if (!this.#isClosing && !state.isQuitting) this.emit('close', createEvent({})) // closed by the person: too late to be prevented
    this.#isDestroyed = true
    state.windows.delete(this.id)
    if (state.focused === this) state.focused = [...state.windows.values()].at(-1)
    this.emit('closed')
    if (state.windows.size === 0) app.endWithLastWindow()
  }

  /** The app may refuse, then the page may (`beforeunload`). */
  close(): void {
    const event = createEvent({})
    this.emit('close', event)
    if (event.defaultPrevented) {
      app.cancelQuit()
      return
    }
    this.#isClosing = true
    this.webContents.close({ waitForBeforeUnload: true })
  }
  destroy(): void {
    this.#isClosing = true
    this.webContents.close()
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }
  loadFile(path: string): Promise<void> {
    return this.webContents.loadFile(path)
  }
  reload(): void {
    this.webContents.reload()
  }

  show(): void {
    this.showInactive()
    this.focus()
  }
  showInactive(): void {
    if (this.#isVisible) return
    this.#isVisible = true
    this.#apply(this.#bounds)
    this.emit('show')
  }
  hide(): void {
    if (!this.#isVisible) return
    this.#isVisible = false
    this.#apply({ x: this.#bounds.x + offScreen, y: this.#bounds.y + offScreen })
    this.emit('hide')
  }
  isVisible(): boolean {
    return this.#isVisible
  }
  focus(): void {
    state.focused = this
    this.webContents.focus()
  }
  isFocused(): boolean {
    return state.focused === this
  }
  minimize(): void {
    this.#setState('minimized', 'minimize')
  }
  maximize(): void {
    this.#setState('maximized', 'maximize')
  }
  unmaximize(): void {
    this.#setState('normal', 'unmaximize')
  }
  restore(): void {
    this.#setState('normal', 'restore')
  }
  setFullScreen(isOn: boolean): void {
    this.#setState(isOn ? 'fullscreen' : 'normal', isOn ? 'enter-full-screen' : 'leave-full-screen')
  }
  #setState(to: WindowState, event: StateEvent): void {
    this.#state = to
    whileOpen(this.webContents.ready.then(() => chromium().setWindowState(this.webContents.targetId, to)))
    this.emit(event)
  }
  isMinimized(): boolean {
    return this.#state === 'minimized'
  }
  isMaximized(): boolean {
    return this.#state === 'maximized'
  }
  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }

  #atLeast({ width, height }: { width: number; height: number }) {
    return { width: Math.max(width, this.#minimum.width), height: Math.max(height, this.#minimum.height) }
  }
  #apply(bounds: Bounds): void {
    whileOpen(this.webContents.ready.then(() => chromium().setBounds(this.webContents.targetId, bounds)))
  }
  getBounds(): Rectangle {
    return { ...this.#bounds }
  }
  getNormalBounds(): Rectangle {
    return this.getBounds()
  }
  setBounds(bounds: Partial<Rectangle>): void {
    const wanted = { ...this.#bounds, ...bounds }
    this.#bounds = { ...wanted, ...this.#atLeast(wanted) }
    if (this.#isVisible) this.#apply(this.#bounds)
    this.emit('resize')
    this.emit('move')
  }
  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height]
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  getPosition(): [number, number] {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }
  getMinimumSize(): [number, number] {
    return [this.#minimum.width, this.#minimum.height]
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = { width, height }
    this.setBounds({})
  }
  /** What the page is painted on until it paints itself; `#rrggbb` only. */
  setBackgroundColor(color: string): void {
    const [, r = 'ff', g = 'ff', b = 'ff'] = /^#(..)(..)(..)$/.exec(color) ?? []
    const rgb = { r: parseInt(r, 16), g: parseInt(g, 16), b: parseInt(b, 16) }
    whileOpen(this.webContents.callWhenReady('Emulation.setDefaultBackgroundColorOverride', { color: rgb }))
  }
  setMenuBarVisibility(): void {
    // the menu bar is drawn on F10 only
  }
  setAutoHideMenuBar(): void {
    // as above
  }
  getTitle(): string {
    return this.#title
  }
  setTitle(title: string): void {
    this.#title = title
    whileOpen(this.webContents.executeJavaScript(`document.title = ${JSON.stringify(title)}`))
  }
  getParentWindow(): BrowserWindow | null {
    return this.#parent
  }
  capturePage() {
    return this.webContents.capturePage()
  }

  static getAllWindows(): BrowserWindow[] {
    return [...state.windows.values()]
  }
  static getFocusedWindow(): BrowserWindow | null {
    return state.focused ?? null
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
  static fromId(id: number): BrowserWindow | null {
    return state.windows.get(id) ?? null
  }
}
