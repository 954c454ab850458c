import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: at('src-main/main.ts'),
          'lists-worker': at('src-main/lists/worker.ts'),
          'work-worker': at('src-main/work/worker.ts'),
          'demo-server': at('src-server/demo.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      // a sandboxed preload is loaded as CommonJS, also in a package of type "module"
      rolldownOptions: {
        input: { preload: at('src-preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [vue()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: at('out/renderer'),
      minify: true, // half of the text to read at each start
      manifest: true, // the list that the app serves the page from
      // the page's policy allows fonts from files only
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
})
