import fs from 'node:fs'
import path from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalStack, type LocalStack } from '../../scripts/local-stack.ts'
import { launchBrowser, newPage } from '../helpers/browser.ts'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 375, height: 812 }

let stack: LocalStack
let browser: Browser
let page: Page
let app: FrameLocator
const complaints: string[] = []

beforeAll(async () => {
  stack = await startLocalStack({
    mode: 'demo',
    shop: {
      domain: 'harbor-and-pine.myshopify.com',
      name: 'Harbor & Pine',
      plan: 'plus',
      currency: 'USD',
      timezone: 'America/Los_Angeles',
    },
    oldStore: { dataset: 'small' },
    allowPrivateSource: true,
  })
  browser = await launchBrowser()
  page = await newPage(browser, DESKTOP)
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  app = page.frameLocator('#app-frame')
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

/** With SCREENSHOTS set, each main screen is kept as a picture, at desktop and phone width. */
async function picture(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  fs.mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
  await page.setViewportSize(PHONE)
  await page.screenshot({ path: path.join(folder, `${name}-phone.png`) })
  await page.setViewportSize(DESKTOP)
}

const button = (name: string | RegExp) => app.getByRole('button', { name })
const link = (name: string | RegExp) => app.getByRole('link', { name })

test('a merchant links the old store, moves everything, catches up, and sees that it arrived', async () => {
  if (!stack.oldStore) throw new Error('The old store did not start')

  await page.goto(stack.adminAppUrl)
  await app.getByRole('heading', { level: 1 }).first().waitFor()
  await picture('home-empty')

  // A wrong secret is told as such, and nothing is saved.
  await link(/connect/i)
    .first()
    .click()
  await app
    .getByLabel(/address/i)
    .first()
    .fill(stack.oldStore.url)
  await app.getByLabel(/consumer key/i).fill(stack.oldStore.consumerKey)
  await app.getByLabel(/consumer secret/i).fill('cs_wrong')
  await button('Test and connect').click()
  await app.getByText('The old store is not connected yet').waitFor()
  await button('Test and connect').waitFor()
  expect(await app.getByLabel(/consumer secret/i).getAttribute('aria-invalid')).toBe('true')
  expect(await app.getByLabel(/consumer key/i).getAttribute('aria-invalid')).not.toBe('true')
  await picture('connect-refused')

  await app.getByLabel(/consumer secret/i).fill(stack.oldStore.consumerSecret)
  await button('Test and connect').click()
  await app.getByText('Alder & Loom').first().waitFor()

  await page.goto(`${stack.adminAppUrl}/app/estimate`)
  await button('Start full migration').click()
  await app.getByText('Completed', { exact: true }).first().waitFor()
  await picture('run-full')

  const story = await fetch(`${stack.oldStore.url}/__control/story`, { method: 'POST' })
  expect(story.ok).toBe(true)

  await page.goto(stack.adminAppUrl)
  await app
    .getByText(/entity points/i)
    .first()
    .waitFor()
  await picture('home')

  await page.goto(`${stack.adminAppUrl}/app/estimate`)
  await button('Start Recent Data Migration').waitFor()
  await picture('estimate')
  await button('Start Recent Data Migration').click()
  await app.getByText('Completed', { exact: true }).first().waitFor()
  await picture('run')

  await app
    .getByRole('link', { name: 'Verify this run' })
    .or(button('Verify this run'))
    .first()
    .click()
  await app.getByRole('heading', { name: 'Verify', exact: true }).waitFor()
  const kinds = app.getByRole('tab')
  await expect.poll(() => kinds.count()).toBeGreaterThanOrEqual(3)
  await app.getByText('Matches', { exact: true }).first().waitFor()
  await picture('verify')

  for (const kind of ['Customers', 'Products']) {
    await app.getByRole('tab', { name: new RegExp(kind) }).click()
    await app.getByRole('tab', { name: new RegExp(kind), selected: true }).waitFor()
    await app.getByText('Matches', { exact: true }).first().waitFor()
  }
  await picture('verify-products')

  await page.goto(`${stack.adminAppUrl}/app/runs`)
  await app.getByText('Recent Data Migration').first().waitFor()
  await picture('runs')
  await page.goto(`${stack.adminAppUrl}/app/projects`)
  await app.getByText('Alder & Loom').first().waitFor()
  await picture('projects')
  await page.goto(`${stack.adminAppUrl}/app/settings`)
  await app
    .getByRole('heading', { name: /settings/i })
    .first()
    .waitFor()
  await picture('settings')

  // What arrived can be seen in the store itself, without the app.
  await page.goto(`${stack.shopifyUrl}/store/harbor-and-pine/orders`)
  await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(20)

  expect(complaints).toEqual([])
})

const change = (record: string, action: string, body?: object) => ({
  fault: { kind: 'change', change: { record, action, ...(body ? { body } : {}) } },
})

/** What somebody does over there, right after the next look at the old store. */
async function meanwhile(rules: readonly object[]): Promise<void> {
  const armed = await fetch(`${stack.oldStore?.url}/__control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  })
  expect(armed.ok).toBe(true)
}

/** From home, to the end of a comparison of everything. */
async function checkEverything(name: string): Promise<void> {
  await page.goto(stack.adminAppUrl)
  const start = button(/Check everything|Prepare the switch/)
  await app.getByText('How far Shopify is behind').waitFor()
  await start.waitFor()
  await picture(`home-${name}`)
  await start.click()
  await app.getByText('Everything was compared').first().waitFor()
  await app.getByText('Completed', { exact: true }).first().waitFor()
}

test('before the switch everything is compared, and the merchant decides what becomes of deleted records', async () => {
  const billing = { first_name: 'Kim', email: 'kim@example.test', country: 'US' }
  const fee_lines = [{ name: 'Service', total: '5.00' }]
  await meanwhile([change('order', 'create', { status: 'on-hold', billing, fee_lines })])
  await checkEverything('before-comparison')
  await app
    .getByText(/ 1 was missing/)
    .first()
    .waitFor()

  await meanwhile(['product', 'order', 'customer'].map((record) => change(record, 'delete')))
  await checkEverything('before-switch')
  await app
    .getByText(/were deleted in the old store\./)
    .first()
    .waitFor()
  await picture('run-compared')

  await button('See what was deleted').or(link('See what was deleted')).first().click()
  await app.getByRole('heading', { name: 'Deleted in the old store' }).waitFor()
  await button(/^Archive product/)
    .first()
    .waitFor()
  const leave = button(/^Leave as it is/)
  const listed = await leave.count()
  expect(listed).toBeGreaterThanOrEqual(3)
  await picture('deleted')

  await button(/^Archive product/)
    .first()
    .click()
  await app.getByText('1 record is decided: archived in Shopify.').waitFor()
  await expect.poll(() => leave.count()).toBe(listed - 1)
  await button(/^Cancel order/)
    .first()
    .click()
  await button('Cancel the order').waitFor()
  await picture('deleted-cancel')
  await button('Cancel the order').click()
  await app.getByText('1 record is decided: cancelled in Shopify.').waitFor()
  await expect.poll(() => leave.count()).toBe(listed - 2)
  await app.getByLabel('Choose all on this page').check()
  await picture('deleted-chosen')
  await button(/^Leave \d+ as they are/).click()
  await app.getByText('Nothing to decide').waitFor()
  await picture('deleted-none')

  await page.goto(stack.adminAppUrl)
  await app.getByText('Every record was compared with the old store').waitFor()
  await picture('home-after-comparison')
  expect(complaints).toEqual([])
})

test('the web server wrote down which pages were asked for, but no session token', () => {
  const log = fs.readFileSync(path.join(stack.logDir, 'web.log'), 'utf8')
  expect(log).toContain('"path":"/app"')
  expect(log).not.toMatch(/id_token|hmac=|eyJ/)
})
