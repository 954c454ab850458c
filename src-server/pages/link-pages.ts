import formbody from '@fastify/formbody'
import type { FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Issue } from '../../src-shared/domain/issue.ts'
import { defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import type { App } from '../http.ts'
import type { Context } from '../store/context.ts'
import {
  confirmEmailByLink,
  emailLinks,
  type MailedLink,
  passwordLinks,
  readLink,
  setPasswordByLink,
} from '../store/link-pages.ts'
import { resendLink } from '../store/link-requests.ts'
import { type Html, html, sendPage } from './html.ts'

const Token = z.string().min(1).max(200)
const LinkQuery = z.strictObject({ token: Token })
const PasswordForm = z.strictObject({ token: Token, password: z.string().max(1024), again: z.string().max(1024) })
const TokenForm = z.strictObject({ token: Token })
const hidden = { hide: true }
const { min, max } = defaultNameRules.password

/** The pages that mailed links open. Opening one uses nothing up; only its form does. */
export const linkPages = (context: Context) =>
  async function pages(app: App): Promise<void> {
    await app.register(formbody, { bodyLimit: 16 * 1024 })
    app.setErrorHandler((error, _request, reply) => {
      if (!hasZodFastifySchemaValidationErrors(error)) throw error
      return sendPage(
        reply,
        400,
        'Link not whole',
        html`<p>Something of the address is missing. Open the link of the mail again.</p>`,
      )
    })

    app.get('/set-password', { schema: { ...hidden, querystring: LinkQuery } }, async (request, reply) => {
      const { token } = request.query
      const link = await readLink(context, context.db, token, passwordLinks)
      return link?.state === 'open'
        ? askPassword(reply, link, token, null)
        : sendDead(reply, link?.state ?? 'unknown', token)
    })

    app.post('/set-password', { schema: { ...hidden, body: PasswordForm } }, async (request, reply) => {
      const { token, password, again } = request.body
      const link = await readLink(context, context.db, token, passwordLinks)
      if (link?.state !== 'open') return sendDead(reply, link?.state ?? 'unknown', token)
      if (password !== again) return askPassword(reply, link, token, { field: 'again', code: 'password.again' })
      const used = await setPasswordByLink(context, { token, password, address: request.ip })
      if (typeof used === 'object') return askPassword(reply, link, token, used)
      if (used !== 'done') return sendDead(reply, used, token)
      return sendPage(reply, 200, 'Password set', html`<p>The password is set. You can sign in with it now.</p>`)
    })

    app.get('/confirm-email', { schema: { ...hidden, querystring: LinkQuery } }, async (request, reply) => {
      const { token } = request.query
      const link = await readLink(context, context.db, token, emailLinks)
      return link?.state === 'open'
        ? askConfirmation(reply, link, token)
        : sendDead(reply, link?.state ?? 'unknown', token)
    })

    app.post('/confirm-email', { schema: { ...hidden, body: TokenForm } }, async (request, reply) => {
      const { token } = request.body
      const used = await confirmEmailByLink(context, token, request.ip)
      if (used !== 'done') return sendDead(reply, used, token)
      return sendPage(reply, 200, 'Address confirmed', html`<p>The address is confirmed.</p>`)
    })

    app.post('/resend-link', { schema: { ...hidden, body: TokenForm } }, async (request, reply) => {
      if (await resendLink(context, request.body.token, request.ip))
        return sendPage(reply, 202, 'New link sent', html`<p>A new link has been mailed to the same address.</p>`)
      return sendPage(
        reply,
        409,
        'No new link',
        html`<p>No new link was sent: it was asked for too often, or there is one already. Look into your mail.</p>`,
      )
    })
  }

const tokenField = (token: string): Html => html`<input type="hidden" name="token" value="${token}" />`

const complaints: Record<string, string> = {
  'password.required': 'Choose a password.',
  'password.length': `The password needs ${min} to ${max} characters.`,
  'password.known': 'The password must not be a name or an address of yours.',
  'password.again': 'The two passwords differ.',
}

function askPassword(
  reply: FastifyReply,
  { user, kind }: MailedLink,
  token: string,
  issue: Issue | null,
): FastifyReply {
  const complaint = issue ? html`<p class="error" role="alert">${complaints[issue.code] ?? issue.code}</p>` : html``
  const form = html`<p>
      ${kind === 'invitation' ? 'Welcome' : 'Choose a new password'}, <bdi>${user.displayName ?? user.userName}</bdi>.
      You sign in as <bdi>${user.userName}</bdi> or <bdi>${user.email}</bdi>.
    </p>
    <form method="post" action="set-password">
      ${tokenField(token)}${complaint}
      <input type="text" autocomplete="username" value="${user.userName}" readonly hidden />
      <label for="password">New password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="${String(min)}"
        maxlength="${String(max)}"
        required
        autofocus
      />
      <label for="again">New password again</label>
      <input id="again" name="again" type="password" autocomplete="new-password" required />
      <p class="hint" id="hint">${String(min)} to ${String(max)} characters.</p>
      <button>Set password</button>
    </form>`
  return sendPage(reply, issue ? 422 : 200, 'Set your password', form)
}

function askConfirmation(reply: FastifyReply, { user }: MailedLink, token: string): FastifyReply {
  const form = html`<p>Is <bdi>${user.email}</bdi> your address, <bdi>${user.displayName ?? user.userName}</bdi>?</p>
    <form method="post" action="confirm-email">${tokenField(token)}<button>Confirm address</button></form>`
  return sendPage(reply, 200, 'Confirm your address', form)
}

function sendDead(reply: FastifyReply, state: 'expired' | 'unknown', token: string): FastifyReply {
  if (state === 'unknown')
    return sendPage(
      reply,
      404,
      'Link not valid',
      html`<p>This link was used already, or a later one took its place.</p>`,
    )
  const form = html`<p>This link is too old. You can have a new one mailed to the same address.</p>
    <form method="post" action="resend-link">${tokenField(token)}<button>Resend</button></form>`
  return sendPage(reply, 410, 'Link expired', form)
}
