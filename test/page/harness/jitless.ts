import { config } from 'zod'

// Only the made-up main has schemas. They must not try what the policy of the page forbids, so this comes before them.
config({ jitless: true })
