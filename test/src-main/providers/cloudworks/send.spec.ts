import { afterEach, describe, expect, test } from 'vitest'
import type { Change } from '../../../../src-shared/domain/change.ts'
import { toUser } from '../../../../src-main/providers/cloudworks/rows.ts'
import { issuesOf } from '../../../../src-main/providers/cloudworks/words.ts'
import { defaultNameRules } from '../../../../src-shared/domain/user-rules.ts'
import { creation, edit } from '../port/stage.ts'
import { type Answer, type Asked, type Fake, page, problem, row, startFake } from './fake.ts'

let fake: Fake
afterEach(() => fake.stop())

const user = toUser({ ...row(1), organizationId: '7', partner: null, boundProjects: [] })
/** Everything that was sent to change something. */
const writes = () =>
  fake.seen
    .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/auth'))
    .map(({ method, path, body }) => ({ method, path, body }))

async function send(change: Change, answer: (asked: Asked) => Answer | undefined, isInDoubt = false) {
  fake = await startFake(answer)
  return (await fake.signedIn()).send(change, 'key', isInDoubt)
}

/** A server that keeps one row, and does to it what it is told. */
function keeping(kept: Record<string, unknown>) {
  return ({ method, path, query, body }: Asked): Answer | undefined => {
    if (path === '/users' && query.has('Id')) return page([kept])
    if (path !== '/users/update' || method !== 'POST') return undefined
    const { username, displayName, email, role } = body
    const levels = { isLocked: body.disable, isApprovedByPartner: body.isApprovedByPartner }
    Object.assign(kept, { username, displayName, email, role, ...levels })
    return {}
  }
}

test('the whole object is made of the fresh row, so that nothing of others is undone', async () => {
  const fresh = { ...row(1), isForcedToResetPassword: true, isLocked: true, displayName: 'Theirs', role: 'Manager' }
  const result = await send(edit(user, { email: 'new@example.org' }), keeping(fresh))
  expect(result).toMatchObject({ state: 'applied', user: { email: 'new@example.org', displayName: 'Theirs' } })
  expect(writes()).toEqual([
    {
      method: 'POST',
      path: '/users/update',
      body: {
        id: 'u1',
        username: 'user-00001',
        displayName: 'Theirs',
        email: 'new@example.org',
        role: 'Manager',
        forceToResetPassword: true,
        disable: true,
        isApprovedByPartner: true,
      },
    },
  ])
})

test('what is so already is not sent', async () => {
  const result = await send(edit(user, { disabled: true }), keeping({ ...row(1), isLocked: true }))
  expect(result).toMatchObject({ state: 'applied', user: { disabled: true } })
  expect(writes()).toEqual([])
})

test('an address that the server keeps in lower case has stuck', async () => {
  const lower = row(1, { email: 'new@example.org' })
  let isSent = false
  const result = await send(edit(user, { email: 'New@Example.org' }), ({ path, query }) => {
    isSent ||= path === '/users/update'
    return query.has('Id') ? page([isSent ? lower : row(1)]) : undefined
  })
  expect(result).toMatchObject({ state: 'applied', user: { email: 'new@example.org' } })
})

test('what did not stick is shown to the person', async () => {
  const stubborn = row(1)
  const result = await send(edit(user, { displayName: 'Mine' }), ({ path, query }) =>
    path === '/users' && query.has('Id') ? page([stubborn]) : undefined,
  )
  expect(result).toMatchObject({ state: 'outdated', theirs: { displayName: 'User 1' } })
})

describe('projects', () => {
  const move = (add: string[], remove: string[]) => edit(user, {}, { projects: { add, remove } })

  test('that are bound or taken away by somebody else meanwhile are done', async () => {
    let bound = [{ projectId: 5, projectName: 'Five' }]
    const result = await send(move(['6'], ['5']), ({ method, path, query }) => {
      if (path === '/users' && query.has('Id')) return page([row(1, { boundProjects: bound })])
      if (path !== '/users/u1/projects') return undefined
      // the other one was a moment faster
      bound = method === 'PUT' ? [] : [{ projectId: 6, projectName: 'Six' }]
      return problem(400, method === 'PUT' ? 'Project is not bound' : 'Project is already bound to this user')
    })
    expect(result).toMatchObject({ state: 'applied', user: { projects: [{ id: '6' }] } })
    expect(writes().map(({ method, body }) => [method, body])).toEqual([
      ['PUT', [5]],
      ['POST', [6]],
    ])
  })

  test('that are refused for another reason are refused', async () => {
    const result = await send(move(['6'], []), ({ path, query }) => {
      if (path === '/users' && query.has('Id')) return page([row(1)])
      return path === '/users/u1/projects' ? problem(400, 'This project belongs to somebody else') : undefined
    })
    expect(result).toMatchObject({ state: 'refused', failure: { kind: 'invalid', issues: [{ field: 'projectIds' }] } })
  })
})

describe('a creation', () => {
  const change = creation('7')
  const userName = change.set?.userName ?? ''
  const created = row(9, { username: userName, displayName: 'Made Up', email: change.set?.email })

  test('whose answer has no id is found by its name, among names that are alike', async () => {
    const result = await send(change, ({ path, query }) => {
      if (path === '/users/create') return { body: { isError: false } }
      return query.has('Search') ? page([row(3, { username: `${userName}-2` }), created]) : undefined
    })
    expect(result).toMatchObject({ state: 'applied', user: { id: 'u9' } })
  })

  test('that is refused in a successful answer is refused', async () => {
    const message = `User with email ${change.set?.email ?? ''} already exists`
    const result = await send(change, ({ path }) =>
      path === '/users/create' ? { body: { isError: true, message, status: 400 } } : undefined,
    )
    expect(result).toMatchObject({ state: 'refused', failure: { issues: [{ field: 'email', code: 'email.taken' }] } })
  })

  test('in doubt is looked up before it is sent', async () => {
    const result = await send(
      change,
      ({ query }) => (query.has('Search') || query.has('Id') ? page([created]) : undefined),
      true,
    )
    expect(result).toMatchObject({ state: 'applied', user: { id: 'u9' } })
    expect(writes()).toEqual([])
  })

  test('in doubt whose name somebody else has taken is refused', async () => {
    const other = { ...created, email: 'other@example.org' }
    const result = await send(
      change,
      ({ path, query }) => {
        if (path === '/users/create') return problem(409, `User ${userName} already exists`)
        return query.has('Search') ? page([other]) : undefined
      },
      true,
    )
    expect(result).toMatchObject({ state: 'refused', failure: { issues: [{ code: 'userName.taken' }] } })
  })

  test('that was not in doubt and finds the same user there is refused: somebody else was first', async () => {
    const result = await send(change, ({ path, query }) => {
      if (path === '/users/create') return problem(409, `User ${userName} already exists`)
      return query.has('Search') ? page([created]) : undefined
    })
    expect(result).toMatchObject({ state: 'refused' })
  })
})

describe('a deletion', () => {
  const change = edit(user, {}, { action: 'delete' })
  test('of somebody who goes at the same moment is done', async () => {
    let isGone = false
    const result = await send(change, ({ method, query }) => {
      if (method === 'DELETE') {
        isGone = true
        return { status: 404 }
      }
      return isGone && query.has('Id') ? page([]) : undefined
    })
    expect(result).toEqual({ state: 'applied', user: null })
  })

  test('that meets a 404 while the user is there is none', async () => {
    const elsewhere = problem(404, 'There is no such call')
    const result = await send(change, ({ method }) => (method === 'DELETE' ? elsewhere : undefined))
    expect(result).toEqual({ state: 'refused', failure: { kind: 'notFound' } })
  })

  test('of somebody who was gone before is told as such, unless it was ours', async () => {
    const nobody = ({ query }: Asked) => (query.has('Id') ? page([]) : undefined)
    expect(await send(change, nobody)).toEqual({ state: 'refused', failure: { kind: 'notFound' } })
    await fake.stop()
    expect(await send(change, nobody, true)).toEqual({ state: 'applied', user: null })
  })
})

describe('refusals', () => {
  test.each([
    [409, 'User with username anna already exists', { kind: 'invalid', issues: [{ code: 'userName.taken' }] }],
    [400, "'Email' is not a valid email address.", { kind: 'invalid', issues: [{ code: 'email.format' }] }],
    [403, 'Your trial has ended', { kind: 'forbidden', code: 'Your trial has ended' }],
    [400, 'Out of luck', { kind: 'invalid', code: 'Out of luck', issues: [] }],
  ])('%s %s', async (status, detail, failure) => {
    const result = await send(edit(user, { userName: 'anna' }), ({ path }) =>
      path === '/users/update' ? problem(status, detail) : undefined,
    )
    expect(result).toMatchObject({ state: 'refused', failure })
  })

  test('without words keep their status', async () => {
    const result = await send(edit(user, { disabled: true }), ({ path }) =>
      path === '/users/update' ? { status: 400, body: {} } : undefined,
    )
    expect(result).toMatchObject({ state: 'refused', failure: { kind: 'invalid', code: '400' } })
  })
})

test.each([
  ['User email-fan already exists', { userName: 'email-fan' }, ['userName.taken']],
  ['A user with a@b.example already exists', { userName: 'anna', email: 'a@b.example' }, ['email.taken']],
  ['Username and email already exists', {}, ['userName.taken', 'email.taken']],
  ['Display name: at most 64 characters', { displayName: 'x' }, ['displayName.length']],
  ['Username may only contain letters', { userName: 'ä' }, ['userName.charset']],
  ['Username: the text has characters that are not allowed.', {}, ['userName.charset']],
  ['The email field is required', {}, ['email.required']],
  ['Organization 5 not found', {}, ['organizationId.unknown']],
  ['Role is odd', {}, ['Role is odd']],
  ['Something else', {}, []],
])('the words %j are about their field', async (message, sent, codes) => {
  fake = await startFake(() => undefined)
  expect(issuesOf(message, sent, defaultNameRules).map(({ code }) => code)).toEqual(codes)
})
