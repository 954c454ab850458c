import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { Call, TestServer } from './server.ts'
import { create } from './users.ts'

export const goodPassword = 'correct horse battery'

/** Sends the form of the page that sets a password, by the link of a mail. */
export async function setPassword(link: string | null, password = goodPassword, again = password): Promise<Response> {
  const url = new URL(link ?? '')
  const token = url.searchParams.get('token') ?? ''
  return fetch(new URL('set-password', url), { method: 'POST', body: new URLSearchParams({ token, password, again }) })
}

export interface Person {
  user: UserBody
  /** Signed in as it. */
  call: Call
  refreshToken: string
  password: string
}

/** Somebody who was invited, has set a password and signed in. */
export async function welcome(server: TestServer, admin: Call, more: object = {}): Promise<Person> {
  const { id, email, userName } = await create(admin, more)
  await setPassword((await server.mails.next(email)).link)
  const { body } = await server.signIn(userName, goodPassword)
  const user = (await admin<UserBody>('GET', `/users/${id}`)).body
  return { user, call: server.withToken(body.accessToken), refreshToken: body.refreshToken, password: goodPassword }
}
