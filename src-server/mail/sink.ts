import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  id: number
  receivedAt: string
  to: string
  subject: string
  text: string
  links: string[]
}

/** A mail server on loopback that keeps what it gets in memory, the latest first. */
export interface Sink {
  url: string
  mails(): readonly ReceivedMail[]
  stop(): Promise<void>
}

const mostKept = 1000
const largestMail = 1024 * 1024

export async function startSink(): Promise<Sink> {
  const kept: ReceivedMail[] = []
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'], // it listens on loopback only
    size: largestMail,
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        const text = mail.text ?? ''
        const to = [mail.to ?? []].flat().flatMap(({ value }) => value)
        kept.unshift({
          id: ++count,
          receivedAt: new Date().toISOString(),
          to: to.map(({ address }) => address ?? '').join(', '),
          subject: mail.subject ?? '',
          text,
          links: text.match(/https?:\/\/\S+/g) ?? [],
        })
        kept.splice(mostKept)
        done()
      }, done)
    },
  })
  server.on('error', () => undefined) // a client that hangs up is no reason to stop
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo // it listens on a port
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails: () => kept,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
