// The page of the bench: the grid of the program, or naive-ui's own data table, with the same users and columns.
import '../../../src-renderer/nonce.ts'
import '@fontsource-variable/inter'
import '../../../src-renderer/styles/base.css'
import '../../../src-renderer/styles/controls.css'
import './bench.css'
import { darkTheme, type DataTableColumns, NButton, NConfigProvider, NDataTable } from 'naive-ui'
import { createApp, defineComponent, h, ref } from 'vue'
import { gridColumns } from '../../../src-renderer/components/grid/columns.ts'
import { plainChoices } from '../../../src-renderer/composables/column-choices.ts'
import { viewOf } from '../../../src-renderer/components/grid/row-view.ts'
import UserGrid from '../../../src-renderer/components/grid/UserGrid.vue'
import { toRows, type UserRow } from '../../../src-renderer/composables/user-row.ts'
import { type UserLists, useUserList } from '../../../src-renderer/composables/use-user-list.ts'
import { i18n, t } from '../../../src-renderer/messages/text.ts'
import { naiveOverrides } from '../../../src-renderer/theme-provider.ts'
import { cssVariables, light } from '../../../src-renderer/theme.ts'
import type { Columns } from '../../../src-shared/ipc/shapes.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import { toColumns } from '../../../src-main/lists/columns.ts'
import { madeUpUser } from '../../page/made-up-users.ts'

const wanted = new URLSearchParams(location.search)
const total = Number(wanted.get('rows') ?? '5000')
const actor = { id: 'me', role: 'admin', organization: { id: 'o0' }, partner: null } as const

for (const [name, value] of Object.entries(cssVariables(light))) document.documentElement.style.setProperty(name, value)

/** Windows from a worker, one message each way. */
function workerLists(): UserLists {
  const worker = new Worker(new URL('./list-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (columns: Columns) => void>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; columns: Columns }>) => {
    waiting.get(data.id)?.(data.columns)
    waiting.delete(data.id)
  })
  const ask = (first: number, count: number) =>
    new Promise<Columns>((resolve) => {
      waiting.set(++last, resolve)
      worker.postMessage({ id: last, first, count })
    })
  return {
    open: () => Promise.resolve({ list: 1, revision: 1, total, hits: null, missing: [] }),
    window: async (_list, _revision, first, count) => ({ stale: false, first, columns: await ask(first, count) }),
    locate: () => Promise.resolve(null),
    close: () => Promise.resolve(),
    onChanged: () => () => undefined,
  }
}

const shownColumns = gridColumns(plainChoices)

const own = defineComponent(() => {
  const { rows, isOpening } = useUserList(workerLists(), ref({ ...everyUser, sort: [] }))
  return () =>
    h(UserGrid, {
      rows,
      columns: shownColumns,
      actor,
      sort: [],
      search: '',
      platform: 'linux',
      isLoading: isOpening.value && rows.total.value === 0,
    })
})

/** What an application would write with the data table: rows in the page, a row under the cursor that keys move. */
const naive = defineComponent(() => {
  const data = toRows(toColumns(Array.from({ length: total }, (_, at) => madeUpUser(at))))
  const current = ref(0)
  const table = ref<{ scrollTo: (to: { top: number }) => void }>()
  const text = (row: UserRow, key: string) => {
    const value = (viewOf(row, actor, new Date()) as unknown as Record<string, unknown>)[key] // columns name texts of it
    return typeof value === 'string' ? value : ''
  }
  const columns: DataTableColumns<UserRow> = shownColumns.map(({ key, title, width }, at) => ({
    key,
    title: t(title),
    ellipsis: true,
    width,
    ...(at < 2 && { fixed: 'left' as const }),
    ...(key === 'actions' && { fixed: 'right' as const }),
    render: (row: UserRow) =>
      key === 'actions'
        ? [
            h(NButton, { size: 'tiny', quaternary: true }, () => 'E'),
            h(NButton, { size: 'tiny', quaternary: true }, () => 'D'),
          ]
        : text(row, key),
  }))
  const height = 32
  const onKeydown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    current.value = Math.max(0, Math.min(total - 1, current.value + step))
    const body = document.querySelector('.v-vl')
    if (body && (current.value + 2) * height > body.scrollTop + body.clientHeight)
      table.value?.scrollTo({ top: (current.value + 2) * height - body.clientHeight })
  }
  return () =>
    h('div', { tabindex: 0, class: 'naive', onKeydown }, [
      h(NDataTable, {
        ref: table,
        columns,
        data,
        virtualScroll: true,
        minRowHeight: height,
        maxHeight: innerHeight - 40,
        scrollX: 1361,
        size: 'small',
        rowKey: (row: UserRow) => row.id,
        // read while the table renders its body, so that a key renders nothing else
        rowProps: (_row: UserRow, index: number) => ({ class: index === current.value ? 'is-current' : '' }),
      }),
    ])
})

createApp({
  render: () =>
    h(
      NConfigProvider,
      { theme: wanted.has('dark') ? darkTheme : null, themeOverrides: naiveOverrides(light), abstract: true },
      () => h(wanted.get('grid') === 'naive' ? naive : own),
    ),
})
  .use(i18n)
  .mount('#app')
