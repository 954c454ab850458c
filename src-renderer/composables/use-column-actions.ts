import type { Ref } from 'vue'
import type { ColumnChoice } from '../../src-shared/ipc/views-schema.ts'
import { type GridColumn, isSortable } from '../components/grid/columns.ts'
import { moveColumn, sizeColumn } from './column-choices.ts'
import { sortBy } from './sort.ts'
import type { UsersView } from './use-users-view.ts'

/** What the heads of the columns do to the view. */
export function useColumnActions(
  { query, show, setColumns }: Pick<UsersView, 'query' | 'show' | 'setColumns'>,
  choices: Readonly<Ref<readonly ColumnChoice[]>>,
  columns: Readonly<Ref<readonly GridColumn[]>>,
) {
  return {
    sort(column: number, isFurther: boolean): void {
      const key = columns.value[column]?.key
      if (key && isSortable(key)) show({ sort: sortBy(query.value.sort, key, isFurther) })
    },
    move(column: number, to: number): void {
      const choice = choices.value[column]
      if (choice) setColumns(moveColumn(choices.value, choice.key, to))
    },
    size(column: number, width: number | null): void {
      const choice = choices.value[column]
      if (choice) setColumns(sizeColumn(choices.value, choice.key, width))
    },
  }
}
