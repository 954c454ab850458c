/** A real PostgreSQL on a private socket, for tests and benchmarks: started by whoever needs one, gone with its end. */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installPackages } from './machine.ts'
import { startService } from './programs.ts'

/** The oldest that the server is tested with, and what Debian 12 has. */
const version = 15
const startMs = 30_000

export interface Postgres {
  /** Of a database of this name, which need not be there. */
  urlOf: (database: string) => string
  /** Runs SQL in the database `postgres`; throws with what the program said. */
  run: (sql: string) => void
  stop: () => Promise<void>
}

/** Starts one, after installing it where that is possible; answers the reason where there can be none. */
export async function startPostgres(): Promise<Postgres | string> {
  const isRoot = process.getuid?.() === 0
  if (process.platform !== 'linux') return 'PostgreSQL is started on Linux only'
  if (!findPrograms() && !(isRoot && (await installPackages([`postgresql-${version}`]))))
    return `PostgreSQL is not installed (package postgresql-${version})`
  const programs = findPrograms()
  if (!programs) return 'the programs of PostgreSQL are not where Debian has them, nor in PATH'
  const user = isRoot ? unprivilegedUser() : {}
  if (!user) return 'PostgreSQL does not run as root, and there is no other user to run it'
  return start(programs, user)
}

async function start(programs: string, user: { uid?: number; gid?: number }): Promise<Postgres | string> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-pg-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = {
    ...user,
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  } as const
  const cluster = ['-D', data, '-U', 'muster', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync']
  const made = spawnSync(join(programs, 'initdb'), cluster, options)
  if (made.status !== 0) return `initdb failed: ${made.stderr}`
  // what it keeps lives as long as a test, so that it need not reach the disk
  const settings = [
    'listen_addresses=',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=300',
    'shared_buffers=256MB',
  ]
  const service = startService(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => service.once('exit', () => resolve()))
  const psql = (sql: string) =>
    spawnSync(join(programs, 'psql'), ['-h', folder, '-U', 'muster', '-d', 'postgres', '-q', '-c', sql], options)
  const stop = async () => {
    service.kill('SIGINT') // ends sessions and itself at once
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const end = Date.now() + startMs
  while (psql('select 1').status !== 0) {
    if (service.exitCode !== null || Date.now() > end) {
      await stop()
      return 'PostgreSQL did not start'
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    urlOf: (database) => `postgres://muster@/${database}?host=${encodeURIComponent(folder)}`,
    run: (sql) => {
      const { status, stderr } = psql(sql)
      if (status !== 0) throw new Error(stderr)
    },
    stop,
  }
}

function findPrograms(): string | null {
  const folders = [`/usr/lib/postgresql/${version}/bin`, ...(process.env.PATH ?? '').split(delimiter)]
  return (
    folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => existsSync(join(folder, name)))) ?? null
  )
}

/** The one of the package, or else the one that owns nothing. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((part) => spawnSync('id', [part, name], { encoding: 'utf8' }).stdout.trim())
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  return null
}
