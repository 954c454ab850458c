import type { Page } from '@playwright/test'
import {
  type Answer,
  type Asked,
  type Fake,
  jwt,
  page as pageAnswer,
  pageOf,
  problem,
  row,
  startFake,
} from '../src-main/providers/cloudworks/fake.ts'
import { expect, signIn, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** A CloudWorks server that does what a test says, and the window that is signed in to it. */
interface Trouble {
  /** What a request meets; null: what a plain server answers. */
  meet(answer: (asked: Asked) => Answer | null): void
  /** The rows of its list. */
  rows: object[]
  fake: Fake
}

const token = jwt({}) // says nothing of an end

const test = base.extend<{ trouble: Trouble; window: Page }>({
  trouble: async ({}, use) => {
    let meet: (asked: Asked) => Answer | null = () => null
    const rows: object[] = Array.from({ length: 40 }, (_, at) => row(at))
    const fake = await startFake((asked) => {
      const { path, query } = asked
      const met = meet(asked)
      if (met) return met
      if (path.startsWith('/v1/')) return { status: 404 } // our own API is not here
      if (path === '/auth/login' || path === '/auth/refresh') return { body: { token, refreshToken: 'refresh' } }
      if (path === '/users' && query.has('Id'))
        return pageAnswer(rows.filter((each) => 'id' in each && each.id === query.get('Id')))
      if (path === '/users') return pageOf(asked, rows)
      return undefined
    })
    await use({ fake, rows, meet: (answer) => (meet = answer) })
    await fake.stop()
  },
  window: async ({ launch, trouble }, use) => {
    const page = await (await launch(`--server=${trouble.fake.address}`)).firstWindow()
    await signIn(page, 'a@b.example', 'secret')
    await use(page)
  },
})

const isList = ({ path, query }: Asked) => path === '/users' && !query.has('Id')
const isUpdate = ({ path }: Asked) => path === '/users/update'

test('strange rows show what is understood of them', async ({ trouble, window }) => {
  trouble.rows[1] = row(1, { createdAt: 'yesterday', role: 'Autoscaler', partner: null })
  trouble.rows[2] = row(2, { isLocked: 'no' })
  trouble.rows.push(row(3), row(3)) // as where a page moves while it is read
  await window.keyboard.press('F5')
  const grid = usersGrid(window)
  await expect(grid.cell('user-00001', 'Role')).toContainText('Autoscaler')
  await expect(grid.cell('user-00001', 'Created')).toContainText('–')
  await expect(grid.cell('user-00001', 'Partner')).toContainText('–')
  await expect(grid.rowOf('user-00003')).toHaveCount(1)
  await expect(window.getByRole('status')).toContainText('1 user could not be read')
})

test('a list that moves, and a count that shrinks, are told as maybe incomplete', async ({ trouble, window }) => {
  await usersGrid(window).isComplete()
  trouble.meet((asked) => (isList(asked) ? pageOf(asked, trouble.rows.slice(0, 30), 35) : null))
  await window.keyboard.press('F5')
  await expect(window.getByRole('status')).toContainText('May be incomplete')
})

test('a token without an end that is refused in the middle is renewed, and nobody notices', async ({
  trouble,
  window,
}) => {
  await usersGrid(window).isComplete()
  let isRefused = false
  trouble.meet((asked) => {
    if (asked.path === '/auth/refresh') return { body: { token: jwt({ jti: 'second' }), refreshToken: 'refresh' } }
    isRefused ||= isList(asked) && asked.token === token
    return isList(asked) && asked.token === token ? { status: 401 } : null
  })
  await window.keyboard.press('F5')
  await expect.poll(() => isRefused).toBe(true)
  await usersGrid(window).isComplete()
  await expect(window.getByText('Your session has ended.')).toHaveCount(0)
  expect(trouble.fake.seen.filter(({ path }) => path === '/auth/refresh')).toHaveLength(1)
})

test('a session that cannot be renewed asks to sign in again, over the list', async ({ trouble, window }) => {
  await usersGrid(window).isComplete()
  trouble.meet(({ path }) => (path === '/auth/login' ? null : problem(401, 'Refused.')))
  await window.keyboard.press('F5')
  await expect(window.getByRole('alert')).toContainText('Your session has ended.')
  await expect(usersGrid(window).rowOf('user-00001')).toBeVisible()
})

const answers: [name: string, answer: Answer, sentence: RegExp][] = [
  ['a refusal by rights (403)', problem(403, 'Managers only.'), /does not allow this.*Managers only/],
  ['a user who is gone (404)', problem(404, 'No such user.'), /no longer exists/],
  ['a taken address (409)', problem(409, 'Email taken@example.org already exists.'), /belongs to another user/],
  [
    'a pause (429)',
    { ...problem(429, 'slow down'), headers: { 'retry-after': '30' } },
    /Try again in 30 seconds|Not known yet/,
  ],
  [
    'a web page of a failing server (500)',
    { status: 500, text: '<h1>Stack trace</h1>' },
    /server failed|Not known yet/,
  ],
]

for (const [name, answer, sentence] of answers) {
  test(`a save that meets ${name} says so and loses nothing`, async ({ trouble, window }) => {
    await usersGrid(window).isComplete()
    await window.getByRole('button', { name: 'Edit user-00005', exact: true }).click()
    const form = window.getByRole('dialog', { name: 'Edit user' })
    await form.getByLabel('E-mail').fill('taken@example.org')
    trouble.meet((asked) => (isUpdate(asked) ? answer : null))
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(form).toContainText(sentence, { timeout: 20_000 })
    await expect(form.getByLabel('E-mail')).toHaveValue('taken@example.org')
    await expect(window.getByText(/Stack trace|<h1>|undefined/)).toHaveCount(0)
  })
}
