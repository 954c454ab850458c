import type { Page } from '@playwright/test'
import { expect, gridOf, test } from './fixture.ts'

/** How many boxes Chromium painted anew while something was done, by its own trace. */
async function countPainted(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the page has no browser of its own')
  let count = 0
  session.on('Tracing.dataCollected', ({ value }) => {
    // as Chromium's category devtools.timeline writes them
    count += (value as { name: string }[]).filter(({ name }) => name === 'Paint').length
  })
  const traceConfig = { includedCategories: ['devtools.timeline'] }
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  await work()
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return count
}

test('a step of the list paints the rows that change, not all', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowDown')
  const steps = 20
  const painted = await countPainted(page, async () => {
    for (let step = 0; step < steps; step++) {
      await page.keyboard.press('ArrowDown')
      await page.evaluate(() => new Promise(requestAnimationFrame))
    }
  })
  // parts of the row that comes and of the two between which the cursor moves; all rows are more than 30
  expect(painted / steps).toBeGreaterThan(0)
  expect(painted / steps).toBeLessThan(12)
})

test('rows stay in sight on the way through a long list and back', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  for (const key of ['ArrowDown', 'ArrowUp'])
    for (let step = 0; step < 150; step++) {
      await page.keyboard.press(key)
      if (step % 30 === 0) await expect(page.locator('.is-current')).toBeInViewport({ ratio: 0.9 })
    }
})
