import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  to: string
  from: string
  subject: string
  text: string
  /** The link in it, where there is one. */
  link: string | null
}

/** A real mail server for tests, on a free port of loopback. */
export interface MailServer {
  url: string
  /** All mails so far, the oldest first. */
  mails: Mail[]
  /** The next mail to an address that was not taken yet; rejects when none comes. */
  next(to: string): Promise<Mail>
  /** What it answers to mails from now on: a reply code of SMTP, null to take them. */
  refuseWith(code: number | null): void
  stop(): Promise<void>
}

const patienceMs = 10_000

export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = []
  const taken = new Set<Mail>()
  const waiting = new Set<() => void>()
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        if (refusal !== null) {
          done(Object.assign(new Error('refused'), { responseCode: refusal }))
          return
        }
        const text = mail.text ?? ''
        const to = [mail.to ?? []].flat().flatMap(({ value }) => value)
        mails.push({
          to: to.map(({ address }) => address ?? '').join(', '),
          from: mail.from?.text ?? '',
          subject: mail.subject ?? '',
          text,
          link: /https?:\/\/\S+/.exec(text)?.[0] ?? null,
        })
        done()
        for (const wake of waiting) wake()
      }, done)
    },
  })
  server.on('error', () => undefined) // a client that hangs up is part of some tests
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo // it listens on a port

  async function next(to: string): Promise<Mail> {
    const end = Date.now() + patienceMs
    for (;;) {
      const found = mails.find((mail) => mail.to === to && !taken.has(mail))
      if (found) {
        taken.add(found)
        return found
      }
      if (Date.now() > end) throw new Error(`no mail to ${to}; there were: ${mails.map((mail) => mail.to).join(', ')}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(wake, 200)
        waiting.add(wake)
      })
    }
  }

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    next,
    refuseWith: (code) => {
      refusal = code
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
