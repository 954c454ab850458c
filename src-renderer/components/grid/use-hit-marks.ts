import { onScopeDispose, type Ref, watch } from 'vue'
import { foldSearch, placeSearchFrom } from '../../../src-shared/domain/query.ts'
import { findFolded } from '../../../src-shared/domain/text.ts'
import type { Slot } from './slots.ts'

interface HitMarksOptions {
  slots: readonly Slot[]
  /** What holds the rows. */
  layer: Readonly<Ref<HTMLElement | null>>
  search(): string
  /** The columns that are shown, as one text. */
  order(): string
}

/** Texts that a search looks in; a word that stands for nothing is none of them. */
const inNames =
  '[data-column=userName] bdi, [data-column=email] bdi, .row:not(.has-no-name) > [data-column=displayName] bdi'
const inPlaces = '[data-column=organization] bdi, .row:not(.has-no-projects) > [data-column=projects] bdi'

/**
 * Marks in the rows on screen what the search has found (CSS Custom Highlight): ranges over the texts that are there, so
 * that rows are painted as they are, and cost nothing more without a search.
 */
export function useHitMarks({ slots, layer, search, order }: HitMarksOptions): void {
  const marks = new Highlight()
  CSS.highlights.set('hit', marks)
  onScopeDispose(() => CSS.highlights.delete('hit'))

  function mark(): void {
    marks.clear()
    const sought = foldSearch(search())
    if (sought === '' || !layer.value) return
    const places = sought.length < placeSearchFrom ? inNames : `${inNames}, ${inPlaces}`
    for (const element of layer.value.querySelectorAll(places)) {
      const text = element.firstChild
      if (!(text instanceof Text) || element.previousElementSibling?.textContent === '0') continue
      for (const [start, end] of findFolded(text.data, sought)) {
        marks.add(new StaticRange({ startContainer: text, startOffset: start, endContainer: text, endOffset: end }))
      }
    }
  }

  watch(() => [search(), order(), search() === '' ? null : slots.map(({ state }) => state.value)], mark, {
    flush: 'post',
    immediate: true,
  })
}
