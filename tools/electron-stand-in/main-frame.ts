import type { SenderFrame } from './ipc-main.ts'
import { fromChromium } from './urls.ts'
import type { WebContents } from './web-contents.ts'

/** The top frame of a page: the only one that has a preload world here, and so the only sender of messages. */
export function mainFrameOf(contents: WebContents): SenderFrame {
  const frame: SenderFrame = {
    get url() {
      return contents.getURL()
    },
    get origin() {
      // Chromium's address has an origin also where the app's own scheme, in Node's eyes, has none
      const { url } = contents.document
      return URL.canParse(url) ? fromChromium(`${new URL(url).origin}/`).replace(/\/$/, '') : 'null'
    },
    get top() {
      return frame
    },
    parent: null,
    routingId: 1,
    processId: contents.id,
    frameTreeNodeId: contents.id,
    send: (channel, ...args) => contents.send(channel, ...args),
  }
  return frame
}
