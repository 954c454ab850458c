import { z } from 'zod'
import type { App } from '../http.ts'
import type { Sink } from '../mail/sink.ts'
import { html, sendPage } from './html.ts'

const NoQuery = z.strictObject({})

/** The mails that the demo sent, for whoever tries it; never registered anywhere else. */
export const mailbox = (sink: Sink) =>
  function pages(app: App, _options: unknown, done: () => void): void {
    app.get('/dev/mailbox', { schema: { hide: true, querystring: NoQuery } }, (_request, reply) => {
      const mails = sink.mails().map(
        ({ to, subject, receivedAt, text, links }) =>
          html`<article>
            <h2><bdi>${subject}</bdi></h2>
            <div>to <bdi>${to}</bdi>, <time datetime="${receivedAt}">${receivedAt}</time></div>
            <pre>${text}</pre>
            ${links.map((link) => html`<p><a href="${link}" rel="noreferrer">Open the link</a></p>`)}
          </article>`,
      )
      return sendPage(
        reply,
        200,
        'Mails',
        mails.length > 0 ? { html: mails.map((mail) => mail.html).join('') } : html`<p>None yet.</p>`,
        true,
      )
    })
    app.get('/dev/mailbox.json', { schema: { hide: true, querystring: NoQuery } }, (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ mails: sink.mails() }),
    )
    done()
  }
