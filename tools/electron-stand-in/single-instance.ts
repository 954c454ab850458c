import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Message {
  argv: string[]
  workingDirectory: string
  data: unknown
}

interface Lock {
  isFirst: boolean
  /** The command line has reached the first instance: this one may end. */
  handedOver: Promise<void>
}

/**
 * The first instance on a folder of user data wins; later ones hand over their command line. Electron's answer is synchronous, so
 * the lock is a file that is created exclusively, with the process id in it.
 */
export function takeInstanceLock(userData: string, data: unknown, onSecond: (message: Message) => void): Lock {
  mkdirSync(userData, { recursive: true })
  const lock = join(userData, 'standin-lock')
  // the path of a socket is limited to about 100 bytes, the folder of user data is not
  const socket = join(tmpdir(), `standin-${createHash('sha256').update(userData).digest('hex').slice(0, 24)}`)
  if (!createLock(lock)) {
    const message: Message = { argv: process.argv, workingDirectory: process.cwd(), data }
    return { isFirst: false, handedOver: handOver(socket, JSON.stringify(message)) }
  }
  rmSync(socket, { force: true })
  const server = createServer((connection) => {
    let text = ''
    connection.on('data', (chunk) => (text += chunk.toString()))
    // written by the lines above, in another process
    connection.on('end', () => onSecond(JSON.parse(text) as Message))
  })
  server.listen(socket).unref()
  process.on('exit', () => {
    for (const file of [lock, socket]) rmSync(file, { force: true })
  })
  return { isFirst: true, handedOver: Promise.resolve() }
}

function handOver(socket: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    createConnection(socket)
      .on('error', (error) => console.error('stand-in: the first instance does not answer:', error.message))
      .on('close', () => resolve())
      .end(text)
  })
}

function createLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isRunning(Number(readFileSync(file, 'utf8')))) return false
    rmSync(file, { force: true }) // left behind by an instance that was killed
    return createLock(file)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
