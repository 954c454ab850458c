import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Filter } from '../../src-shared/domain/filter-schema.ts'
import { everyUser, type UserQuery } from '../../src-shared/domain/query.ts'
import type { ColumnChoice, Place, SavedView, UserViews, View } from '../../src-shared/ipc/views-schema.ts'
import { plainView } from '../../src-shared/ipc/views.ts'
import { findView, isSameView, withName, withoutView, withView } from './saved-views.ts'

/** How long typing has to rest before the list is asked, in ms. */
const searchRest = 80
/** How long the view has to rest before it is kept, in ms. */
const keepRest = 300

interface ViewOptions {
  /** What was kept the last time. */
  kept: UserViews
  keep(views: UserViews): void
  /** Where the cursor is now. */
  place(): Place | null
}

type Names = Readonly<Record<string, string>>

/** Ids of the places that filters ask for. */
const idsOf = (filters: readonly Filter[]): string[] => filters.flatMap(({ is }) => ('ids' in is ? is.ids : []))

/** What the users view shows: its query and columns, the typed search, and the views that were saved. All of it is kept. */
export function useUsersView({ kept, keep, place }: ViewOptions) {
  const present = shallowRef<View>(kept.present)
  const saved = shallowRef(kept.saved)
  const chosen = ref(kept.chosen)
  const search = ref(kept.present.query.search)

  const query = computed(() => present.value.query)
  const columns = computed(() => present.value.columns)
  const names = computed(() => present.value.names)
  const chosenView = computed(() => findView(saved.value, chosen.value))
  const isChanged = computed(() => !isSameView(present.value, chosenView.value?.view ?? plainView))
  const isFiltered = computed(() => {
    const { organizationId, search: sought, oneOf, filters, deleted } = query.value
    return organizationId !== null || sought !== '' || oneOf !== null || filters.length > 0 || deleted
  })

  let typing = 0
  let keeping = 0
  function keepNow(): void {
    clearTimeout(keeping)
    keep({ present: present.value, place: place(), chosen: chosen.value, saved: saved.value })
  }
  function keepSoon(): void {
    clearTimeout(keeping)
    keeping = window.setTimeout(keepNow, keepRest)
  }
  watch([present, saved, chosen], keepSoon)
  // the window may close before the rest is over
  window.addEventListener('pagehide', keepNow)
  onScopeDispose(() => {
    clearTimeout(typing)
    clearTimeout(keeping)
    window.removeEventListener('pagehide', keepNow)
  })

  /** Shows another set of users at once, typed search included. */
  function show(change: Partial<UserQuery>): void {
    clearTimeout(typing)
    if (change.search !== undefined) search.value = change.search
    const next = { ...query.value, search: search.value.trim(), ...change }
    // where a hit is sought belongs to the search that had the hits
    if (next.search !== query.value.search && change.searchIn === undefined) next.searchIn = null
    present.value = { ...present.value, query: next }
  }

  function typeSearch(text: string): void {
    search.value = text
    clearTimeout(typing)
    typing = window.setTimeout(() => {
      show({})
    }, searchRest)
  }

  function setFilters(filters: Filter[], seen: Names): void {
    const known = { ...present.value.names, ...seen }
    const asked = idsOf(filters).flatMap((id) => (known[id] === undefined ? [] : [[id, known[id]] as const]))
    show({ filters })
    present.value = { ...present.value, names: Object.fromEntries(asked) }
  }

  const setColumns = (choices: ColumnChoice[] | null): void => {
    present.value = { ...present.value, columns: choices }
  }

  /** Shows a saved view; null: every user, in the columns of the program. */
  function choose(name: string | null): void {
    clearTimeout(typing)
    const view = findView(saved.value, name)
    chosen.value = view?.name ?? null
    present.value = view?.view ?? plainView
    search.value = present.value.query.search
  }

  /** Saves what is shown, in place of the view that has the name. */
  function saveAs(name: string): void {
    show({})
    saved.value = withView(saved.value, name, present.value)
    chosen.value = name
  }

  function rename(from: string, to: string): void {
    const renamed = withName(saved.value, from, to)
    if (renamed !== saved.value && chosenView.value?.name === from) chosen.value = to
    saved.value = [...renamed]
  }

  function remove(name: string): void {
    saved.value = withoutView(saved.value, name)
    if (chosen.value === name) chosen.value = null
  }

  /** Takes a removal back. */
  function putBack(before: readonly SavedView[], name: string | null): void {
    saved.value = [...before]
    chosen.value = name
  }

  /** Every user again, in the order and the columns that are there. */
  const clear = (): void => {
    const { sort } = query.value
    show({ ...everyUser, sort })
  }

  const state = { query, columns, names, search, saved, chosenView, isChanged, isFiltered }
  return {
    ...state,
    show,
    typeSearch,
    setFilters,
    setColumns,
    choose,
    saveAs,
    rename,
    remove,
    putBack,
    clear,
    keepNow,
    keepSoon,
  }
}

export type UsersView = ReturnType<typeof useUsersView>
