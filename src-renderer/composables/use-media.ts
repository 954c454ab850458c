import { onScopeDispose, type Ref, ref } from 'vue'

/** Whether a media query holds, as it changes. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const media = matchMedia(query)
  const holds = ref(media.matches)
  const onChange = () => (holds.value = media.matches)
  media.addEventListener('change', onChange)
  onScopeDispose(() => {
    media.removeEventListener('change', onChange)
  })
  return holds
}
