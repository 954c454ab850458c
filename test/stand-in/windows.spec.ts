import { expect, test } from './fixture.ts'

test('a window is shown once it is ready', async ({ app, lines, page }) => {
  await expect(page.getByTestId('row')).toHaveCount(12)
  await expect.poll(() => lines).toContain('window 1 ready, visible: false')
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(1)?.isVisible())).toBe(true)
})

test('two windows, each with its own messages; closing the last one quits', async ({ app, page, lines }) => {
  const [second] = await Promise.all([app.waitForEvent('window'), page.getByTestId('new').click()])
  await expect(second.getByTestId('row')).toHaveCount(12)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(2)?.webContents.send('command', 'only two'))
  await expect(second.getByTestId('command')).toHaveText('only two')
  await expect(page.getByTestId('command')).toHaveText('none')
  expect(app.windows()).toHaveLength(2)

  const ended = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(2)?.close())
  await expect.poll(() => app.windows().length).toBe(1)
  // the answer is lost with the app
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(1)?.close()).catch(() => undefined)
  await ended
  expect(lines.filter((line) => !line.includes('ready'))).toEqual([
    'window 2 closed',
    'window 1 closed',
    'window-all-closed',
    'will-quit',
  ])
})

test('the app can refuse to close a window', async ({ app, page }) => {
  const isOpen = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.fromId(1)
    const asked = new Promise<void>((resolve) => {
      window?.once('close', (event) => {
        event.preventDefault()
        resolve()
      })
    })
    window?.close()
    await asked
    return window?.isDestroyed() === false
  })
  expect(isOpen).toBe(true)
  await page.getByTestId('fail').click()
  await expect(page.getByTestId('error')).toContainText('No row -1')
})

test('a window keeps its minimum size', async ({ app, page }) => {
  const sizes = await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.fromId(1)
    window?.setSize(300, 200)
    return [window?.getMinimumSize(), window?.getSize()]
  })
  expect(sizes).toEqual([
    [640, 480],
    [640, 480],
  ])
  await expect.poll(() => page.evaluate(() => window.outerWidth)).toBe(640)
})

test('navigation away and new windows are prevented', async ({ app, page }) => {
  await app.evaluate(({ shell }) => {
    shell.openExternal = (url) => {
      console.log(`open ${url}`)
      return Promise.resolve()
    }
  })
  const submit = (target: string) =>
    page.evaluate((name) => {
      const form = document.createElement('form')
      Object.assign(form, { action: 'https://example.org/form', method: 'post', target: name })
      document.body.append(form)
      form.submit()
    }, target)

  await page.getByTestId('outside').click()
  await page.evaluate(() => {
    location.href = 'https://example.org/script'
  })
  await page.getByTestId('mail').click()
  await submit('')
  expect(await page.evaluate(() => window.open('https://example.org/open'))).toBe(null)
  await page.getByTestId('outside').click({ modifiers: ['ControlOrMeta'] })
  await page.getByTestId('outside').click({ button: 'middle' })
  await submit('_blank')
  const opened = app.waitForEvent('console', (message) => message.text() === 'open https://example.org/help')
  await page.getByTestId('blank').click()
  await opened
  await expect(page.getByTestId('row')).toHaveCount(12)
  await expect.poll(() => app.windows().length).toBe(1)
  const url = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
  expect(url).toBe('app://bundle/index.html')
})

test('a window that a frame opens past the guards is never left open', async ({ app, page }) => {
  await page.evaluate(() => {
    const frame = document.createElement('iframe') // its window.open is the browser's own
    document.body.append(frame)
    frame.contentWindow?.open('https://example.org/from-frame')
  })
  // a window that is opened after it proves that the other one has had its time
  await page.getByTestId('new').click()
  const own = () => app.windows().filter((window) => window.url().endsWith('/index.html'))
  await expect.poll(() => own().length).toBe(2)
  for (const window of own()) await expect(window.getByTestId('row')).toHaveCount(12)
  await expect.poll(() => app.windows().length).toBe(2)
})
