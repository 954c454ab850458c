import type { FastifyRequest } from 'fastify'
import { pathOf } from './problem.ts'

/** A link to the following page (RFC 8288): the same question with another cursor. */
export function linkToNext(request: FastifyRequest, cursor: string): string {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '')
  query.set('cursor', cursor)
  return `<${pathOf(request)}?${query.toString()}>; rel="next"`
}
