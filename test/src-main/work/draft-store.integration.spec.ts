import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDesk } from '../../../src-main/work/desk.ts'
import { newFileKey } from '../../../src-main/work/open.ts'
import type { Draft } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'muster-drafts-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const file = () => join(folder, 'work.db')

const draft = (more: Partial<Draft> = {}): Draft => ({
  base: aUser('u1'),
  values: { displayName: 'canary-typed', disabled: true, organizationId: null },
  savedAt: new Date().toISOString(),
  ...more,
})

test('drafts outlive the program, one by target, and nothing of them is readable in the file', () => {
  const key = newFileKey()
  const store = openDesk(file(), key)
  const [edited, added] = [draft(), draft({ base: null, values: { userName: 'canary-added' } })]
  store.saveDraft('u1', draft({ values: {} }))
  store.saveDraft('u1', edited)
  store.saveDraft(null, added)
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'))
  expect(texts.filter((text) => text.includes('canary'))).toEqual([])
  store.close()
  const again = openDesk(file(), key)
  expect(again.draft('u1')).toEqual(edited)
  expect(again.draft(null)).toEqual(added)
  expect(again.draft('u2')).toBeNull()
  again.dropDraft('u1')
  expect(again.draft('u1')).toBeNull()
  expect(again.draft(null)).toEqual(added)
  again.close()
})

test('a forgotten draft goes after 30 days', () => {
  const key = newFileKey()
  const store = openDesk(file(), key)
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString()
  store.saveDraft('old', draft({ savedAt: daysAgo(31) }))
  store.saveDraft('young', draft({ savedAt: daysAgo(29) }))
  store.close()
  const again = openDesk(file(), key)
  expect(again.draft('old')).toBeNull()
  expect(again.draft('young')).not.toBeNull()
  again.close()
})

test('a draft that another version wrote is no draft', () => {
  const store = openDesk(null, null)
  store.saveDraft('u1', { values: 'of another kind', savedAt: new Date().toISOString() } as unknown as Draft)
  expect(store.draft('u1')).toBeNull()
  store.close()
})
