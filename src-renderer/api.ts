import { Failed } from '../src-shared/failure.ts'
import type { EventBody, EventName, Input, MethodName, Output } from '../src-shared/ipc/contract.ts'

/** Asks main, the only way there is. Throws `Failed`. */
export async function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  const result = await window.muster.call(method, input)
  if (result.ok) return result.value
  throw new Failed(result.failure)
}

/** Listens to what main tells unasked; answers a function that stops listening. */
export function on<E extends EventName>(event: E, listener: (body: EventBody<E>) => void): () => void {
  return window.muster.on(event, listener)
}
