import type { Failure } from '../../../src-shared/failure.ts'
import type { Handlers, MethodName } from '../../../src-shared/ipc/contract.ts'
import type { Settings, Start } from '../../../src-shared/ipc/shapes.ts'
import type { StagedSet } from '../../../src-shared/ipc/work-shapes.ts'
import type { Connections } from '../../connections/connections.ts'
import type { ListsHost } from '../../lists/host.ts'
import type { StoredSettings } from '../../settings.ts'

export interface HandlerDeps {
  version: string
  platform: string
  settings: StoredSettings
  connections: Connections
  lists: ListsHost
  start(): Start
  onSettings(settings: Settings): void
  openOutside(url: string): Promise<void>
  /** Asks where to save a file of this name; null: nowhere. */
  chooseFile(name: string): Promise<string | null>
  onExporting(connection: string, rows: number): void
  onStaged(connection: string, sets: StagedSet[]): void
  now(): Date
}

/** The handlers of the methods that begin with a topic, such as `connections`. */
export type HandlersOf<Topic extends string> = Pick<Handlers, Extract<MethodName, `${Topic}.${string}`>>

/** The refusal of a name that is typed to confirm what cannot be undone. */
export const typedWrong = (field: string): Failure => ({
  kind: 'invalid',
  code: null,
  issues: [{ field, code: 'confirmation.differs' }],
})
