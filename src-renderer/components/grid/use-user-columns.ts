import { computed, type Ref } from 'vue'
import { gridColumns, isSortable } from './columns.ts'
import { moveColumn, shownChoices, sizeColumn } from '../../composables/column-choices.ts'
import { sortBy } from '../../composables/sort.ts'
import type { UsersView } from '../../composables/use-users-view.ts'

/** The columns of the list, and what is done to them at their headers. */
export function useUserColumns(view: UsersView, needsOrganization: Readonly<Ref<boolean>>) {
  const choices = computed(() => shownChoices(view.columns.value, needsOrganization.value))
  const columns = computed(() => gridColumns(choices.value))

  return {
    choices,
    columns,
    sort(column: number, isFurther: boolean): void {
      const key = columns.value[column]?.key
      if (key && isSortable(key)) view.show({ sort: sortBy(view.query.value.sort, key, isFurther) })
    },
    move(column: number, to: number): void {
      const choice = choices.value[column]
      if (choice) view.setColumns(moveColumn(choices.value, choice.key, to))
    },
    /** `width`: in px; null: that of the program. */
    size(column: number, width: number | null): void {
      const choice = choices.value[column]
      if (choice) view.setColumns(sizeColumn(choices.value, choice.key, width))
    },
  }
}
