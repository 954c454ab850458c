import { defineConfig } from '@playwright/test'

/** Both projects open windows of Electron, or of its stand-in: run them by `npm test`, which prepares display and keyring. */
export default defineConfig({
  outputDir: 'test-results',
  reporter: 'list',
  forbidOnly: process.env.CI !== undefined,
  workers: 1, // windows share the display and its focus
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: 'stand-in', testDir: 'test/stand-in' },
    { name: 'e2e', testDir: 'test/e2e' },
  ],
})
