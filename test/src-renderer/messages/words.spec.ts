import { describe, expect, test } from 'vitest'
import { failureWords, issueWords, keychainWords } from '../../../src-renderer/messages/words.ts'
import { Failure, SecretState } from '../../../src-shared/failure-schema.ts'
import { madeUpUser } from '../../../tools/page/made-up-users.ts'

const offline = (reason: Extract<Failure, { kind: 'offline' }>['reason']): Failure => ({
  kind: 'offline',
  reason,
  detail: 'x',
})
const remote = (reason: Extract<Failure, { kind: 'remote' }>['reason']): Failure => ({
  kind: 'remote',
  reason,
  status: 502,
  requestId: 'r-1',
  detail: 'x',
})

const failures: Failure[] = [
  { kind: 'invalid', code: null, issues: [{ field: 'userName', code: 'userName.taken' }] },
  { kind: 'invalid', code: 'projects_assigned', issues: [] },
  ...(['unreachable', 'refused', 'unknownHost', 'certificate', 'timeout', 'interrupted', 'proxy'] as const).map(
    offline,
  ),
  ...[
    'expired',
    'bad_credentials',
    'not_approved',
    'disabled',
    'must_change_password',
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
    'x',
  ].map((code): Failure => ({
    kind: 'unauthorized',
    code,
  })),
  ...['scope', 'role_protected', 'self_delete', 'x'].map((code): Failure => ({ kind: 'forbidden', code })),
  { kind: 'notFound' },
  { kind: 'conflict', theirs: madeUpUser(1) },
  { kind: 'rateLimited', retryAfter: null },
  { kind: 'rateLimited', retryAfter: 30 },
  { kind: 'rateLimited', retryAfter: 900 },
  ...['not_in_this_api', 'not_on_this_server', 'not_by_role', 'x'].map((code): Failure => ({
    kind: 'unsupported',
    code,
  })),
  ...(['error', 'notJson', 'notUnderstood', 'tooLarge', 'redirect', 'notADirectory'] as const).map(remote),
  ...SecretState.options.map((state): Failure => ({ kind: 'keychain', state })),
  ...(['full', 'readOnly'] as const).map((reason): Failure => ({ kind: 'disk', reason })),
  { kind: 'internal', reference: 'abc-123' },
]

describe.each(['reading', 'saving', 'connecting'] as const)('while %s', (doing) => {
  test.each(failures.map((failure) => [JSON.stringify(failure).slice(0, 70), failure] as const))('%s', (_, failure) => {
    const { title, text } = failureWords(failure, doing)
    // whole sentences, no key that was not found, no value that was not put in
    expect(title).toMatch(/^[A-Z].*\.$/)
    expect(text).toMatch(/^\S.*\.$/)
    expect(`${title} ${text}`).not.toMatch(/failures\.|issues\.|\{|\}|undefined/)
  })
})

test('every kind of failure has an example here', () => {
  const kinds = Failure.options.map((option) => option.shape.kind.value)
  expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(kinds))
})

test('different reasons have different titles', () => {
  const titles = failures
    .filter(({ kind }) => kind === 'offline' || kind === 'remote')
    .map((each) => failureWords(each, 'saving').title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('what is typed is never said to be lost', () => {
  for (const failure of failures) expect(failureWords(failure, 'saving').text).toContain('still here')
})

test('a lock-out says for how long', () => {
  expect(failureWords({ kind: 'rateLimited', retryAfter: 600 }, 'connecting').text).toContain('10 minutes')
  expect(failureWords({ kind: 'rateLimited', retryAfter: 1 }, 'connecting').text).toContain('1 second.')
})

test('a session that ended leads to the sign-in', () => {
  expect(failureWords({ kind: 'unauthorized', code: 'expired' }, 'saving').action).toBe('signIn')
  expect(failureWords({ kind: 'unauthorized', code: 'bad_credentials' }, 'connecting').action).toBeNull()
})

test('a locked keychain says that nothing is lost', () => {
  expect(keychainWords('locked').title).toBe('The keychain is locked.')
  expect(keychainWords('locked').text).toContain('has not been lost')
})

test.each([
  [{ field: 'userName', code: 'userName.charset', params: { signs: '-' } }, 'Only letters, digits and dash.'],
  [{ field: 'userName', code: 'userName.length', params: { min: 1, max: 64 } }, '1 to 64 characters.'],
  [{ field: 'email', code: 'email.format' }, 'This is no e-mail address, such as name@example.org.'],
  [{ field: 'id', code: 'self_delete' }, 'Nobody deletes the own account here.'],
  [{ field: 'x', code: 'brand_new' }, 'The server refused this value and named the reason “brand_new”.'],
])('%o is told as %j', (issue, sentence) => {
  expect(issueWords(issue)).toBe(sentence)
})

test('each way in which the browser does not sign in has a sentence of its own', () => {
  const codes = failures.flatMap((each) =>
    each.kind === 'unauthorized' && each.code.startsWith('oidc_') ? [each] : [],
  )
  const titles = codes.map((each) => failureWords(each, 'connecting').title)
  expect(new Set(titles).size).toBe(12)
  expect(titles).not.toContain('The server refused the sign-in.')
})
