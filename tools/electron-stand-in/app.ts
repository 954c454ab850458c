import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createAppPaths } from './app-paths.ts'
import { createCommandLine } from './command-line.ts'
import { createEvent, type PreventableEvent } from './event.ts'
import { takeInstanceLock } from './single-instance.ts'
import { state } from './state.ts'
import type { WebContents } from './web-contents.ts'
import type { BrowserWindow } from './window.ts'

interface AppEvents {
  ready: [event: PreventableEvent, launchInfo: object]
  'window-all-closed': []
  'before-quit': [event: PreventableEvent]
  'will-quit': [event: PreventableEvent]
  quit: [event: PreventableEvent, exitCode: number]
  'second-instance': [event: PreventableEvent, argv: string[], workingDirectory: string, data: unknown]
  'web-contents-created': [event: PreventableEvent, contents: WebContents]
  'browser-window-created': [event: PreventableEvent, window: BrowserWindow]
  'browser-window-focus': [event: PreventableEvent, window: BrowserWindow]
  'browser-window-blur': [event: PreventableEvent, window: BrowserWindow]
}

interface Manifest {
  name?: string
  productName?: string
  version?: string
  main?: string
}

class App extends EventEmitter<AppEvents> {
  name = 'Electron'
  readonly isPackaged = false
  readonly commandLine = createCommandLine()
  readonly #paths = createAppPaths(() => this.name)
  readonly #whenReady = Promise.withResolvers<undefined>()
  #isReady = false
  #version = process.versions.electron
  #appPath = process.cwd()
  #isQuitting = false
  #handedOver = Promise.resolve()

  /** Of the stand-in: takes the folder or file of the command line; returns the app's main script. */
  load(path: string): string {
    const target = resolve(path)
    const isFolder = existsSync(join(target, 'package.json'))
    const folder = isFolder ? target : dirname(target)
    const manifest = readManifest(folder)
    this.#appPath = folder
    this.name = manifest.productName ?? manifest.name ?? this.name
    this.#version = manifest.version ?? this.#version
    return isFolder ? join(folder, manifest.main ?? 'index.js') : target
  }

  /** Of the stand-in: Chromium runs, and the main script is loaded. */
  becomeReady(): void {
    this.#isReady = true
    this.#whenReady.resolve(undefined)
    this.emit('ready', createEvent({}), {})
  }

  isReady(): boolean {
    return this.#isReady
  }
  async whenReady(): Promise<void> {
    await this.#whenReady.promise
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  getVersion(): string {
    return this.#version
  }
  getAppPath(): string {
    return this.#appPath
  }
  getPath(name: string): string {
    return this.#paths.getPath(name)
  }
  setPath(name: string, path: string): void {
    this.#paths.setPath(name, path)
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()]
  }
  enableSandbox(): void {
    // Chromium's renderers have no Node in any case
  }
  setAppUserModelId(): void {
    // means something on Windows only
  }

  requestSingleInstanceLock(data?: unknown): boolean {
    const { isFirst, handedOver } = takeInstanceLock(this.getPath('userData'), data, (second) => {
      this.emit('second-instance', createEvent({}), second.argv, second.workingDirectory, second.data)
    })
    this.#handedOver = handedOver
    return isFirst
  }

  /** Of the stand-in: the last window has closed. */
  endWithLastWindow(): void {
    if (this.#isQuitting) this.#finish(0)
    else if (!this.emit('window-all-closed')) this.quit()
  }
  /** Of the stand-in: a window refused to close. */
  cancelQuit(): void {
    this.#isQuitting = false
  }

  quit(): void {
    if (this.#isQuitting) return
    const event = createEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#isQuitting = true
    if (state.windows.size === 0) this.#finish(0)
    for (const window of [...state.windows.values()]) this.#closeToQuit(window)
  }
  #closeToQuit(window: BrowserWindow): void {
    if (this.#isQuitting) window.close() // an earlier one may have refused
  }
  #finish(exitCode: number): void {
    const event = createEvent({})
    this.emit('will-quit', event)
    if (event.defaultPrevented) this.#isQuitting = false
    else this.exit(exitCode)
  }
  exit(exitCode = 0): void {
    if (state.isQuitting) return
    state.isQuitting = true
    this.emit('quit', createEvent({}), exitCode)
    void Promise.all([state.chromium?.stop(), this.#handedOver]).finally(() => process.exit(exitCode))
  }
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'package.json')
  // as little of a package.json as Electron reads, too
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {}
}

export const app = new App()
