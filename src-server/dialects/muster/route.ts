import { z } from 'zod'
import { Problem, problemType } from '../../../src-shared/wire/muster-api/problem.ts'

const problem = { description: 'A problem (RFC 9457)', content: { [problemType]: { schema: Problem } } }

/** The answers that mean that something is wrong, for the schema of a route; `default` is what any request may meet. */
export const problems = <S extends number>(...statuses: S[]): Record<S | 'default', typeof problem> =>
  // made of exactly these keys
  Object.fromEntries([...statuses, 'default'].map((status) => [status, problem])) as Record<
    S | 'default',
    typeof problem
  >

/** An answer without a body. */
export const nothing = (description: string) => z.undefined().describe(description)
