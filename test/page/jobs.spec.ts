import { expect, gridOf, test } from './fixture.ts'

test('a job that goes on elsewhere is seen from every place, and told when it has ended', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await gridOf(page)
  await page.evaluate(() => {
    const { plans, emit } = window.control
    const job = plans.madeUpJob({ state: 'running', counts: { applied: 400, sent: 100, planned: 500 } })
    plans.jobs.push(job)
    emit('job.changed', { connection: 'demo', job })
  })
  await expect(page.getByRole('button', { name: 'Jobs, 1 under way' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Clean-up: 400 of 1,000/ })).toBeVisible()
  await page.evaluate(() => {
    const { counts } = window.control.plans.madeUpJob({ counts: { applied: 990, refused: 10 } })
    window.control.plans.setJob('job-1', { state: 'ended', counts })
  })
  await expect(page.getByText('“Clean-up” is done: 990 applied, 10 not.')).toBeVisible()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('heading', { name: /Clean-up/ })).toContainText('Done, not all')
})

test('a job that stopped says why and what to do, and is cancelled after a question', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await gridOf(page)
  await page.evaluate(() => {
    const { plans, emit } = window.control
    const job = plans.madeUpJob({
      state: 'paused',
      stop: 'refusals',
      counts: { applied: 95, refused: 5, planned: 900 },
    })
    plans.jobs.push(job)
    plans.rows.push({
      ...{ position: 0, id: 'u1', userName: 'anna', state: 'refused', action: null, conflicts: [] },
      lines: [{ field: 'email', before: 'a@made.example', after: 'b@made.example' }],
      failure: { kind: 'invalid', code: null, issues: [{ field: 'email', code: 'email.taken' }] },
    })
    emit('job.changed', { connection: 'demo', job })
  })
  await page.getByRole('button', { name: 'Jobs, 1 under way' }).click()
  await expect(page.getByText('Stopped by itself: 5 of the first 100 were refused.')).toBeVisible()
  await page.getByRole('tab', { name: 'Refused 5' }).click()
  await expect(page.getByRole('grid', { name: 'Report of the job' })).toContainText(
    'E-mail: This address belongs to another user.',
  )
  await page.getByRole('button', { name: 'Cancel the rest…' }).click()
  await expect(page.getByText('What is sent is sent, and stays: 100. The rest is not sent: 900.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Go on sending' })).toBeFocused()
  await page.getByRole('button', { name: 'Cancel the rest', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Clean-up Cancelled' })).toBeVisible()
})
