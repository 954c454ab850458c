import { Buffer } from 'node:buffer'
import { createEvent } from './event.ts'
import { invoke, ipcMain, type IpcEvent } from './ipc-main.ts'
import { clickCommand, Menu } from './menu.ts'
import { decode, encode } from './page/clone.ts'
import type { Encoded, FromPage } from './page/messages.ts'
import type { ReplyTo } from './page-link.ts'
import { shell } from './shell.ts'
import { whileOpen } from './state.ts'
import type { WebContents } from './web-contents.ts'

export const encodeForPage = (value: unknown): Encoded =>
  encode(value, ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString('base64'))
const decodeArguments = (args: Encoded): unknown[] =>
  // the preload world encodes a list of arguments
  decode(args, (text) => new Uint8Array(Buffer.from(text, 'base64'))) as unknown[]

/** Does what a page's preload world asks of main. */
export function obeyPage(contents: WebContents, message: FromPage, reply: ReplyTo): void {
  switch (message.kind) {
    case 'invoke':
      whileOpen(answer(contents, message, reply))
      break
    case 'send': {
      const args = decodeArguments(message.args)
      for (const scope of [contents.ipc, ipcMain]) scope.emit(message.channel, eventOf(contents), ...args)
      break
    }
    case 'open':
      contents.openWindow(message)
      break
    case 'navigate':
      // a scheme that Chromium does not serve: Electron hands it to the operating system
      if (contents.mayNavigate(message.url)) void shell.openExternal(message.url)
      break
    case 'title':
      contents.takeTitle(message.title)
      break
    case 'command':
      clickCommand(message.commandId, contents, message.isAccelerator)
      break
    case 'menu-bar':
      Menu.getApplicationMenu()?.popupIn(contents, 0, 0)
      break
    case 'menu-closed':
      Menu.shown?.closePopup()
      break
    case 'context-menu':
      contents.emit('context-menu', createEvent({}), message.facts)
      break
    case 'permission':
      contents.session.askPermission(contents, message.permission, (isGranted) => {
        reply({ kind: 'permission', id: message.id, isGranted })
      })
      break
    case 'files':
      whileOpen(contents.link.findPaths(message.keys).then((paths) => reply({ kind: 'paths', paths })))
      break
    case 'preload-error':
      contents.failPreload(new Error(message.text))
      break
    case 'focus':
    case 'blur':
    case 'resize':
      contents.emit(`-${message.kind}`)
      break
    case 'hello': // the link's own
      break
  }
}

async function answer(contents: WebContents, message: FromPage & { kind: 'invoke' }, reply: ReplyTo): Promise<void> {
  const { id, channel } = message
  const scopes = [contents.ipc, ipcMain]
  const result = await invoke(scopes, channel, eventOf(contents), decodeArguments(message.args))
  if ('error' in result) {
    reply({ kind: 'failure', id, text: result.error })
    return
  }
  try {
    reply({ kind: 'reply', id, value: encodeForPage(result.value) })
  } catch (error) {
    reply({ kind: 'failure', id, text: `Error invoking remote method '${channel}': ${String(error)}` })
  }
}

const eventOf = (contents: WebContents): IpcEvent => ({
  type: 'frame',
  sender: contents,
  senderFrame: contents.mainFrame,
  frameId: contents.mainFrame.routingId,
  processId: contents.mainFrame.processId,
  reply: (channel, ...args) => contents.send(channel, ...args),
})
