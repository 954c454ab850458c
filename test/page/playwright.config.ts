import { defineConfig } from '@playwright/test'

/** The page in bare Chromium, over a main process that is made up (test/support/bridge.ts). */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/page',
  workers: 1,
  timeout: 30_000,
  reporter: 'list',
})
