import type { OwnProfile, OwnSession } from '../../src-shared/domain/account.ts'
import type { AuditEntry, AuditPage, AuditQuery } from '../../src-shared/domain/audit.ts'
import type { AccountAbilities } from '../../src-shared/domain/capabilities.ts'
import { unlockedFor } from '../../src-shared/domain/guards.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { MethodName, Output, Parsed } from '../../src-shared/ipc/contract.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'

/** An account that may do everything with itself. */
export const allAbilities: AccountAbilities = {
  email: 'yes',
  confirmEmail: 'yes',
  password: 'yes',
  notices: 'yes',
  deletion: 'yes',
  forgotten: 'yes',
}

interface PlacesDeps {
  connectionOf(id: string): Connection
  setConnection(id: string, change: Partial<Connection>): Connection
  removeConnection(id: string): void
  activate(id: string): void
}

type Topic = 'account' | 'audit'
type Own =
  | Extract<MethodName, `${Topic}.${string}`>
  | `connections.${'activate' | 'change' | 'remove' | 'unlock' | 'lock' | 'useKeychain' | 'forgotPassword'}`
type Answers = { [M in Own]: (input: Parsed<M>) => Output<M> }

const pageSize = 100
const actions = [
  'user.update',
  'session.create',
  'user.create',
  'user.invite',
  'project.assign',
  'user.delete',
] as const

/** Entries of an audit log, the newest first: the same for the same number. */
function madeUpEntry(number: number): AuditEntry {
  const action = actions[number % actions.length] ?? 'user.update'
  const isRefused = number % 11 === 3
  const target = { type: 'user', id: `u${number % 40}`, name: `lena-weber-${number % 40}`, exists: number % 7 !== 2 }
  return {
    id: String(number),
    at: new Date(Date.UTC(2026, 10, 24, 12) - number * 17 * 60_000).toISOString(),
    actor: number % 9 === 8 ? null : { id: 'me', userName: number % 3 ? 'mira-novak' : 'henrik-brandt' },
    action,
    message: null,
    outcome: isRefused ? 'refused' : 'done',
    code: isRefused ? 'role_protected' : null,
    target: action === 'session.create' ? null : target,
    organization: { id: 'o0', name: 'Alder Clinic' },
    project: action === 'project.assign' ? { id: 'j0-0', name: 'Atlas' } : null,
    address: '203.0.113.7',
    before: action === 'user.update' && !isRefused ? { displayName: 'Lena W', disabled: false } : null,
    after: action === 'user.update' && !isRefused ? { displayName: 'Lena Weber', disabled: true } : null,
  }
}

const passes = (entry: AuditEntry, query: AuditQuery): boolean =>
  (query.from === null || entry.at >= query.from) &&
  (query.to === null || entry.at < query.to) &&
  (query.action === null || entry.action === query.action) &&
  (query.targetId === null || entry.target?.id === query.targetId) &&
  (query.exists === null || entry.target?.exists === query.exists)

/** My Profile, the audit log and what is done to servers, of a main that is made up. */
export function placeAnswers(deps: PlacesDeps): Answers {
  const { connectionOf, setConnection } = deps
  const entries = Array.from({ length: 450 }, (_, number) => madeUpEntry(number))
  let profile: OwnProfile = {
    id: 'me',
    userName: 'mira-novak',
    displayName: 'Mira Novak',
    email: 'mira@alder.example',
    emailConfirmed: true,
    role: 'admin',
    organization: { id: 'o0', name: 'Alder Clinic' },
    partner: { id: 'p0', name: 'Kestrel IT' },
    notices: true,
    createdAt: '2025-03-02T09:00:00.000Z',
    lastSignInAt: '2026-11-24T08:00:00.000Z',
    etag: '"1"',
  }
  let sessions: OwnSession[] = ['Muster', 'Muster', 'terraform'].map((clientName, at) => ({
    id: `s${at}`,
    clientName,
    address: `203.0.113.${at + 7}`,
    createdAt: '2026-11-20T08:00:00.000Z',
    lastUsedAt: '2026-11-24T08:00:00.000Z',
    isCurrent: at === 0,
  }))

  function page(query: AuditQuery, cursor: string | null): AuditPage {
    const found = entries.filter((entry) => passes(entry, query))
    const first = Number(cursor ?? '0')
    const last = first + pageSize
    return { entries: found.slice(first, last), next: last < found.length ? String(last) : null }
  }

  function refuse(field: string, code: string): never {
    throw new Failed({ kind: 'invalid', code: null, issues: [{ field, code }] })
  }

  return {
    'account.read': () => profile,
    'account.change': ({ change }) => {
      if (change.email?.startsWith('taken')) return refuse('email', 'email.taken')
      const { email = profile.email, notices = profile.notices } = change
      profile = { ...profile, email, notices, emailConfirmed: profile.emailConfirmed && email === profile.email }
      return profile
    },
    'account.confirmEmail': () => undefined,
    'account.changePassword': ({ connection, oldPassword }) => {
      if (oldPassword !== 'secret') return refuse('oldPassword', 'oldPassword.wrong')
      sessions = sessions.slice(0, 1)
      return connectionOf(connection)
    },
    'account.sessions': () => sessions,
    'account.endSession': ({ id }) => {
      sessions = sessions.filter((session) => session.isCurrent || (id !== null && session.id !== id))
    },
    'account.delete': ({ connection, userName }) => {
      if (userName !== profile.userName) return refuse('userName', 'confirmation.differs')
      return setConnection(connection, { state: 'signedOut', account: null })
    },
    'audit.page': ({ query, cursor }) => ({ ...page(query, cursor), at: null }),
    'audit.ofUser': () => ({
      entries: entries.filter(({ action }) => action === 'user.update').slice(0, 6),
      next: null,
      at: null,
    }),
    'audit.export': () => ({ state: 'done', rows: entries.length, file: '/home/mira/audit-log.csv' }),
    'audit.cancelExport': () => undefined,
    'connections.activate': ({ connection }) => {
      deps.activate(connection)
      return connectionOf(connection)
    },
    'connections.change': ({ connection, settings }) =>
      setConnection(connection, { settings, ...(settings.name !== '' && { name: settings.name }) }),
    'connections.remove': ({ connection }) => {
      deps.removeConnection(connection)
    },
    'connections.unlock': ({ connection, name }) => {
      if (name !== connectionOf(connection).name) return refuse('name', 'confirmation.differs')
      return setConnection(connection, { unlockedUntil: new Date(Date.now() + unlockedFor).toISOString() })
    },
    'connections.lock': ({ connection }) => setConnection(connection, { unlockedUntil: null }),
    'connections.useKeychain': ({ connection }) => setConnection(connection, { secret: 'absent' }),
    'connections.forgotPassword': () => undefined,
  }
}
