import { expect, test } from './fixture.ts'

test('loads, calls with dates and types kept, receives a push', async ({ app, page }) => {
  await expect(page.getByTestId('row')).toHaveCount(12)
  await expect(page.getByTestId('info')).toHaveText(/^Sample 1\.2\.3 on \w+, started \d{4}-\d\d-\d\dT/)
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('row', { id: 1, name: 'from the test', created: new Date() })
  })
  await expect(page.getByTestId('pushed')).toHaveText('from the test')
  const facts = await app.evaluate(({ app, BrowserWindow }) => ({
    url: BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    name: app.getName(),
  }))
  expect(facts).toEqual({ url: 'app://bundle/index.html', name: 'Sample' })
})

test('errors cross with the channel and the message', async ({ page }) => {
  await page.getByTestId('fail').click()
  await expect(page.getByTestId('error')).toHaveText("Error invoking remote method 'rows.open': RangeError: No row -1")
  const unknown = page.evaluate(() => window.sample.call('no.such' as 'echo', 1))
  await expect(unknown).rejects.toThrow(
    "Error invoking remote method 'no.such': Error: No handler registered for 'no.such'",
  )
})

test('the page sees the exposed API and nothing else', async ({ page }) => {
  const facts = await page.evaluate(() => {
    const forbidden = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'ipcRenderer', 'electron']
    const { sample } = window
    return {
      names: Object.keys(sample).sort(),
      forbidden: [...forbidden, 'contextBridge'].filter((name) => name in window),
      traces: Object.getOwnPropertyNames(window).filter((name) => /standin|electron/i.test(name)),
      canReplace: Reflect.set(window, 'sample', 1),
      isOwnRealm:
        sample.call.constructor === Function &&
        sample.call('app.info').constructor === Promise &&
        Object.getPrototypeOf(sample) === Object.prototype,
    }
  })
  expect(facts).toEqual({
    names: ['call', 'on', 'pathOf', 'platform'],
    forbidden: [],
    traces: [],
    canReplace: false,
    isOwnRealm: true,
  })
})

test('values cross by structured clone', async ({ page }) => {
  const facts = await page.evaluate(async () => {
    const { sample } = window
    const bytes = await sample.call('echo', new Uint8Array([0, 1, 254, 255]))
    const sent = {
      map: new Map([['a', new Set([1n, NaN])]]),
      nothing: undefined,
      zero: -0,
      date: new Date(5),
      $: 'dollar',
      error: new TypeError('wrong'),
    }
    const nested = (await sample.call('echo', sent)) as typeof sent // echo answers what it is sent
    interface Loop {
      list: unknown[]
      self?: Loop
    }
    const loop: Loop = { list: [] }
    loop.self = loop
    loop.list.push(loop.list)
    const back = (await sample.call('echo', loop)) as Loop
    return {
      bytes: bytes instanceof Uint8Array ? [...bytes] : typeof bytes,
      set: [...(nested.map.get('a') ?? [])].map(String),
      isNegativeZero: Object.is(nested.zero, -0),
      hasNothing: 'nothing' in nested,
      isDate: nested.date instanceof Date && nested.date.getTime(),
      dollar: nested.$,
      isError: nested.error instanceof Error && nested.error.message,
      isLoop: back.self === back && back.list[0] === back.list,
    }
  })
  expect(facts).toEqual({
    bytes: [0, 1, 254, 255],
    set: ['1', 'NaN'],
    isNegativeZero: true,
    hasNothing: true,
    isDate: 5,
    dollar: 'dollar',
    isError: 'wrong',
    isLoop: true,
  })
})

test('functions and proxies cannot be sent', async ({ page }) => {
  const errors = await page.evaluate(async () => {
    // a promise also for what the bridge refuses to carry
    const send = (value: unknown) => Promise.resolve().then(() => window.sample.call('echo', value))
    const failure = (error: unknown) => (error instanceof Error ? error.message : 'no error')
    return [await send({ f: () => 1 }).catch(failure), await send({ p: new Proxy({}, {}) }).catch(failure)]
  })
  expect(errors).toEqual([
    expect.stringContaining('could not be cloned'),
    expect.stringContaining('could not be cloned'),
  ])
})

test('a handler learns of its sender what Electron says', async ({ page }) => {
  expect(await page.evaluate(() => window.sample.call('sender.describe'))).toEqual({
    url: 'app://bundle/index.html',
    origin: 'app://bundle',
    isTop: true,
  })
})

test('reload keeps preload, bridge and push working', async ({ app, page }) => {
  for (const round of ['first', 'second', 'third']) {
    await page.reload()
    await expect(page.getByTestId('row')).toHaveCount(12)
    await app.evaluate(({ BrowserWindow }, name) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('command', name)
    }, round)
    await expect(page.getByTestId('command')).toHaveText(round)
  }
})

test('frames inside the page get no API', async ({ page }) => {
  const hasThem = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = '<p>inside</p>'
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await loaded
    const inside = frame.contentWindow
    return ['sample', 'require'].map((name) => inside !== null && name in inside)
  })
  expect(hasThem).toEqual([false, false])
})
