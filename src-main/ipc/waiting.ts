import type { Waiting } from '../../src-shared/ipc/shapes.ts'
import type { ListsHost } from '../lists/host.ts'

/** Says of changes that wait whose they are, as far as the copy knows. */
export async function nameWaiting(
  lists: Pick<ListsHost, 'values'>,
  connection: string,
  changes: readonly Waiting[],
): Promise<Waiting[]> {
  const wanted = changes.flatMap(({ change: { target } }) => ('id' in target ? [target.id] : []))
  const { ids, columns } = await lists.values(connection, wanted, ['userName'])
  const names = new Map(ids.map((id, at) => [id, columns.userName?.[at]]))
  return changes.map((each) => {
    const { target } = each.change
    const name = 'id' in target ? names.get(target.id) : undefined
    return { ...each, userName: typeof name === 'string' ? name : each.userName }
  })
}
