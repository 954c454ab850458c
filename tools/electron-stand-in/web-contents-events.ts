import type { PreventableEvent } from './event.ts'
import type { SenderFrame } from './ipc-main.ts'
import type { ContextMenuFacts } from './page/messages.ts'

export interface NavigationDetails {
  url: string
  isSameDocument: boolean
  isMainFrame: boolean
  frame: SenderFrame
  initiator: SenderFrame
}

/** Those that begin with a dash are the stand-in's own. */
export interface WebContentsEvents {
  'did-start-loading': []
  'did-stop-loading': []
  'did-finish-load': []
  'did-fail-load': [event: PreventableEvent, code: number, description: string, url: string, isMainFrame: boolean]
  'dom-ready': []
  'did-navigate': [event: PreventableEvent, url: string]
  'did-navigate-in-page': [event: PreventableEvent, url: string, isMainFrame: boolean]
  'will-navigate': [details: PreventableEvent<NavigationDetails>, url: string]
  'will-frame-navigate': [details: PreventableEvent<NavigationDetails>]
  'will-prevent-unload': [event: PreventableEvent]
  'page-title-updated': [event: PreventableEvent, title: string, isExplicit: boolean]
  'console-message': [details: PreventableEvent<{ level: string; message: string }>]
  'context-menu': [event: PreventableEvent, facts: ContextMenuFacts]
  'preload-error': [event: PreventableEvent, path: string, error: Error]
  'render-process-gone': [event: PreventableEvent, details: { reason: string; exitCode: number }]
  focus: []
  blur: []
  destroyed: []
  '-first-paint': []
  '-unload-refused': []
  '-focus': []
  '-blur': []
  '-resize': []
}
