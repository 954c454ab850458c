/** What main and the preload world of a page say to each other, as JSON. */

/** A value of the structured clone algorithm as JSON; see `clone.ts`. */
export type Encoded = string | number | boolean | null | Encoded[] | { [key: string]: Encoded }

/** Which keys run a menu item. */
export interface Accelerator {
  commandId: number
  /** The lower-cased `key` of the keyboard event. */
  key: string
  ctrl: boolean
  shift: boolean
  alt: boolean
  meta: boolean
}

/** A menu item as the page draws it. */
export interface MenuEntry {
  commandId: number
  type: string
  label: string
  keys: string
  isEnabled: boolean
  isChecked: boolean
  entries: MenuEntry[] | undefined
}

export interface ContextMenuFacts {
  x: number
  y: number
  linkURL: string
  selectionText: string
  isEditable: boolean
}

export type FromPage =
  | { kind: 'hello'; url: string }
  | { kind: 'invoke'; id: number; channel: string; args: Encoded }
  | { kind: 'send'; channel: string; args: Encoded }
  | { kind: 'title'; title: string }
  | { kind: 'open'; url: string; target: string; features: string }
  | { kind: 'navigate'; url: string }
  | { kind: 'command'; commandId: number; isAccelerator: boolean }
  | { kind: 'menu-bar' }
  | { kind: 'menu-closed' }
  | { kind: 'context-menu'; facts: ContextMenuFacts }
  | { kind: 'permission'; id: number; permission: string }
  | { kind: 'files'; keys: string[] }
  | { kind: 'focus' }
  | { kind: 'blur' }
  | { kind: 'resize' }
  | { kind: 'preload-error'; text: string }

export type ToPage =
  | { kind: 'reply'; id: number; value: Encoded }
  | { kind: 'failure'; id: number; text: string }
  | { kind: 'push'; channel: string; args: Encoded }
  | { kind: 'permission'; id: number; isGranted: boolean }
  | { kind: 'accelerators'; accelerators: Accelerator[] }
  | { kind: 'menu'; entries: MenuEntry[]; x: number | undefined; y: number | undefined }
  | { kind: 'paths'; paths: [fileKey: string, path: string][] }

export interface PageConfig {
  /** Random, so that the page cannot guess it: the name of world, binding and handshake event. */
  name: string
  accelerators: Accelerator[]
  process: { platform: string; argv: string[]; versions: Record<string, string> }
}
