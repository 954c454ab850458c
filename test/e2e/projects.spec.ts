import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { TestServer } from '../support/server.ts'
import { expect, test } from './fixture.ts'

/** Opens the place of projects from the rail. */
async function goToProjects(page: Page): Promise<void> {
  const entry = page.getByRole('navigation').getByRole('button', { name: 'Projects', exact: true })
  test.skip((await entry.count()) === 0, 'the rail of this build does not lead to the projects')
  await entry.click()
  await expect(page.getByRole('grid', { name: 'Projects' })).toBeVisible()
}

async function openProject(page: Page, name: string, organization: string) {
  await page.getByRole('searchbox', { name: 'Find a project' }).fill(name)
  await page.getByRole('row').filter({ hasText: name }).filter({ hasText: organization }).first().click()
  const drawer = page.getByRole('dialog', { name: 'Project', exact: true })
  await expect(drawer.getByRole('option').first()).toContainText('@')
  return drawer
}

async function membersOf(server: TestServer, project: string): Promise<string[]> {
  const admin = await server.as('admin')
  const { body } = await admin<{ items: UserBody[] }>('GET', `/projects/${project}/members?limit=1000`)
  return body.items.map(({ userName }) => userName)
}

test('several users are put into a project and taken out of it', async ({ page, server }) => {
  const member = await server.find('role eq "user" and projects.id pr and not (protection pr)')
  const [project] = member.projects
  if (!project) throw new Error('no project')
  await goToProjects(page)
  const before = await membersOf(server, project.id)
  const drawer = await openProject(page, project.name, member.organization.name)
  await drawer.getByRole('button', { name: 'Add users…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add users to a project' })
  const options = dialog.locator('[role=option]:not([aria-disabled=true])')
  await expect(options.nth(1)).toContainText('@')
  const names: string[] = []
  for (const at of [0, 1]) {
    names.push((await options.nth(at).locator('bdi').first().textContent()) ?? '')
    await options.nth(at).click()
  }
  await dialog.getByRole('button', { name: 'Add 2 users' }).click()
  await expect(page.getByText(`2 users were added to ${project.name}.`)).toBeVisible()
  expect((await membersOf(server, project.id)).sort()).toEqual([...before, ...names].sort())

  for (const name of names) await drawer.getByRole('option').filter({ hasText: name }).first().click()
  await drawer.getByRole('button', { name: 'Remove 2…' }).click()
  await page.getByRole('button', { name: 'Remove 2 users' }).click()
  await expect(page.getByText(`2 users were removed from ${project.name}.`)).toBeVisible()
  expect((await membersOf(server, project.id)).sort()).toEqual(before.sort())
})
