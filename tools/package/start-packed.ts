import { _electron, type Page } from '@playwright/test'

/**
 * Starts an app folder with its demo; gives what is wrong with its window, in words. Main script, preload script and page are the
 * packed ones, only Electron is the one of this machine.
 */
export async function findWrongStart(folder: string, userData: string): Promise<string[]> {
  const app = await _electron.launch({ args: [folder, '--demo', `--user-data-dir=${userData}`], cwd: folder })
  try {
    const page = await app.firstWindow()
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(`the page failed: ${message}`))
    await page.getByRole('grid', { name: 'Users' }).getByRole('row').nth(1).waitFor({ timeout: 30_000 })
    const packed = await app.evaluate(({ app: self }) => ({ path: self.getAppPath(), name: self.getName() }))
    return [
      ...errors,
      ...(await findNoPaint(page)),
      ...(packed.path === folder && packed.name === 'Muster' ? [] : [`another app started: ${JSON.stringify(packed)}`]),
    ]
  } catch (error) {
    return [`no list of users appeared: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    await app.close()
  }
}

async function findNoPaint(page: Page): Promise<string[]> {
  const facts = await page.evaluate(() => ({
    hasPainted: performance.getEntriesByName('first-contentful-paint').length > 0,
    hasBridge: 'muster' in window,
  }))
  return Object.entries(facts).flatMap(([name, isTrue]) => (isTrue ? [] : [`the window fails at ${name}`]))
}
