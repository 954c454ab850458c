import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** The part of EditContext (W3C, EditContext API) that is used here; the library of types does not have it yet. */
interface TextInput extends EventTarget {
  readonly text: string
  updateText(start: number, end: number, text: string): void
  updateSelection(start: number, end: number): void
  updateControlBounds(bounds: DOMRect): void
  updateSelectionBounds(bounds: DOMRect): void
}
declare const EditContext: new () => TextInput

interface TypingActions {
  /** Where a text that is being composed stands on the screen. */
  bounds(): DOMRect | undefined
  /** `isComposing`: an input method is still at work on the text. */
  typed(text: string, isComposing: boolean): void
}

/**
 * Text that is typed on an element which is no field: the first letter of an edit, with AltGr, dead keys and input
 * methods, whose first letter would be lost where a field took the focus only after it.
 */
export function useTyping(element: Readonly<Ref<HTMLElement | null>>, actions: TypingActions): void {
  const input = new EditContext()
  let isComposing = false

  function tell(): void {
    const { text } = input
    if (!isComposing && text === '') return
    if (!isComposing) {
      input.updateText(0, text.length, '')
      input.updateSelection(0, 0)
    }
    actions.typed(text, isComposing)
  }

  input.addEventListener('textupdate', tell)
  input.addEventListener('compositionstart', () => {
    isComposing = true
    const bounds = actions.bounds()
    if (!bounds) return
    input.updateControlBounds(bounds)
    input.updateSelectionBounds(bounds)
  })
  input.addEventListener('compositionend', () => {
    isComposing = false
    tell()
  })

  onMounted(() => {
    // the type of elements does not have it yet either
    if (element.value) (element.value as HTMLElement & { editContext: TextInput | null }).editContext = input
  })
  onBeforeUnmount(() => {
    if (element.value) (element.value as HTMLElement & { editContext: TextInput | null }).editContext = null // as above
  })
}
