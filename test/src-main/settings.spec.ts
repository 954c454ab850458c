import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noViews } from '../../src-shared/ipc/views.ts'
import { openSettings } from '../../src-main/settings.ts'

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
