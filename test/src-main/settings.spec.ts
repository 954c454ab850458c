import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSettings, plainSettings } from '../../src-main/settings.ts'
import { demoConnection } from '../support/demo-connection.ts'
import { noViews } from '../../src-shared/ipc/views.ts'

let folder: string
let broken: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-settings-'))
  broken = []
})
afterEach(() => rmSync(folder, { recursive: true }))
const file = () => join(folder, 'settings.json')
const open = () => openSettings(file(), (kept) => broken.push(kept))

test('starts with defaults, and keeps what is changed', () => {
  expect(open().get()).toMatchObject({ theme: 'system', profiles: [], active: null })
  expect(existsSync(file())).toBe(false)
  open().change({ theme: 'dark' })
  expect(open().get().theme).toBe('dark')
})

test('a value that is not understood costs only itself', () => {
  writeFileSync(file(), '{"theme":"pink","active":"x","profiles":[{"address":1}],"later":true}')
  expect(open().get()).toMatchObject({ theme: 'system', active: 'x', profiles: [] })
})

test('views are kept by connection, and a broken one costs only itself', () => {
  open().change({ views: { a: { ...noViews, chosen: 'Mine' } } })
  expect(open().get().views).toEqual({ a: { ...noViews, chosen: 'Mine' } })
  writeFileSync(file(), '{"theme":"dark","views":{"a":7,"b":{"chosen":"Mine","later":1}}}')
  expect(open().get()).toMatchObject({ theme: 'dark', views: { a: noViews, b: { ...noViews, chosen: 'Mine' } } })
})

test.each(['{"theme":', '', '[1]'])('a broken file is set aside, not overwritten: %j', (text) => {
  writeFileSync(file(), text)
  open().change({ theme: 'light' })
  expect(broken).toEqual([`${file()}.broken`])
  expect(readFileSync(`${file()}.broken`, 'utf8')).toBe(text)
  expect(open().get().theme).toBe('light')
})

const capabilities = demoConnection().capabilities
const description = {
  instance: 'i1',
  name: 'One',
  server: 'Muster API 1.0',
  isDemo: false,
  mailbox: null,
  signInMethods: ['password'],
  capabilities,
}
const profile = {
  address: 'https://one.example',
  kind: 'muster-api',
  login: 'anna',
  account: null,
  isEmbedded: false,
  description,
}
const profilesOf = (...profiles: unknown[]) => {
  writeFileSync(file(), JSON.stringify({ profiles }))
  return open().get().profiles
}

test('a profile of before gets its id from what its server told', () => {
  expect(profilesOf(profile)).toEqual([{ ...profile, id: 'i1', settings: plainSettings }])
})

test('an unreadable capability costs the description, which is asked anew, and neither address nor login', () => {
  const odd = { ...profile, description: { ...description, capabilities: { ...capabilities, versions: 'perhaps' } } }
  expect(profilesOf(odd, { ...profile, id: 'i2' })).toEqual([
    { ...profile, id: 'i1', settings: plainSettings, description: null },
    { ...profile, id: 'i2', settings: plainSettings },
  ])
})

test('an unreadable profile costs no other', () => {
  expect(profilesOf(7, { address: 1 }, { ...profile, description: undefined }).map(({ id }) => id)).toEqual([
    'https://one.example',
  ])
})

test('a guard that cannot be read stays on', () => {
  const settings = { name: 'One', colour: 'pink', isProtected: 'maybe', protectedAccounts: ['svc-*'] }
  expect(profilesOf({ ...profile, settings })[0]?.settings).toEqual({
    name: 'One',
    colour: 'grey',
    isProtected: true,
    protectedAccounts: ['svc-*'],
    keepsCopy: true,
    copyDays: 30,
  })
})

test('settings of the copy that cannot be read put no copy where none was wanted', () => {
  const settings = { ...plainSettings, keepsCopy: 'no', copyDays: 'ten' }
  expect(profilesOf({ ...profile, settings })[0]?.settings).toMatchObject({ keepsCopy: false, copyDays: 1 })
})
