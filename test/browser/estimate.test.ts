import fs from 'node:fs'
import path from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '#app/db.server.ts'
import type { Fault } from '#test/stand-ins/woocommerce/faults.ts'
import type { LocalStack } from '../../scripts/stack/local-stack.ts'
import { launchBrowser, newPage } from '../helpers/web/browser.ts'
import { startStack } from './support/start-stack.ts'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const SHOP = 'harbor-and-pine.myshopify.com'

let stack: LocalStack
let prisma: Database
let browser: Browser
let page: Page
let app: FrameLocator
let oldStore: NonNullable<LocalStack['oldStore']>

beforeAll(async () => {
  stack = await startStack({
    oldStore: { dataset: 'small' },
    // A store that says nothing is given up soon.
    env: { ESTIMATE_BUDGET_MS: '4000' },
  })
  if (!stack.oldStore) throw new Error('The old store did not start')
  oldStore = stack.oldStore
  prisma = createDatabase({ url: stack.databaseUrl })
  browser = await launchBrowser()
  page = await newPage(browser, DESKTOP)
  page.setDefaultTimeout(240_000)
  app = page.frameLocator('#app-frame')
  await connect()
})
afterAll(async () => {
  await browser?.close()
  await prisma?.$disconnect()
  await stack?.stop()
})
beforeEach(async () => {
  await fetch(`${oldStore.url}/__control/faults`, { method: 'DELETE' })
  await prisma.projectEstimate.deleteMany({ where: { shop: SHOP } })
})

/** Links the old store; its full migration was done in another life. */
async function connect(): Promise<void> {
  await page.goto(`${stack.adminAppUrl}/app/connect`)
  const field = (name: RegExp) => app.getByLabel(name).first()
  await app.getByLabel('System of the old store').selectOption('woocommerce')
  await field(/address/i).fill(oldStore.url)
  await field(/consumer key/i).fill(oldStore.consumerKey)
  await field(/consumer secret/i).fill(oldStore.consumerSecret)
  await app.getByRole('button', { name: 'Test and connect' }).click()
  await app.getByText('Alder & Loom').first().waitFor()
  const { id: projectId } = await prisma.project.findFirstOrThrow({ where: { shop: SHOP } })
  const finishedAt = new Date()
  await prisma.run.create({
    data: { shop: SHOP, projectId, mode: 'full', state: 'completed', finishedAt },
  })
}

async function oldStoreHas(fault: Fault, where: { path?: string } = {}): Promise<void> {
  const answer = await fetch(`${oldStore.url}/__control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...where, times: 0, fault }),
  })
  expect(answer.ok).toBe(true)
}

/** @param until `commit`: while the page still waits for what comes later */
const open = (until: 'load' | 'commit' = 'load') =>
  page.goto(`${stack.adminAppUrl}/app/estimate`, { waitUntil: until })
const button = (name: string | RegExp) => app.getByRole('button', { name })
const body = () => app.locator('body').innerText()

/** With SCREENSHOTS set, the screen is kept as a picture, at desktop and phone width. */
async function picture(name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  fs.mkdirSync(folder, { recursive: true })
  for (const [size, suffix] of [
    [PHONE, '-phone'],
    [DESKTOP, ''],
  ] as const) {
    await page.setViewportSize(size)
    await app
      .locator('body')
      .evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
    await page.screenshot({ path: path.join(folder, `${name}${suffix}.png`) })
  }
}

/** Nothing that could be taken for "all is well", or for a number. */
async function expectNotKnown(): Promise<void> {
  await app.getByText('We can’t tell what would move').waitFor()
  expect(await app.getByRole('table').count()).toBe(0)
  expect(await button(/^Start/).count()).toBe(0)
  expect(await body()).not.toMatch(/within the limit|nothing new|\b0 /i)
}

test('what was counted adds up, is told as exact, and is not counted again by the next look', async () => {
  await open()
  await app.getByText(/^Exact, counted/).waitFor()
  await picture('estimate')
  const cells = await app
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => Number(row.querySelector('td')?.textContent?.replace(/\D/g, ''))),
    )
  const [orders = 0, customers = 0, products = 0, total] = cells.slice(1)
  expect(orders + customers + products).toBe(total)
  expect(orders).toBeGreaterThan(0)
  expect(await body()).not.toContain('Within the limit')

  const counted = await prisma.projectEstimate.findFirstOrThrow({ where: { shop: SHOP } })
  await open()
  await app.getByText(/^Exact, counted/).waitFor()
  const again = await prisma.projectEstimate.findFirstOrThrow({ where: { shop: SHOP } })
  expect(again.countedAt).toEqual(counted.countedAt)

  await button('Count again').click()
  await expect
    .poll(
      async () => (await prisma.projectEstimate.findFirst({ where: { shop: SHOP } }))?.countedAt,
    )
    .not.toEqual(counted.countedAt)
})

test('refused keys: no table, no total, no start, but why, since when, and the way to new ones', async () => {
  await open()
  await app.getByText(/^Exact, counted/).waitFor()
  await oldStoreHas({ kind: 'revoke-keys' })
  await button('Start Recent Data Migration').click()
  await expectNotKnown()
  expect((await body()).match(/consumer key/gi), 'the reason is told once').toHaveLength(1)
  expect(await body()).toMatch(/since .*Last known .*order/s)
  await app.getByRole('link', { name: 'Reconnect old store' }).waitFor()
  await picture('keys-refused')
})

test('an old store that answers 500 is not known; when it answers again, "Try again" counts', async () => {
  await oldStoreHas({ kind: 'server-error', status: 500 })
  await open()
  await expectNotKnown()
  await picture('error-500')
  await fetch(`${oldStore.url}/__control/faults`, { method: 'DELETE' })
  await button('Try again').click()
  await app.getByText(/^Exact, counted/).waitFor()
})

test('an old store that never answers one list: that kind is not counted, the others are', async () => {
  await oldStoreHas({ kind: 'timeout' }, { path: '/customers\\?.*per_page=(?!1(&|$))/' })
  await open('commit')
  await app.getByText('Asking your old store').waitFor()
  await picture('asking')
  await app.getByText('Not exact, counted').waitFor()
  await app.getByRole('row', { name: /Customers Not counted/ }).waitFor()
  await app.getByText('there may be more customers').waitFor()
  expect(await app.getByRole('row', { name: /Orders/ }).innerText()).toMatch(/Orders\s+\d+/)
  await picture('one-kind-slow')
})

test('an old store with nothing in it that was not moved says so with its time', async () => {
  await oldStoreHas({ kind: 'empty-list' }, { path: 'orders' })
  await oldStoreHas({ kind: 'empty-list' }, { path: 'products' })
  await oldStoreHas({ kind: 'empty-list' }, { path: 'customers' })
  await open()
  await app.getByText(/Nothing new or changed|We can’t tell/).waitFor()
  await picture('empty')
})
