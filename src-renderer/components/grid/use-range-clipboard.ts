import { shallowRef } from 'vue'
import { formatTable, misfit, parseTable, type Table } from '../../../src-shared/domain/table.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { OpenedList, Window } from '../../../src-shared/ipc/shapes.ts'
import type { Matched, PastedRow, StagedRow } from '../../../src-shared/ipc/work-shapes.ts'
import { cellText } from './cell-text.ts'
import type { ColumnKey } from './columns.ts'
import { formatNumber } from '../../messages/format.ts'
import { t } from '../../messages/text.ts'
import { issueWords } from '../../messages/words.ts'
import { copyText } from '../../composables/copy-text.ts'
import { idsByKey, keysOf, type Paste, pasteByKey, pasteByPlace } from '../../composables/pasted-cells.ts'
import { columnsOf, countOf, type Rows, rowsOf } from '../../composables/ranges.ts'
import { withStaged } from '../../composables/staged-row.ts'
import { askFrom } from './use-fill.ts'
import type { GridSelection } from '../../composables/use-selection.ts'
import { toRows, type UserRow } from '../../composables/user-row.ts'

/** At most so many rows are copied at once. */
export const copyMax = 10_000
/** At most so many rows are pasted at once; the contract has the same bound. */
export const pasteMax = 20_000
/** Rows of one question for a window. */
const windowRows = 200

interface ClipboardDeps {
  selection: GridSelection
  columns(): readonly ColumnKey[]
  opened(): OpenedList | null
  window(list: number, revision: number, first: number, count: number): Promise<Window>
  stagedFor(ids: string[]): Promise<readonly StagedRow[]>
  match(keys: string[]): Promise<Matched>
  paste(rows: PastedRow[]): Promise<unknown>
  tell(text: string): void
  done(text: string): void
}

/** Copies ranges for spreadsheets, and pastes from them: by the users that a table names, or by place. */
export function useRangeClipboard(deps: ClipboardDeps) {
  const { selection } = deps
  /** A paste that is shown before it is staged. */
  const asked = shallowRef<Paste | null>(null)

  /** Rows of the list as it is shown; throws `stale` when it has moved, so that no row is another's. */
  async function read(ranges: readonly Rows[]): Promise<UserRow[]> {
    const list = deps.opened()
    const users: UserRow[] = []
    for (const [first, last] of ranges) {
      for (let at = first; list && at <= last; at += windowRows) {
        const answer = await deps.window(list.list, list.revision, at, Math.min(windowRows, last - at + 1))
        if (answer.stale) throw new Failed({ kind: 'unsupported', code: 'stale' })
        users.push(...toRows(answer.columns))
      }
    }
    return users
  }

  /** The same users as they will be. */
  async function seen(users: readonly UserRow[]): Promise<UserRow[]> {
    const all: UserRow[] = []
    for (let at = 0; at < users.length; at += windowRows) {
      const part = users.slice(at, at + windowRows)
      const staged = new Map((await deps.stagedFor(part.map(({ id }) => id))).map((row) => [row.id, row]))
      all.push(...part.map((user) => withStaged(user, staged.get(user.id))))
    }
    return all
  }

  async function copy(): Promise<void> {
    const { picked, cursor, hasMoved } = selection
    const rows = rowsOf(picked.value, cursor.value)
    const count = countOf(rows)
    if (count === 0 || hasMoved.value || count > copyMax) {
      deps.tell(count > copyMax ? t('staged.copy.tooMany', { n: formatNumber(copyMax) }) : t('staged.moved'))
      return
    }
    const all = deps.columns()
    const [first, last] = columnsOf(picked.value, cursor.value, all.length)
    const columns = all.slice(first, last + 1).filter((key) => key !== 'actions')
    const users = await seen(await read(rows))
    const cells: Table = users.map((user) => columns.map((column) => cellText(user, column)))
    // whole rows carry their titles, so that they find their users when they come back
    const isWhole = first === 0 && last >= all.length - 1
    const titles = columns.map((column) => t(`users.columns.${column}`))
    if (!copyText(formatTable(isWhole ? [titles, ...cells] : cells))) deps.tell(t('filters.notCopied'))
    else if (count > 1) deps.done(t('staged.copy.done', { n: formatNumber(count) }, count))
  }

  async function pasteHere(table: Table): Promise<Paste | string> {
    const { picked, cursor, hasMoved } = selection
    const total = deps.opened()?.total ?? 0
    const all = deps.columns()
    if (hasMoved.value || cursor.value.row < 0 || picked.value.kind === 'rows') return t('staged.moved')
    const [rows] = rowsOf(picked.value, cursor.value)
    const [left, right] = columnsOf(picked.value, cursor.value, all.length)
    const top = rows?.[0] ?? 0
    const [height, across] = [(rows?.[1] ?? top) - top + 1, right - left + 1]
    const wrong = misfit(table, height, across)
    if (wrong) return issueWords(wrong)
    const isOne = height === 1 && across === 1
    const width = isOne ? Math.max(1, ...table.map((row) => row.length)) : across
    const down = isOne ? table.length : height
    if (top + down > total) return t('staged.paste.below', { n: formatNumber(top + down - total) })
    if (left + width > all.length) return t('staged.paste.beside', { n: left + width - all.length })
    const users = await read([[top, top + down - 1]])
    return pasteByPlace(
      table,
      users.map(({ id }) => id),
      all.slice(left, left + width),
    )
  }

  async function paste(text: string): Promise<void> {
    const table = parseTable(text)
    if (table.length === 0) return
    if (table.length > pasteMax) {
      deps.tell(t('staged.paste.tooMany', { n: formatNumber(pasteMax) }))
      return
    }
    const keys = keysOf(table)
    const found =
      keys === null
        ? await pasteHere(table)
        : pasteByKey(table, idsByKey(keys, keys.length > 0 ? (await deps.match(keys)).ids : []))
    if (typeof found === 'string') deps.tell(found)
    else if (found.fields.length === 0) deps.tell(t('staged.paste.readOnly'))
    else if (found.key !== null || found.unread > 0 || found.skipped > 0 || found.rows.length > askFrom)
      asked.value = found
    else await deps.paste(found.rows)
  }

  async function confirm(): Promise<void> {
    const rows = asked.value?.rows ?? []
    asked.value = null
    if (rows.length > 0) await deps.paste(rows)
  }

  return { asked, copy, paste, confirm }
}
