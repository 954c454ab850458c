/*
 * One interception on Chromium's browser target sees the requests of every page, worker and service worker. It serves the app's
 * schemes, asks `webRequest`, and lets the app prevent navigations.
 */
import type { CommandName, Parameters, Protocol } from './cdp.ts'
import { denyAllPermissions } from './permissions.ts'
import { allSessions, defaultSession, whenHandlersChange, type Session } from './session.ts'
import { chromium, state, whileOpen } from './state.ts'
import { fromChromium, hasScheme, registeredSchemes, schemeOf, toChromium, translateHeader } from './urls.ts'
import type { WebContents } from './web-contents.ts'
import type { RequestDetails, RequestStage } from './web-request.ts'

type Paused = Protocol.Fetch.requestPausedPayload
type FetchCommand = CommandName &
  ('Fetch.failRequest' | 'Fetch.fulfillRequest' | 'Fetch.continueRequest' | 'Fetch.continueResponse')

/** A request that waits for us, with what the app is told of it. */
interface Waiting {
  paused: Paused
  contents: WebContents | undefined
  session: Session
  details: RequestDetails
  end: <C extends FetchCommand>(command: C, parameters?: Omit<Parameters<C>, 'requestId'>) => Promise<unknown>
}

export async function startInterception(): Promise<void> {
  whenHandlersChange(() => whileOpen(refresh()))
  chromium().cdp.onEvent((event) => {
    if (event.method !== 'Fetch.requestPaused') return
    onPaused(event.params).catch((error: unknown) => {
      if (!state.isQuitting) console.error('stand-in:', error)
    })
  })
  await refresh()
  whileOpen(chromium().cdp.send('Browser.setDownloadBehavior', { behavior: 'deny' }))
  denyAllPermissions()
}

async function refresh(): Promise<void> {
  const isWatched = (stage: RequestStage) => allSessions().some(({ webRequest }) => webRequest.has(stage))
  const all = { urlPattern: '*' }
  const patterns: Protocol.Fetch.RequestPattern[] = [
    { ...all, resourceType: 'Document' }, // for will-navigate
    ...registeredSchemes().flatMap((scheme) => [
      { urlPattern: `https://*.${scheme}.localhost/*` },
      { urlPattern: `${scheme}:*` },
    ]),
  ]
  if (isWatched('onBeforeRequest') || isWatched('onBeforeSendHeaders')) patterns.push(all)
  if (isWatched('onHeadersReceived')) patterns.push({ ...all, requestStage: 'Response' })
  await chromium().cdp.send('Fetch.enable', { patterns })
}

async function onPaused(paused: Paused): Promise<void> {
  const { requestId, frameId } = paused
  const contents = state.contentsByTarget.get(frameId) // a page's main frame has the id of its target
  const waiting: Waiting = {
    paused,
    contents,
    session: contents?.session ?? defaultSession,
    details: detailsOf(paused, contents),
    // the command's own parameters, and the one that all of these have
    end: (command, parameters) =>
      chromium().cdp.send(command, { requestId, ...parameters } as unknown as Parameters<typeof command>),
  }
  const isResponse = paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined
  if (state.strays.has(frameId) || isFavicon(paused)) await refuse(waiting)
  else if (isResponse) await passResponse(waiting)
  else if (isNavigation(waiting) && !contents?.mayNavigate(paused.request.url)) await refuse(waiting)
  else await passRequest(waiting)
}

/** Chromium asks for it by itself; Electron does not. */
const isFavicon = ({ resourceType, request }: Paused): boolean =>
  resourceType === 'Other' && request.url.endsWith('/favicon.ico')

const refuse = ({ end }: Waiting) => end('Fetch.failRequest', { errorReason: 'Aborted' })
const block = ({ end }: Waiting) => end('Fetch.failRequest', { errorReason: 'BlockedByClient' })
const fail = ({ end }: Waiting) => end('Fetch.failRequest', { errorReason: 'Failed' })

function detailsOf({ requestId, request, resourceType }: Paused, contents: WebContents | undefined): RequestDetails {
  const frameKind = contents ? 'mainFrame' : 'subFrame'
  return {
    id: requestId,
    url: fromChromium(request.url),
    method: request.method,
    resourceType: resourceType === 'Document' ? frameKind : resourceType.toLowerCase(),
    webContentsId: contents?.id,
    referrer: request.headers.Referer ?? '',
    timestamp: Date.now(),
  }
}

/** True for a navigation that the page began, not the app. */
function isNavigation({ paused, contents }: Waiting): boolean {
  if (paused.resourceType !== 'Document' || !contents?.getURL() || paused.redirectedRequestId) return false
  return contents.loadingUrl?.split('#')[0] !== paused.request.url
}

async function passRequest(waiting: Waiting): Promise<void> {
  const { paused, session, details, end } = waiting
  const before = await session.webRequest.ask('onBeforeRequest', details)
  if (before.cancel) {
    await block(waiting)
  } else if (before.redirectURL) {
    const location = { name: 'Location', value: toChromium(before.redirectURL) }
    await end('Fetch.fulfillRequest', { responseCode: 307, responseHeaders: [location] })
  } else if (hasScheme(schemeOf(details.url))) {
    await serve(waiting)
  } else {
    const requestHeaders = { ...paused.request.headers }
    const answer = await session.webRequest.ask('onBeforeSendHeaders', { ...details, requestHeaders })
    if (answer.cancel) await block(waiting)
    else await end('Fetch.continueRequest', answer.requestHeaders ? { headers: pairs(answer.requestHeaders) } : {})
  }
}

async function passResponse(waiting: Waiting): Promise<void> {
  const { paused, session, details, end } = waiting
  if (paused.responseErrorReason) {
    await end('Fetch.continueRequest')
    return
  }
  const responseHeaders = lists((paused.responseHeaders ?? []).map(({ name, value }) => [name, value]))
  const { responseStatusCode: statusCode = 0, responseStatusText: statusLine = '' } = paused
  const facts = { ...details, responseHeaders, statusCode, statusLine }
  const answer = await session.webRequest.ask('onHeadersReceived', facts)
  if (answer.cancel) await refuse(waiting)
  else if (answer.responseHeaders)
    await end('Fetch.continueResponse', { responseCode: statusCode, responseHeaders: pairs(answer.responseHeaders) })
  else await end('Fetch.continueRequest')
}

/** Has the app's handler of the scheme answer. */
async function serve(waiting: Waiting): Promise<void> {
  const { paused, session, details, end } = waiting
  const scheme = schemeOf(details.url)
  const handler = session.protocol.handlerOf(scheme) ?? defaultSession.protocol.handlerOf(scheme)
  if (!handler) {
    await fail(waiting)
    return
  }
  try {
    const response = await handler(requestOf(paused, details.url))
    const { status: statusCode } = response
    const responseHeaders = lists([...response.headers])
    const facts = { ...details, responseHeaders, statusCode, statusLine: `HTTP/1.1 ${statusCode}` }
    const answer = await session.webRequest.ask('onHeadersReceived', facts)
    const body = Buffer.from(await response.arrayBuffer()).toString('base64')
    const headers = pairs(answer.responseHeaders ?? responseHeaders)
    if (answer.cancel || response.type === 'error') await refuse(waiting)
    else await end('Fetch.fulfillRequest', { responseCode: statusCode, responseHeaders: headers, body })
  } catch (error) {
    console.error(`stand-in: the handler of ${details.url} failed:`, error)
    await fail(waiting)
  }
}

function requestOf({ request }: Paused, url: string): Request {
  const parts = (request.postDataEntries ?? []).map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))
  const { method, headers } = request
  return new Request(url, { method, headers, ...(parts.length > 0 && { body: Buffer.concat(parts) }) })
}

function lists(headers: [name: string, value: string][]): Record<string, string[]> {
  const out: Record<string, string[]> = {}
  for (const [name, value] of headers) (out[name] ??= []).push(value)
  return out
}

const namesUrls = /^(content-security-policy|access-control-allow-origin|location)/i
const pairs = (headers: Record<string, string | string[]>): Protocol.Fetch.HeaderEntry[] =>
  Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value: namesUrls.test(name) ? translateHeader(value) : value })),
  )
