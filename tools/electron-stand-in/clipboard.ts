import { spawn } from 'node:child_process'
import type { ClipboardItem as ElectronClipboardItem } from 'electron'

type Content = Blob | string
let items: ElectronClipboardItem[] = []

export class ClipboardItem {
  readonly #data: Record<string, Content | Promise<Content>>

  constructor(data: Record<string, Content | Promise<Content>>) {
    this.#data = data
  }
  get types(): string[] {
    return Object.keys(this.#data)
  }
  async getType(type: string): Promise<Blob> {
    const content = await this.#data[type]
    if (content === undefined) throw new Error(`The type '${type}' was not found`)
    return typeof content === 'string' ? new Blob([content], { type }) : content
  }
}

/** A clipboard of the app's own, asynchronous as Electron's; its text is handed to the display when `xclip` is there. */
export const clipboard = {
  read: () => Promise.resolve(items),
  readText: async (): Promise<string> => {
    const blob = await items.find((item) => item.types.includes('text/plain'))?.getType('text/plain')
    return (await blob?.text()) ?? ''
  },
  write: async (data: ElectronClipboardItem[]): Promise<void> => {
    items = data
    copyToDisplay(await clipboard.readText())
  },
  writeText: (text: string): Promise<void> => {
    // Electron's type tells bookmarks apart by the name of the type; we have none
    const item = new ClipboardItem({ 'text/plain': text }) as unknown as ElectronClipboardItem
    return clipboard.write([item])
  },
  has: (type: string): Promise<boolean> => Promise.resolve(items.some((item) => item.types.includes(type))),
  clear: (): void => {
    items = []
  },
}

function copyToDisplay(text: string): void {
  const ignore = () => {
    // no xclip: the text stays inside the app
  }
  const xclip = spawn('xclip', ['-selection', 'clipboard'], { stdio: ['pipe', 'ignore', 'ignore'] }).on('error', ignore)
  xclip.stdin.on('error', ignore).end(text)
}
