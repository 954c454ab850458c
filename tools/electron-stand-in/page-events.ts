import type { CdpEvent, Protocol } from './cdp.ts'
import { createEvent } from './event.ts'
import { whileOpen } from './state.ts'
import { fromChromium, isBlank } from './urls.ts'
import type { WebContents } from './web-contents.ts'

/** Turns what Chromium tells of a page into the events of its `webContents`. */
export function relayEvent(contents: WebContents, event: CdpEvent): void {
  const { document } = contents
  switch (event.method) {
    case 'Runtime.consoleAPICalled':
      contents.emit('console-message', createEvent(consoleMessage(event.params)))
      break
    case 'Page.frameStartedLoading':
    case 'Page.frameStoppedLoading':
      if (event.params.frameId !== contents.targetId) break
      document.isLoading = event.method === 'Page.frameStartedLoading'
      contents.emit(document.isLoading ? 'did-start-loading' : 'did-stop-loading')
      break
    case 'Page.navigatedWithinDocument':
      if (event.params.frameId !== contents.targetId) break
      document.url = event.params.url
      contents.emit('did-navigate-in-page', createEvent({}), contents.getURL(), true)
      break
    case 'Page.frameNavigated': {
      const { frame } = event.params
      if (frame.parentId !== undefined) break
      document.url = frame.url + (frame.urlFragment ?? '')
      if (!isBlank(document.url)) contents.emit('did-navigate', createEvent({}), contents.getURL())
      break
    }
    case 'Page.domContentEventFired':
      if (!isBlank(document.url)) contents.emit('dom-ready')
      break
    case 'Page.loadEventFired':
      if (!isBlank(document.url)) contents.emit('did-finish-load')
      break
    case 'Page.lifecycleEvent': {
      const isFirstPaint = event.params.frameId === contents.targetId && event.params.name === 'firstPaint'
      if (isFirstPaint && !isBlank(document.url)) contents.emit('-first-paint')
      break
    }
    case 'Page.javascriptDialogOpening':
      answerDialog(contents, event.params)
      break
    case 'Inspector.targetCrashed':
      contents.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 })
      break
  }
}

/** `beforeunload` is the app's to decide; alert, confirm and prompt are dismissed. */
function answerDialog(contents: WebContents, { type }: Protocol.Page.javascriptDialogOpeningPayload): void {
  const event = createEvent({})
  if (type === 'beforeunload') {
    contents.emit('will-prevent-unload', event)
    if (!event.defaultPrevented) contents.emit('-unload-refused')
  }
  whileOpen(contents.call('Page.handleJavaScriptDialog', { accept: event.defaultPrevented }))
}

function consoleMessage({ type, args, stackTrace }: Protocol.Runtime.consoleAPICalledPayload) {
  const [frame] = stackTrace?.callFrames ?? []
  return {
    level: type,
    message: args.map(({ value, description }) => String(value ?? description ?? '')).join(' '),
    lineNumber: frame?.lineNumber ?? 0,
    sourceId: fromChromium(frame?.url ?? ''),
  }
}
