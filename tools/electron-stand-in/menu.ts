import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, PopupOptions } from 'electron'
import { createEvent, type PreventableEvent } from './event.ts'
import { menuRoles, menusOfRoles } from './menu-roles.ts'
import type { Accelerator, MenuEntry } from './page/messages.ts'
import { state } from './state.ts'
import type { WebContents } from './web-contents.ts'
import type { BrowserWindow } from './window.ts'

type Click = (item: MenuItem, window: BrowserWindow | undefined, event: object) => void
/** What an app may say of an item; the objects among it are of the stand-in's making. */
type ItemOptions = Pick<
  MenuItemConstructorOptions,
  'role' | 'id' | 'label' | 'type' | 'accelerator' | 'enabled' | 'visible' | 'checked' | 'registerAccelerator'
> & { click?: Click; submenu?: Menu | (ItemOptions | MenuItem)[] }

let lastCommandId = 0
const commands = new Map<number, MenuItem>()

export class MenuItem {
  readonly commandId = ++lastCommandId
  id: string
  label: string
  type: string
  role: string | undefined
  accelerator: string | undefined
  submenu: Menu | undefined
  menu: Menu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  registerAccelerator: boolean
  readonly #click: Click | undefined

  constructor(options: ItemOptions) {
    const roleName = options.role?.toLowerCase() ?? ''
    const role = menuRoles[roleName]
    const group = menusOfRoles[roleName]
    const submenu = options.submenu ?? group?.roles.map(optionsOfRole)
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu
    this.role = options.role
    this.id = options.id ?? ''
    this.label = options.label ?? role?.label ?? group?.label ?? options.role ?? ''
    this.type = options.type ?? (submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator ?? role?.accelerator
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.registerAccelerator = options.registerAccelerator ?? true
    this.#click = options.click ?? ((_item, window) => role?.run?.(window))
    commands.set(this.commandId, this)
  }
  click(event: object = {}, window: BrowserWindow | undefined = state.focused): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') for (const item of this.menu?.items ?? []) item.checked = item === this
    this.#click?.(this, window, event)
  }
}

// the names in `menusOfRoles` are Electron's
const optionsOfRole = (role: string): ItemOptions =>
  role === '-' ? { type: 'separator' } : { role: role as NonNullable<ItemOptions['role']> }

interface MenuEvents {
  'menu-will-show': [event: PreventableEvent]
  'menu-will-close': [event: PreventableEvent]
}

/** Drawn by the page when it pops up; tests click items through the API, as with native menus. */
export class Menu extends EventEmitter<MenuEvents> {
  items: MenuItem[] = []
  #onClose: (() => void) | undefined
  static shown: Menu | undefined
  static #application: Menu | null = null

  static buildFromTemplate(template: (ItemOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry))
    return menu
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
    for (const contents of state.contents.values())
      contents.link.send({ kind: 'accelerators', accelerators: acceleratorList() })
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }
  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }
  insert(position: number, item: MenuItem): void {
    item.menu = this
    this.items.splice(position, 0, item)
  }
  getMenuItemById(id: string): MenuItem | null {
    return flatten(this).find((item) => item.id === id) ?? null
  }
  popup(options: Pick<PopupOptions, 'x' | 'y' | 'callback'> & { window?: BrowserWindow } = {}): void {
    this.#onClose = options.callback
    const window = options.window ?? state.focused
    if (window) this.popupIn(window.webContents, options.x, options.y)
  }
  /** Of the stand-in: draws the menu in a page, where the pointer is unless told otherwise. */
  popupIn(contents: WebContents, x?: number, y?: number): void {
    Menu.shown = this
    this.emit('menu-will-show', createEvent({}))
    contents.showMenu(describe(this), x, y)
  }
  closePopup(): void {
    Menu.shown = undefined
    this.emit('menu-will-close', createEvent({}))
    this.#onClose?.()
  }
}

const flatten = (menu: Menu): MenuItem[] =>
  menu.items.flatMap((item) => [item, ...(item.submenu ? flatten(item.submenu) : [])])

const describe = (menu: Menu): MenuEntry[] =>
  menu.items
    .filter((item) => item.visible)
    .map((item) => ({
      commandId: item.commandId,
      type: item.type,
      label: item.label.replace(/&(.)/g, '$1'),
      keys: item.accelerator?.replace(/CmdOrCtrl|CommandOrControl/, 'Ctrl') ?? '',
      isEnabled: item.enabled,
      isChecked: item.checked,
      entries: item.submenu && describe(item.submenu),
    }))

const keyNames: Record<string, string> = {
  plus: '+',
  space: ' ',
  return: 'enter',
  esc: 'escape',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  del: 'delete',
}

/** The keys of the application menu, for the page to watch. */
export function acceleratorList(): Accelerator[] {
  const menu = Menu.getApplicationMenu()
  return (menu ? flatten(menu) : [])
    .filter((item) => item.accelerator && item.registerAccelerator)
    .map((item) => parseAccelerator(item.commandId, item.accelerator ?? ''))
}

function parseAccelerator(commandId: number, accelerator: string): Accelerator {
  const names = accelerator.toLowerCase().replace(/\+\+$/, '+plus').split('+')
  const key = names.pop() ?? ''
  const has = (...wanted: string[]) => names.some((name) => wanted.includes(name))
  return {
    commandId,
    key: keyNames[key] ?? key,
    ctrl: has('ctrl', 'control', 'cmdorctrl', 'commandorcontrol'),
    meta: has('cmd', 'command', 'meta', 'super'),
    shift: has('shift') || key === 'plus',
    alt: has('alt', 'option'),
  }
}

/** Runs the item that a page's keyboard or drawn menu has chosen. */
export function clickCommand(commandId: number, contents: WebContents, triggeredByAccelerator: boolean): void {
  const window = [...state.windows.values()].find((candidate) => candidate.webContents === contents)
  commands.get(commandId)?.click({ triggeredByAccelerator }, window)
}
