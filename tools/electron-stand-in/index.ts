/** What `import 'electron'` gives in the main process. */
import { defaultSession } from './session.ts'

export { app } from './app.ts'
export { clipboard, ClipboardItem } from './clipboard.ts'
export { dialog } from './dialog.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu, MenuItem } from './menu.ts'
export { nativeTheme } from './native-theme.ts'
export { net } from './net.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { shell } from './shell.ts'
export { powerMonitor, screen } from './system.ts'
export { utilityProcess } from './utility-process.ts'
export { WebContents as webContents } from './web-contents.ts'
export { BrowserWindow } from './window.ts'
export const { protocol } = defaultSession
