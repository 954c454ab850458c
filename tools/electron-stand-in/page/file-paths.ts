/*
 * Electron's webUtils.getPathForFile. Chromium tells paths over its protocol only, so main is asked as soon as files enter the page.
 * Injected by source text: refers to nothing outside itself.
 */
import type { FromPage } from './messages.ts'

/** `share` puts the files where main finds them. */
export function watchFiles(tell: (message: FromPage) => void, share: (files: File[]) => void) {
  const paths = new Map<string, string>()
  const keyOf = (file: File) => [file.name, file.size, file.type, file.lastModified].join('\n')
  const note = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])]
    if (files.length === 0) return
    share(files)
    tell({ kind: 'files', keys: files.map(keyOf) })
  }
  const onChange = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) note(target.files)
  }
  window.addEventListener('change', onChange, true)
  window.addEventListener('drop', (event) => note(event.dataTransfer?.files), true)
  return {
    webUtils: { getPathForFile: (file: File) => paths.get(keyOf(file)) ?? '' },
    add: (found: [fileKey: string, path: string][]) => {
      for (const [key, path] of found) paths.set(key, path)
    },
  }
}
