/**
 * Puts a text on the clipboard; false when that failed. The asynchronous clipboard needs a permission, and the program
 * grants none to its page; a copy that a person asked for needs no permission.
 */
export function copyText(text: string): boolean {
  function onCopy(event: ClipboardEvent): void {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { once: true, capture: true })
  // the one way to copy without a permission, and no other is planned for it
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as said
  const isCopied = document.execCommand('copy')
  document.removeEventListener('copy', onCopy, { capture: true })
  return isCopied
}
