/** What a key does to the column of a header; `by` in px. */
export type HeadKey = { does: 'move'; way: 1 | -1 } | { does: 'size'; by: number }

/** How much wider a key makes a column, in px. */
const step = 8

/** Takes the keys of a header: Alt with an arrow moves a column, with Shift as well it makes the column narrower or wider; null for other keys. */
export function headKey(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'preventDefault'>,
  isRightToLeft: boolean,
): HeadKey | null {
  const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  if (!isArrow || !event.altKey || event.ctrlKey || event.metaKey) return null
  event.preventDefault()
  const way = (event.key === 'ArrowRight') === isRightToLeft ? -1 : 1
  return event.shiftKey ? { does: 'size', by: way * step } : { does: 'move', way }
}
