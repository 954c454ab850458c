// A list of made-up users that answers windows, as the worker of the main process does.
import { toColumns } from '../../../src-main/lists/columns.ts'
import { madeUpUser } from '../../page/made-up-users.ts'

interface Asked {
  id: number
  first: number
  count: number
}

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const users = Array.from({ length: data.count }, (_, at) => madeUpUser(data.first + at))
  postMessage({ id: data.id, columns: toColumns(users) })
})
