import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { channels } from '../src-shared/ipc/channels.ts'
import type { Bridge } from '../src-shared/ipc/contract.ts'

// The whole surface between page and main. It never grows: what can be asked is in the contract.
const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke(channels.call, method, input),
  on: (event, listener) => {
    const relay = (_event: IpcRendererEvent, name: string, body: Parameters<typeof listener>[0]) => {
      if (name === event) listener(body)
    }
    ipcRenderer.on(channels.event, relay)
    return () => {
      ipcRenderer.off(channels.event, relay)
    }
  },
}
contextBridge.exposeInMainWorld('muster', bridge)
