import { expect, test } from 'vitest'
import { createProfiles } from '../../../src-main/connections/profiles.ts'
import type { Stored, StoredSettings } from '../../../src-main/settings.ts'
import { noViews } from '../../../src-shared/ipc/views.ts'

test('what the users view showed of a connection goes with it, and nothing else does', () => {
  let stored = { profiles: [], views: { gone: { ...noViews, chosen: 'Mine' }, stays: noViews } } as Partial<Stored>
  // a profile needs no more of the settings than these two
  const settings: StoredSettings = {
    get: () => stored as Stored,
    change: (values) => (stored = { ...stored, ...values }),
  }
  createProfiles(settings).remove('gone')
  expect(stored.views).toEqual({ stays: noViews })
})
