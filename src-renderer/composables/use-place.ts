import { onBeforeUnmount, onMounted, type Ref, watch } from 'vue'
import type { Place } from '../../src-shared/ipc/views-schema.ts'

interface PlaceDeps {
  kept: Place | null
  query: Readonly<Ref<unknown>>
  find(id: string, found: (row: number) => void): { stop(): void }
  putAt(row: number, place: Place): void
  keepNow(): void
}

/** Where the cursor was the last time, until it is there again or somebody has moved on. */
export function usePlace({ kept, query, find, putAt, keepNow }: PlaceDeps) {
  let sought = kept
  let wish = { stop: (): void => undefined }

  function stopSeeking(): void {
    wish.stop()
    sought = null
  }

  onMounted(() => {
    const place = sought
    if (!place) return
    wish = find(place.id, (row) => {
      sought = null
      putAt(row, place)
    })
  })
  watch(query, stopSeeking)
  // while the list is still there to be asked
  onBeforeUnmount(keepNow)

  return { sought: () => sought, stopSeeking }
}
