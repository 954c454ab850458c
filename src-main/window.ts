import { once } from 'node:events'
import { app, BrowserWindow, session, shell } from 'electron'
import { z } from 'zod'

interface WindowOptions {
  url: string
  preload: string
  /** Hosts whose https pages may be opened in the system's browser; servers may add their own. */
  isAllowedOutside(url: URL): boolean
}

/** Denies everything that a page could ask of the system, for every session and every page (Electron's security tutorial). */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.on('will-navigate', (event) => {
      event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      event.preventDefault()
    })
  })
}

export function openWindow({ url, preload, isAllowedOutside }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Muster',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.webContents.setWindowOpenHandler(({ url: wanted }) => {
    if (z.url().safeParse(wanted).success && isAllowedOutside(new URL(wanted))) void shell.openExternal(wanted)
    return { action: 'deny' }
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(url)
  return window
}

/** Resolves at once while a window can be seen, else when it is shown or restored; rejects when the signal aborts. */
export async function whenSeen(signal: AbortSignal): Promise<void> {
  const [window] = BrowserWindow.getAllWindows()
  if (!window || (window.isVisible() && !window.isMinimized())) return
  const heard = new AbortController()
  const until = { signal: AbortSignal.any([signal, heard.signal]) }
  try {
    await Promise.race([once(window, 'show', until), once(window, 'restore', until)])
  } finally {
    heard.abort()
  }
}
