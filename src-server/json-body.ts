import type { FastifyBodyParser, FastifyInstance } from 'fastify'
import { limits } from '../src-shared/wire/muster-api/meta.ts'
import { refused } from './store/refusal.ts'

/** Reads JSON as the framework does (keys that reach for prototypes are refused), but not deeper than is sensible. */
export function readJson(app: Pick<FastifyInstance, 'getDefaultJsonParser'>): FastifyBodyParser<string> {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request, body, done) => {
    if (body === '') {
      done(null, undefined)
      return
    }
    void parse(request, body, (error, value) => {
      if (error === null && isDeeper(value, limits.depthMax))
        error = refused({ kind: 'malformed', code: 'json.depth', issues: [] })
      done(error, value)
    })
  }
}

/** True when arrays and objects are nested in more than `levels`. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1))
}
