import { setTimeout as pause } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type { Log } from '../log.ts'
import type { Context } from '../store/context.ts'
import { mailFailed, mailRefused, mailSent, type OutgoingMail, takeMail } from '../store/outbox.ts'
import { textOf } from './texts.ts'

/** Mails under way at the same time. */
const atOnce = 4
/** How often the outbox is looked at unasked: mails that failed, or were written by another process. */
const lookEveryMs = 1000
const smtpTimeoutMs = 20_000
/** How long the end waits for a mail server; what was not handed over by then is sent after the next start. */
const patienceMs = 5000

export interface Sender {
  /** Ends what is under way and takes no more. */
  stop(): Promise<void>
}

/**
 * Sends what the outbox holds. `smtpUrl` names a server as nodemailer takes it: `smtp://` (with STARTTLS where it is
 * offered), `smtps://`, with user and password where it asks for them.
 */
export function startSender(
  context: Context,
  options: { smtpUrl: string; from: string; publicUrl: string; log: Log },
): Sender {
  const transport = createTransport(
    {
      url: options.smtpUrl,
      pool: true,
      maxConnections: atOnce,
      connectionTimeout: smtpTimeoutMs,
      greetingTimeout: smtpTimeoutMs,
      socketTimeout: smtpTimeoutMs,
    },
    { from: options.from },
  )
  const running = new Set<Promise<void>>()
  let isStopped = false

  async function sendAll(): Promise<void> {
    for (let mail = await next(); mail; mail = await next()) await send(mail)
  }
  const next = async () => (isStopped ? null : takeMail(context))

  async function send(mail: OutgoingMail): Promise<void> {
    try {
      const { subject, text } = textOf(mail, options.publicUrl)
      await transport.sendMail({ to: { name: mail.displayName ?? '', address: mail.address }, subject, text })
      await mailSent(context, mail)
    } catch (error) {
      const code = replyOf(error)
      options.log.error('mail not sent', { mail: mail.id, kind: mail.kind, attempts: mail.attempts, reply: code })
      await (code >= 500 ? mailRefused(context, mail) : mailFailed(context, mail))
    }
  }

  function look(): void {
    if (isStopped || running.size >= atOnce) return
    const work = sendAll()
      .catch((error: unknown) => options.log.error('outbox failed', { error }))
      .finally(() => running.delete(work))
    running.add(work)
  }

  context.signals.on('written', look)
  const timer = setInterval(look, lookEveryMs)
  return {
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      context.signals.off('written', look)
      await Promise.race([Promise.all(running), pause(patienceMs, undefined, { ref: false })])
      transport.close()
    },
  }
}

/** The reply code of the server (RFC 5321, 4.2); 0 where there was none. */
function replyOf(error: unknown): number {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  return Number.isFinite(code) ? code : 0
}
