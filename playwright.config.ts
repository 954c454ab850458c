import { defineConfig } from '@playwright/test'

/** Run these by `npm test`, which prepares a browser, a display and a keyring. */
export default defineConfig({
  outputDir: 'test-results',
  tsconfig: './tsconfig.base.json', // the paths in test/tsconfig.json are for the compiler only
  reporter: 'list',
  forbidOnly: process.env.CI !== undefined,
  workers: 1, // windows share the display and its focus
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    // the page in bare Chromium, over a main process that is made up
    { name: 'page', testDir: 'test/page', testMatch: '*.spec.ts' },
    { name: 'stand-in', testDir: 'test/stand-in' },
    { name: 'e2e', testDir: 'test/e2e' },
  ],
})
