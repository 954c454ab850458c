import type { IpcMainInvokeEvent } from 'electron'

/** True for a message from the top frame of one of our own windows, showing our own page; compared as parsed URLs. */
export function isOwnPage(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, pageUrl: string): boolean {
  const frame = event.senderFrame
  if (frame?.parent !== null || !URL.canParse(frame.url)) return false
  const [seen, own] = [new URL(frame.url), new URL(pageUrl)]
  return seen.protocol === own.protocol && seen.host === own.host && seen.pathname === own.pathname
}
