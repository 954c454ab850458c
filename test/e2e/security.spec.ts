import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixture.ts'

test('the page has the bridge and nothing of Node or Electron', async ({ page }) => {
  const seen = await page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { muster: object }).muster).sort(),
    leaks: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  }))
  expect(seen).toEqual({ bridge: ['call', 'on'], leaks: [] })
})

test('the policy is live: no foreign script, style, frame or connection', async ({ page }) => {
  const violations = await page.evaluate(async () => {
    const seen = new Set<string>()
    document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.hacked = 1'
    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(script, frame)
    document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>')
    await fetch('https://example.org/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return [...seen]
  })
  expect(violations).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'script-src-elem', 'style-src-attr']))
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
})

test('a normal run breaks no rule of its own policy', async ({ page }) => {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.keyboard.press('Control+N')
  await page.getByRole('dialog', { name: 'Add user' }).getByRole('combobox', { name: 'Organization' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark')
  expect(errors).toEqual([])
})

test('a call that is not in the contract, or not as the contract says, is refused loudly', async ({ page }) => {
  const refusals = await page.evaluate(async () => {
    const { muster } = window as unknown as { muster: { call(method: string, input: unknown): Promise<unknown> } }
    const calls: [string, unknown][] = [
      ['list.drop', {}],
      ['toString', {}],
      ['list.locate', { list: 'x' }],
      ['list.locate', { list: 1, id: 'a', more: true }],
    ]
    return Promise.all(calls.map(([method, input]) => muster.call(method, input).then(() => 'answered', String)))
  })
  for (const refusal of refusals) expect(refusal).toContain('refused')
})

test('the page is built without schemas, which main alone checks', () => {
  const folder = join(import.meta.dirname, '../../out/renderer/assets')
  const scripts = globSync('*.js', { cwd: folder })
  expect(scripts).not.toEqual([])
  for (const script of scripts) expect(readFileSync(join(folder, script), 'utf8')).not.toContain('_zod')
})
