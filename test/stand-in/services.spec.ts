import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, isStandIn, test } from './fixture.ts'

test('menu items run by id', async ({ app, page }) => {
  await app.evaluate(({ Menu, BrowserWindow }) => {
    // the event and the contents are optional in Electron, whatever its type says
    Menu.getApplicationMenu()?.getMenuItemById('add')?.click({}, BrowserWindow.getAllWindows()[0])
  })
  await expect(page.getByTestId('command')).toHaveText('add')
})

test('keys run menu items; the theme reaches the page', async ({ app, page }) => {
  test.skip(!isStandIn, "Playwright's keys do not reach native menus")
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('command')).toHaveText('add')
  await page.keyboard.press('Control+d')
  await expect(page.getByTestId('dark')).toHaveText('true')
  const look = await page.evaluate(() => [
    matchMedia('(prefers-color-scheme: dark)').matches,
    getComputedStyle(document.body).backgroundColor,
  ])
  expect(look).toEqual([true, 'rgb(29, 31, 35)'])
  expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('dark')?.checked)).toBe(true)
})

test('dialogs are answered by the test', async ({ app, page }) => {
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/a.txt', '/b.txt'] })
  })
  await page.getByTestId('choose').click()
  await expect(page.getByTestId('files')).toHaveText('/a.txt | /b.txt')
})

test('files chosen in the page have their path', async ({ page }, info) => {
  const file = info.outputPath('letter.txt')
  writeFileSync(file, 'hello')
  await page.getByTestId('file').setInputFiles(file)
  await expect(page.getByTestId('path')).toHaveText(file)
})

test('services of the main process', async ({ app, page }) => {
  await expect(page.getByTestId('row')).toHaveCount(12)
  const facts = await app.evaluate(
    async ({ safeStorage, clipboard, powerMonitor, net, app, screen, BrowserWindow }) => {
      const secret = await safeStorage.encryptStringAsync('pässword')
      await clipboard.writeText('copied')
      const resumed = new Promise((resolve) => powerMonitor.once('resume', () => resolve('resumed')))
      powerMonitor.emit('resume')
      const window = BrowserWindow.getAllWindows()[0]
      const picture = await window?.webContents.capturePage()
      return {
        isPlain: secret.includes('ssword'),
        back: (await safeStorage.decryptStringAsync(secret)).result,
        clipboard: await clipboard.readText(),
        resumed: await resumed,
        isOnline: net.isOnline(),
        isReady: app.isReady(),
        displays: screen.getAllDisplays().length,
        title: (await window?.webContents.executeJavaScript('document.title')) as string,
        process: [process.type, typeof process.versions.electron],
        picture: picture?.toPNG().subarray(1, 4).toString(),
      }
    },
  )
  expect(facts).toEqual({
    isPlain: false,
    back: 'pässword',
    clipboard: 'copied',
    resumed: 'resumed',
    isOnline: true,
    isReady: true,
    displays: 1,
    title: 'Sample',
    process: ['browser', 'string'],
    picture: 'PNG',
  })
})

test('a utility process answers, and tells how it ended', async ({ app }, info) => {
  const file = info.outputPath('child.mjs')
  writeFileSync(
    file,
    `process.parentPort.on('message', ({ data }) => {
      if (data === 'end') process.exit(7)
      process.parentPort.postMessage({ sum: data.a + data.b, when: data.when, argument: process.argv.at(-1) })
    })`,
  )
  const facts = await app.evaluate(async ({ utilityProcess }, path) => {
    const start = () => utilityProcess.fork(path, ['--demo'], { serviceName: 'child', stdio: 'ignore' })
    const exitOf = (child: Electron.UtilityProcess) => new Promise((resolve) => child.once('exit', resolve))
    const first = start()
    first.postMessage({ a: 1, b: 2, when: new Date(7) })
    const message = await new Promise<{ sum: number; when: unknown; argument: string }>((resolve) =>
      first.once('message', resolve),
    )
    const killed = exitOf(first)
    const wasKilled = first.kill()
    const second = start()
    const ended = exitOf(second)
    second.postMessage('end')
    return {
      sum: message.sum,
      isDate: message.when instanceof Date,
      argument: message.argument,
      wasKilled,
      killed: await killed,
      ended: await ended,
      pid: first.pid,
    }
  }, file)
  expect(facts).toEqual({
    sum: 3,
    isDate: true,
    argument: '--demo',
    wasKilled: true,
    killed: 15,
    ended: 7,
    pid: undefined,
  })
})

test('a utility process ends with the app', async ({ app }, info) => {
  const file = info.outputPath('child.mjs')
  writeFileSync(file, "process.parentPort.postMessage('ready'); setInterval(() => undefined, 1000)")
  const pid = await app.evaluate(async ({ utilityProcess }, path) => {
    const child = utilityProcess.fork(path)
    await new Promise((resolve) => child.once('message', resolve))
    return child.pid
  }, file)
  const isRunning = () => {
    try {
      return process.kill(pid ?? 0, 0)
    } catch {
      return false
    }
  }
  expect(isRunning()).toBe(true)
  await app.close()
  await expect.poll(isRunning).toBe(false)
})

test('network failures have Chromium names', async ({ app }) => {
  const listen = async (onConnection: (socket: Socket) => void) => {
    const server = createServer(onConnection).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo // it listens on a port
    return { server, url: `http://127.0.0.1:${port}/` }
  }
  const mute = await listen((socket) => socket.destroy())
  const closed = await listen(() => undefined)
  closed.server.close()
  const failures = await app.evaluate(
    async ({ net }, [closedUrl = '', muteUrl = '']) => {
      const failure = (error: unknown) => (error instanceof Error ? error.message : 'no error')
      const ask = (url: string, init?: RequestInit) => net.fetch(url, init).then((response) => response.status, failure)
      return [
        await ask(closedUrl),
        await ask('http://no-such-host.invalid/'),
        await ask(muteUrl),
        await ask(muteUrl, { signal: AbortSignal.abort() }),
      ]
    },
    [closed.url, mute.url],
  )
  mute.server.close()
  expect(failures).toEqual([
    'net::ERR_CONNECTION_REFUSED',
    'net::ERR_NAME_NOT_RESOLVED',
    expect.stringMatching(/^net::ERR_(EMPTY_RESPONSE|CONNECTION_CLOSED|CONNECTION_RESET)$/),
    'This operation was aborted',
  ])
})

test('a second instance hands its arguments to the first and ends', async ({ appFolder, page, lines, userData }) => {
  await expect(page.getByTestId('row')).toHaveCount(12)
  const electron = createRequire(import.meta.url)('electron') as string // outside of Electron, the path of its binary
  const args = ['--no-sandbox', appFolder, `--user-data-dir=${userData}`, '--hello']
  const second = spawn(electron, args, { stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  await expect.poll(() => lines).toContain('second instance: --hello')
})
