import { app } from './app.ts'
import type { BrowserWindow } from './window.ts'

export interface MenuRole {
  label: string
  accelerator?: string
  run?: (window: BrowserWindow | undefined) => void
}

const editing = (command: string, label: string): MenuRole => ({
  label,
  run: (window) => window?.webContents.edit(command), // Chromium handles the keys itself
})
const zoom = (label: string, accelerator: string, levelAfter: (level: number) => number): MenuRole => ({
  label,
  accelerator,
  run: (window) => {
    if (window) window.webContents.zoomLevel = levelAfter(window.webContents.zoomLevel)
  },
})

/** What a menu item with a role is called, and does. */
export const menuRoles: Record<string, MenuRole> = {
  quit: { label: 'Quit', accelerator: 'CmdOrCtrl+Q', run: () => app.quit() },
  close: { label: 'Close Window', accelerator: 'CmdOrCtrl+W', run: (window) => window?.close() },
  minimize: { label: 'Minimize', accelerator: 'CmdOrCtrl+M', run: (window) => window?.minimize() },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: (window) => window?.reload() },
  forcereload: {
    label: 'Force Reload',
    accelerator: 'Shift+CmdOrCtrl+R',
    run: (window) => window?.webContents.reloadIgnoringCache(),
  },
  toggledevtools: { label: 'Toggle Developer Tools', accelerator: 'Ctrl+Shift+I' }, // without effect
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: 'F11',
    run: (window) => window?.setFullScreen(!window.isFullScreen()),
  },
  resetzoom: zoom('Actual Size', 'CmdOrCtrl+0', () => 0),
  zoomin: zoom('Zoom In', 'CmdOrCtrl+Plus', (level) => level + 0.5),
  zoomout: zoom('Zoom Out', 'CmdOrCtrl+-', (level) => level - 0.5),
  undo: editing('undo', 'Undo'),
  redo: editing('redo', 'Redo'),
  cut: editing('cut', 'Cut'),
  copy: editing('copy', 'Copy'),
  paste: editing('paste', 'Paste'),
  delete: editing('delete', 'Delete'),
  selectall: editing('selectAll', 'Select All'),
  pasteandmatchstyle: editing('pasteAndMatchStyle', 'Paste and Match Style'),
}

/** The items of a menu with a role; a dash is a separator. */
export const menusOfRoles: Record<string, { label: string; roles: string[] }> = {
  filemenu: { label: 'File', roles: ['quit'] },
  editmenu: { label: 'Edit', roles: ['undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectAll'] },
  viewmenu: {
    label: 'View',
    roles: ['reload', 'forceReload', 'toggleDevTools', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'],
  },
  windowmenu: { label: 'Window', roles: ['minimize', 'close'] },
}
