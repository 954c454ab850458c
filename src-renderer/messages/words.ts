import type { Denial } from '../../src-shared/domain/can.ts'
import type { NameRules, Reason } from '../../src-shared/domain/capabilities.ts'
import type { Issue } from '../../src-shared/domain/issue.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { WritableField } from '../../src-shared/domain/user.ts'
import { formatList } from './format.ts'
import { findText, t } from './text.ts'

/** What a person was doing when something failed; it decides what to say of losses. Connecting loses nothing. */
export type Doing = 'reading' | 'saving' | 'connecting'

/** A failure for a person: what, whether anything is lost, what now; and the way out where there is a button for it. */
export interface Words {
  title: string
  text: string
  action: 'signIn' | 'retry' | 'refresh' | null
}

type Part = Pick<Words, 'title' | 'text' | 'action'> & { now: string }

/** The one way from a failure to words. */
export function failureWords(failure: Failure, doing: Doing): Words {
  const { title, text, now, action } = partOf(failure, doing)
  const lost = doing === 'connecting' ? '' : t(`failures.lost.${doing}`)
  return { title, text: [text, lost, now].filter(Boolean).join(' '), action }
}

function partOf(failure: Failure, doing: Doing): Part {
  switch (failure.kind) {
    case 'invalid':
      return {
        title: t('failures.invalid.title'),
        text: reasonOf(failure.code, failure.issues),
        now: t('failures.invalid.now'),
        action: null,
      }
    case 'offline':
      return offline(failure.reason, doing)
    case 'unauthorized':
      return unauthorized(failure.code)
    case 'forbidden':
      if (failure.code === 'server_locked' || failure.code === 'file_denied') {
        return { ...plain(failure.code), action: null }
      }
      return {
        title: t('failures.forbidden.title'),
        text: `${denialWords(failure.code)}.`,
        now: t('failures.forbidden.now'),
        action: null,
      }
    case 'notFound':
      return { ...plain('notFound'), action: 'refresh' }
    case 'conflict':
      return { ...plain('conflict'), action: 'refresh' }
    case 'rateLimited':
      return { ...plain('rateLimited'), now: pause(failure.retryAfter), action: 'retry' }
    case 'unsupported':
      return unsupported(failure.code)
    case 'remote':
      return remote(failure)
    case 'keychain':
      return keychainPart(failure.state)
    case 'disk':
      return {
        title: t(`failures.disk.${failure.reason}.title`),
        text: t('failures.disk.text'),
        now: t(`failures.disk.${failure.reason}.now`),
        action: 'retry',
      }
    case 'internal':
      return { ...plain('internal', { reference: failure.reference }), action: 'retry' }
  }
}

const plain = (
  kind: 'webPage' | 'notFound' | 'conflict' | 'rateLimited' | 'internal' | 'server_locked' | 'file_denied',
  values: Record<string, string> = {},
): Omit<Part, 'action'> => ({
  title: t(`failures.${kind}.title`),
  text: t(`failures.${kind}.text`, values),
  now: t(`failures.${kind}.now`),
})

type Of<K extends Failure['kind']> = Extract<Failure, { kind: K }>

function offline(reason: Of<'offline'>['reason'], doing: Doing): Part {
  const base = `failures.offline.${reason}` as const
  const own = findText(`${base}.now`)
  const now = own ?? t(doing === 'reading' ? 'failures.offline.now' : 'failures.offline.nowSaving')
  return { title: t(`${base}.title`), text: t(`${base}.text`), now, action: 'retry' }
}

function unauthorized(code: string): Part {
  const known = [
    'expired',
    'bad_credentials',
    'not_approved',
    'disabled',
    'must_change_password',
    'two_factor',
    'oidc_unreachable',
    'oidc_untrusted',
    'oidc_answer',
    'oidc_denied',
    'oidc_timeout',
    'oidc_listener',
    'oidc_browser',
    'oidc_no_account',
    'oidc_email',
    'oidc_token',
    'oidc_nonce',
    'oidc_unavailable',
  ] as const
  const name = known.find((each) => each === code) ?? 'other'
  const base = `failures.unauthorized.${name}` as const
  const action = name === 'expired' || name === 'other' ? 'signIn' : null
  return { title: t(`${base}.title`), text: t(`${base}.text`, { code }), now: t(`${base}.now`), action }
}

function unsupported(code: string): Part {
  const reasons = ['not_in_this_api', 'not_on_this_server', 'not_by_role'] as const satisfies readonly Reason[]
  const known = [...reasons, 'cloudworks_generation_2'] as const
  const base = `failures.unsupported.${known.find((each) => each === code) ?? 'other'}` as const
  return {
    title: t(`${base}.title`),
    text: t(`${base}.text`, { code }),
    now: t('failures.unsupported.now'),
    action: null,
  }
}

function remote({ reason, status, requestId, detail }: Of<'remote'>): Part {
  if (reason === 'notJson' && status < 400 && isPage(detail)) return { ...plain('webPage'), action: 'retry' }
  const base = `failures.remote.${reason}` as const
  const isAddress = reason === 'notADirectory' || reason === 'redirect'
  const saw = sawWords(reason, detail)
  const text = [t(`${base}.text`, { status }), saw].filter(Boolean).join(' ')
  return {
    title: t(`${base}.title`),
    text: requestId === null ? text : `${text} ${t('failures.remote.request', { id: requestId })}`,
    now: t(isAddress ? 'failures.remote.nowAddress' : 'failures.remote.now'),
    action: isAddress ? null : 'retry',
  }
}

const isPage = (type: string): boolean => /\btext\/html\b/i.test(type)

/** What answered instead of a directory. */
function sawWords(reason: Of<'remote'>['reason'], detail: string): string {
  if (reason === 'redirect' && detail !== '') return t('failures.saw.redirect', { to: detail })
  if (detail === '') return ''
  // what was asked, and what came: whoever runs the server can tell by it what stands at the address
  if (reason === 'notADirectory')
    return (isPage(detail) ? `${t('failures.saw.page')} ` : '') + t('failures.saw.answers', { detail })
  if (reason !== 'notJson') return ''
  return isPage(detail) ? t('failures.saw.page') : t('failures.saw.type', { type: detail })
}

function keychainPart(state: Of<'keychain'>['state']): Part {
  const base = `failures.keychain.${state}` as const
  return { title: t(`${base}.title`), text: t(`${base}.text`), now: t(`${base}.now`), action: 'retry' }
}

function pause(seconds: number | null): string {
  if (seconds === null) return t('failures.rateLimited.now')
  if (seconds <= 90) return t('failures.rateLimited.seconds', { n: Math.ceil(seconds) }, Math.ceil(seconds))
  const minutes = Math.ceil(seconds / 60)
  return t('failures.rateLimited.minutes', { n: minutes }, minutes)
}

/** What the banner of a keychain says; nothing is lost by any of its states. */
export function keychainWords(state: Of<'keychain'>['state']): Words {
  const { title, text, now } = keychainPart(state)
  return { title, text: `${text} ${now}`, action: 'retry' }
}

function reasonOf(code: string | null, issues: readonly Issue[]): string {
  const reasons = issues.map(issueWords)
  if (reasons.length > 0) return reasons.join(' ')
  return issueWords({ field: '', code: code ?? '' })
}

/** The sentence of one refused value. */
export function issueWords(issue: Issue): string {
  const { signs, ...params } = issue.params ?? {}
  const values = { ...params, ...(typeof signs === 'string' && { signs: signWords(signs) }), code: issue.code }
  const denial = findText(`denials.${issue.code}`)
  return findText(`issues.${issue.code}`, values) ?? (denial === null ? t('issues.other', values) : `${denial}.`)
}

/** Why somebody may not do something. */
export function denialWords(code: Denial | 'projects_by_role' | (string & {})): string {
  return findText(`denials.${code}`) ?? findText(`issues.${code}`) ?? t('issues.other', { code })
}

/** `dash` for `-`, else the signs themselves. */
export const signWords = (signs: string): string =>
  signs === '-' ? t('forms.signs.dash') : t('forms.signs.others', { signs: Array.from(signs).join(' ') })

/** The rule of a field, as it stands beside it. */
export function ruleWords(field: 'userName' | 'displayName', rules: NameRules): string {
  const { userName, displayName } = rules
  return field === 'userName'
    ? t('forms.rules.userName', { signs: signWords(userName.signs), min: userName.min, max: userName.max })
    : t('forms.rules.displayName', { max: displayName.max })
}

/** Names of fields as the columns have them, such as `E-mail, Role`. */
export const fieldWords = (fields: readonly (WritableField | 'projects' | 'isReset')[]): string =>
  formatList(fields.map((field) => t(field === 'isReset' ? 'forms.edit.reset' : `users.columns.${field}`)))

/** Why one of several was refused, in one sentence. */
export function refusalWords(failure: Failure): string {
  if (failure.kind === 'invalid') return reasonOf(failure.code, failure.issues)
  return failure.kind === 'forbidden' ? `${denialWords(failure.code)}.` : partOf(failure, 'saving').title
}
