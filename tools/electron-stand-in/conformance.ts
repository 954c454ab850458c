/*
 * Never run: here the compiler compares the stand-in with Electron's own types, against which the app is compiled. A check that fails
 * names the members that differ.
 */
import type * as Electron from 'electron'
import type * as StandIn from './index.ts'

type None<Names extends never> = Names
type Names = keyof typeof StandIn & keyof typeof Electron

/** Members that only the stand-in has. */
interface Own {
  app: 'load' | 'becomeReady' | 'endWithLastWindow' | 'cancelQuit'
  Menu: 'shown'
  ipcMain: 'handlerOf'
  protocol: 'handlerOf'
}
type Extra<Name extends Names> = Exclude<
  keyof (typeof StandIn)[Name],
  keyof (typeof Electron)[Name] | (Name extends keyof Own ? Own[Name] : never)
>
export type NoMemberOfItsOwn = None<{ [Name in Names]: Extra<Name> }[Names]>
export type NoNameOfItsOwn = None<Exclude<keyof typeof StandIn, keyof typeof Electron>>

/** The members that both have, but the stand-in with another type. */
type Members<Mine, Theirs> = Exclude<keyof Mine, keyof NodeJS.EventEmitter> & keyof Theirs
type Different<Mine, Theirs> = {
  [Member in Members<Mine, Theirs>]: Mine[Member] extends Theirs[Member] ? never : Member
}[Members<Mine, Theirs>]
/** Members that stand for other objects of the stand-in. */
type WindowLinks = 'webContents' | 'getParentWindow' | 'capturePage'
export type SameSignatures = [
  None<Different<Omit<typeof StandIn.app, 'commandLine'>, Electron.App>>,
  None<Different<typeof StandIn.clipboard, Electron.Clipboard>>,
  None<Different<typeof StandIn.dialog, Electron.Dialog>>,
  None<Different<typeof StandIn.nativeTheme, Electron.NativeTheme>>,
  None<Different<typeof StandIn.net, Electron.Net>>,
  None<Different<typeof StandIn.powerMonitor, Electron.PowerMonitor>>,
  None<Different<typeof StandIn.safeStorage, Electron.SafeStorage>>,
  None<Different<typeof StandIn.shell, Electron.Shell>>,
  None<Different<Omit<StandIn.BrowserWindow, WindowLinks>, Electron.BrowserWindow>>,
]
