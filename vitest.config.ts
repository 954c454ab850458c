import { defineConfig } from 'vitest/config'

/** Specs that need a server, a database file or the session bus; `npm run check` leaves them out. */
const integration = ['test/src-server/**/*.spec.ts', 'test/**/*.integration.spec.ts']
const onPostgresOnly = 'test/src-server/postgres/**'

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
      {
        test: {
          name: 'integration',
          include: integration,
          exclude: [onPostgresOnly],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: ['test/src-server/{muster,postgres}/**/*.spec.ts', 'test/src-server/{mail/sender,pages}.spec.ts'],
          globalSetup: ['test/support/postgres-setup.ts'],
          setupFiles: ['test/support/postgres-or-skip.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
