import { layerCommands } from './bulk-actions.ts'

/** Commands that the bars above the list run. */
export const ofBars = [
  'find.list',
  'find.filter',
  'find.view',
  'find.organization',
  'view.columns',
  'sets.open',
] as const
/** Commands on the cells of the list, which has to be in sight. */
export const ofCells = [
  'edit.undo',
  'edit.redo',
  'edit.fillDown',
  'edit.fill',
  'select.all',
  'select.rows',
  'select.columns',
] as const
/** Commands that the grid runs, with what stands over it. */
export const ofGrid = [...ofCells, 'plan.review', 'find.column'] as const
/** Commands that the users view runs. */
export const ofUsers = ['users.add', ...layerCommands, 'view.deleted', ...ofBars, ...ofGrid] as const
export type UsersCommand = (typeof ofUsers)[number]

type Handlers<Id extends string> = Readonly<Record<Id, () => unknown>>

/** Handlers that hand on to those of a part, once it is there. */
export const handlersOf = <Id extends string>(ids: readonly Id[], part: () => Handlers<Id> | undefined): Handlers<Id> =>
  Object.fromEntries(ids.map((id) => [id, () => part()?.[id]()])) as Handlers<Id> // fromEntries forgets its keys
