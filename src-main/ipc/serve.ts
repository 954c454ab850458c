import { contract, type Handlers, type MethodName } from '../../src-shared/ipc/contract.ts'
import { Failed, type Result } from '../../src-shared/failure.ts'

interface ServeDeps<Event> {
  handlers: Handlers
  /** Whether a message comes from our own page. */
  isOwnPage(event: Event): boolean
  /** Logs a defect and answers its reference. */
  defect(error: unknown): string
}

const isMethod = (name: unknown): name is MethodName => typeof name === 'string' && Object.hasOwn(contract, name)

/**
 * Answers the page: checks the sender, parses the input by the contract, runs the handler, and turns what it throws into a
 * `Result`. A stranger and an input that is not the contract's are refused loudly: both are defects or attacks.
 */
export function createServe<Event>({ handlers, isOwnPage, defect }: ServeDeps<Event>) {
  return async function serve(event: Event, method: unknown, input: unknown): Promise<Result<unknown>> {
    if (!isOwnPage(event)) throw new Error('refused: not our page')
    if (!isMethod(method)) throw new Error('refused: no such method')
    const parsed = contract[method].input.safeParse(input)
    if (!parsed.success) throw new Error(`refused: ${method}: ${parsed.error.message}`)
    try {
      // the key ties handler and input together, which the compiler cannot see through a union of methods
      const handler = handlers[method] as (input: unknown) => Promise<unknown>
      return { ok: true, value: await handler(parsed.data) }
    } catch (error) {
      if (error instanceof Failed) return { ok: false, failure: error.failure }
      return { ok: false, failure: { kind: 'internal', reference: defect(error) } }
    }
  }
}
