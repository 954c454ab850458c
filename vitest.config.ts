import { defineConfig } from 'vitest/config'

/** Specs that need a server, a database file or the session bus; `npm run check` leaves them out. */
const integration = ['test/src-server/**/*.spec.ts', 'test/**/*.integration.spec.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{src-shared,src-main,src-renderer,tools}/**/*.spec.ts'],
          exclude: integration,
        },
      },
      { test: { name: 'integration', include: integration, testTimeout: 30_000, hookTimeout: 60_000 } },
    ],
  },
})
