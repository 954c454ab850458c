import type { Bridge } from '../src-shared/ipc/contract.ts'

declare global {
  interface Window {
    readonly muster: Bridge
  }
}

// strict templates know neither attributes that fall through to a component's root, nor popovers
declare module 'vue' {
  interface HTMLAttributes {
    popover?: 'manual' | 'auto'
    ariaDescription?: string | undefined
  }
  interface AllowedComponentProps {
    title?: string | undefined
    autofocus?: boolean
    disabled?: boolean
    onPaste?: (event: ClipboardEvent) => void
    [aria: `aria-${string}`]: unknown
  }
}
