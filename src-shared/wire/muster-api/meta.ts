import { z } from 'zod'

/** Largest counts that one request may ask for, and sizes of bodies in bytes. */
export const limits = {
  pageMax: 1000,
  pageDefault: 100,
  bulkMax: 1000,
  bodyMax: 1024 * 1024,
  bulkBodyMax: 8 * 1024 * 1024,
  depthMax: 32,
} as const

/** The version of this API, and of its OpenAPI document. */
export const apiVersion = '1.0.0'

/** What a client needs to know before it signs in. `instance` is the UUID of the database: copies and secrets belong to it. */
export const Meta = z.object({
  name: z.string(),
  version: z.string(),
  instance: z.uuid(),
  features: z.array(z.string()),
  limits: z.object({ pageMax: z.int(), bulkMax: z.int() }),
  filterable: z.array(z.string()),
  sortable: z.array(z.string()),
  roles: z.array(z.string()),
  passwordRules: z.object({ min: z.int(), max: z.int() }),
  /** `password`; `oidc` where a provider of identities is trusted; on a demo server also `demo`. */
  signIn: z.array(z.string()),
  /** With `oidc`: the issuer, and the id under which clients are known there. */
  oidc: z.object({ issuer: z.url(), clientId: z.string() }).optional(),
  /** Only on a demo server: where the mails are shown that it sent. */
  mailbox: z.url().optional(),
})
export type Meta = z.infer<typeof Meta>
