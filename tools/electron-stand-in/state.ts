/** What the modules share: the running Chromium, and the registries of windows and pages. */
import type { Chromium } from './chromium.ts'
import type { WebContents } from './web-contents.ts'
import type { BrowserWindow } from './window.ts'

interface State {
  chromium: Chromium | undefined
  isQuitting: boolean
  focused: BrowserWindow | undefined
  windows: Map<number, BrowserWindow>
  contents: Map<number, WebContents>
  contentsBySession: Map<string, WebContents>
  contentsByTarget: Map<string, WebContents>
  /** Pages that nobody in the app has opened: none of their requests is let through. */
  strays: Set<string>
}

export const state: State = {
  chromium: undefined,
  isQuitting: false,
  focused: undefined,
  windows: new Map(),
  contents: new Map(),
  contentsBySession: new Map(),
  contentsByTarget: new Map(),
  strays: new Set(),
}

/** The running Chromium; throws before it has been started. */
export function chromium(): Chromium {
  if (!state.chromium) throw new Error('stand-in: Chromium has not been started yet')
  return state.chromium
}

/** Waits for nothing: the call matters only while its page is open, and fails when that has gone. */
export function whileOpen(call: Promise<unknown>): void {
  call.catch((error: unknown) => {
    if (process.env.STANDIN_DEBUG) console.error('stand-in:', error)
  })
}
