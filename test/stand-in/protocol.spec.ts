import { expect, test } from './fixture.ts'

test('the scheme serves files, answers 404 and refuses traversal', async ({ page }) => {
  const get = (path: string) =>
    page.evaluate(async (url) => {
      const response = await fetch(url)
      return [response.status, response.headers.get('content-type'), (await response.text()).slice(0, 15)]
    }, path)
  expect(await get('/index.html')).toEqual([200, expect.stringContaining('text/html'), '<!doctype html>'])
  expect(await get('/nope.txt')).toEqual([404, 'text/plain', 'not found'])
  // the parser of the URL normalizes dots, also encoded ones
  expect((await get('/../../package.json'))[0]).toBe(404)
  expect((await get('/%2e%2e/%2e%2e/package.json'))[0]).toBe(404)
  expect((await get('/..%2f..%2fpackage.json'))[0]).toBe(403)
})

test('content security policy and permissions', async ({ page }) => {
  const facts = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
    })
    const script = document.createElement('script')
    script.textContent = 'document.title = "inline script"'
    document.body.append(script)
    const name = (error: unknown) => (error instanceof Error ? error.name : 'no error')
    const isGranted = () => 'granted'
    return {
      directive: await violation,
      title: document.title,
      remote: await fetch('https://example.org/').then(isGranted, name),
      notifications: await Notification.requestPermission(),
      location: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        )
      }),
      media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(isGranted, name),
      clipboard: await navigator.clipboard.readText().then(isGranted, name),
    }
  })
  expect(facts).toEqual({
    directive: 'script-src-elem',
    title: 'Sample',
    remote: 'TypeError',
    notifications: 'granted',
    location: 1,
    media: 'NotAllowedError',
    clipboard: 'NotAllowedError',
  })
})

test('absolute URLs of the scheme work in pages, policies and loadURL', async ({ app, page }) => {
  const load = (url: string) =>
    app.evaluate(
      ({ BrowserWindow }, target) =>
        BrowserWindow.getAllWindows()[0]
          ?.loadURL(target)
          .then(() => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
      url,
    )
  const width = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const image = new Image()
        image.onload = () => resolve(image.naturalWidth)
        image.onerror = () => resolve('error')
        image.src = 'app://bundle/dot.svg'
      }),
  )
  expect(width).toBe(7)
  expect(await load('app://bundle/index.html#/inbox')).toBe('app://bundle/index.html#/inbox')
  await expect(page.getByTestId('row')).toHaveCount(12)
  expect(await page.evaluate(() => history.length)).toBe(1)
  // a page of status 403 is loaded like any other
  expect(await load('app://nowhere/')).toBe('app://nowhere/')
})
