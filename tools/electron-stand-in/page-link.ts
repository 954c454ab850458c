import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import type { Answer, CdpEvent, CommandName, Parameters } from './cdp.ts'
import type { FromPage, PageConfig, ToPage } from './page/messages.ts'
import { mainWorldSource, preloadWorldSource } from './page/source.ts'
import { whileOpen } from './state.ts'
import { isBlank } from './urls.ts'

/** Answers the document that a message came from; lost when that has gone meanwhile. */
export type ReplyTo = (message: ToPage) => void

interface Ends {
  call: <C extends CommandName>(method: C, parameters?: Parameters<C>) => Promise<Answer<C>>
  onMessage: (message: FromPage, reply: ReplyTo) => void
  onPreloadError: (error: Error) => void
}

/** The pipe between main and the preload world of one window's page. */
export interface PageLink {
  /** Injects both worlds; before the page's first document. */
  attach(preloadFile: string | undefined, config: Omit<PageConfig, 'name'>): Promise<void>
  /** Takes what Chromium tells of the page; the events of this pipe only. */
  onEvent(event: CdpEvent): void
  /** To the current document; kept for the first one until that is there. */
  send(message: ToPage): void
  /** The paths of the files that the page has just been given, in the order of their keys. */
  findPaths(keys: string[]): Promise<[fileKey: string, path: string][]>
}

// the page of an app must not be able to guess it
const name = `standin${randomUUID().replaceAll('-', '')}`

export function createPageLink({ call, onMessage, onPreloadError }: Ends): PageLink {
  /** Documents that have a preload world, from the number that events give to the name that survives navigation. */
  const documents = new Map<number, string>()
  const outbox: ToPage[] = []
  let current: string | undefined
  let latest: number | undefined

  const post = (uniqueContextId: string, message: ToPage) => {
    const functionDeclaration = `(text) => ${name}Receive(JSON.parse(text))`
    const args = [{ value: JSON.stringify(message) }]
    whileOpen(call('Runtime.callFunctionOn', { functionDeclaration, arguments: args, uniqueContextId, silent: true }))
  }
  const receive = (message: FromPage, document: string | undefined) => {
    if (message.kind === 'hello') {
      if (isBlank(message.url)) return
      current = document
      if (document) for (const waiting of outbox.splice(0)) post(document, waiting)
      return
    }
    onMessage(message, (reply) => {
      if (document) post(document, reply)
    })
  }
  const addScripts = async (preloadFile: string | undefined, config: Omit<PageConfig, 'name'>) => {
    const isolated = preloadWorldSource({ ...config, name }, readPreload(preloadFile, onPreloadError))
    await Promise.all([
      call('Runtime.enable'), // a binding for one world needs it
      call('Runtime.addBinding', { name, executionContextName: name }),
      call('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(name) }), // they run in this order
      call('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: name }),
    ])
  }
  const pathOf = async (index: number): Promise<string> => {
    const expression = `${name}Files[${index}]`
    const { result } = await call('Runtime.evaluate', {
      expression,
      ...(latest !== undefined && { contextId: latest }),
    })
    if (!result.objectId) return ''
    const { path } = await call('DOM.getFileInfo', { objectId: result.objectId })
    return path
  }

  return {
    attach: addScripts,
    onEvent: (event) => {
      if (event.method === 'Runtime.executionContextCreated') {
        const { context } = event.params
        if (context.name === name) documents.set(context.id, context.uniqueId)
      } else if (event.method === 'Runtime.executionContextDestroyed') {
        documents.delete(event.params.executionContextId)
      } else if (event.method === 'Runtime.bindingCalled' && event.params.name === name) {
        latest = event.params.executionContextId
        // written by the preload world, which alone has the binding
        receive(JSON.parse(event.params.payload) as FromPage, documents.get(latest))
      }
    },
    send: (message) => {
      if (current) post(current, message)
      else outbox.push(message)
    },
    findPaths: (keys) => Promise.all(keys.map(async (key, index) => [key, await pathOf(index)])),
  }
}

/** The text of a preload script; null when there is none, or when it would break the script around it. */
function readPreload(file: string | undefined, onError: (error: Error) => void): string | null {
  if (!file) return null
  try {
    const text = readFileSync(file, 'utf8')
    new Script(`(() => {\n${text}\n})`, { filename: file })
    return text
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)))
    return null
  }
}
