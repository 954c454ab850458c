import type { SavedView, View } from '../../src-shared/ipc/views-schema.ts'
import { savedViewsMax, viewNameMax } from '../../src-shared/ipc/views-words.ts'
import { caseless, compareText, fold } from '../../src-shared/domain/text.ts'

/** The form in which a name is kept. */
export const tidyName = (typed: string): string => typed.trim().slice(0, viewNameMax)

/** Names differ in more than case. */
const isNamed =
  (name: string) =>
  (view: SavedView): boolean =>
    caseless(view.name) === caseless(name)

export const findView = (saved: readonly SavedView[], name: string | null): SavedView | undefined =>
  name === null ? undefined : saved.find(isNamed(name))

/** Saves a view under a name, in place of the one that has it. */
export function withView(saved: readonly SavedView[], name: string, view: View): SavedView[] {
  const others = saved.filter((each) => !isNamed(name)(each)).slice(0, savedViewsMax - 1)
  return [...others, { name, view }].sort((a, b) => compareText(fold(a.name), fold(b.name)))
}

/** Another name for a view; the same list where another view has that name. */
export function withName(saved: readonly SavedView[], from: string, to: string): readonly SavedView[] {
  const [view, taken] = [findView(saved, from), findView(saved, to)]
  if (!view || (taken && taken !== view)) return saved
  return withView(
    saved.filter((each) => each !== view),
    to,
    view.view,
  )
}

export const withoutView = (saved: readonly SavedView[], name: string): SavedView[] =>
  saved.filter((each) => !isNamed(name)(each))

/** True when both show the same, in the same way. */
export const isSameView = (a: View, b: View): boolean =>
  JSON.stringify([a.query, a.columns]) === JSON.stringify([b.query, b.columns])
