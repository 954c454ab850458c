// Only the made-up main has schemas. They must not try what the policy of the page forbids, so this comes before them.
import { config } from 'zod'

config({ jitless: true })
await import('./page.ts')
