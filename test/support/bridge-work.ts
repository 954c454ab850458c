import { Failed } from '../../src-shared/failure.ts'
import { contract, type MethodName } from '../../src-shared/ipc/contract.ts'

/** Methods of staged sets, plans and jobs, which main made up in memory does not have. */
export type BulkMethod = Extract<
  MethodName,
  | `selection.${string}`
  | `sets.${string}`
  | `staged.${string}`
  | `plan.${string}`
  | `jobs.${string}`
  | 'work.settings'
  | 'work.changeSettings'
>

const refuse = (): never => {
  throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
}

const isBulk = (method: string): method is BulkMethod =>
  /^(selection|sets|staged|plan|jobs)\.|^work\.(settings|changeSettings)$/.test(method)

/** Answers that refuse. */
export const bulkAnswers = Object.fromEntries(
  Object.keys(contract)
    .filter(isBulk)
    .map((method) => [method, refuse]),
) as Record<BulkMethod, () => never> // one for each of them
