import { z } from 'zod'

/** What the data of each server-sent event holds, by the event's name. */
export const eventData = {
  /** These users have changed, or are gone: at most 500 ids, `seq` only grows. */
  users: z.object({ seq: z.int(), ids: z.array(z.string()) }),
  /** The members of these projects have changed. */
  projects: z.object({ seq: z.int(), ids: z.array(z.string()) }),
  /** What has changed is too much, or not known any more: pull by the change feed, or read the list again. */
  pull: z.object({ seq: z.int() }),
  /** The session has ended, and the stream with it. */
  session: z.object({ code: z.string() }),
} as const

export const eventStreamType = 'text/event-stream'
