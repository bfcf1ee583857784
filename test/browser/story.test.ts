import fs from 'node:fs'
import path from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createDatabase } from '#app/db.server.ts'
import type { LocalStack } from '../../scripts/stack/local-stack.ts'
import { launchBrowser, newPage } from '../helpers/web/browser.ts'
import { startStack } from './support/start-stack.ts'
import { watchScreens } from './support/watched-screens.ts'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 375, height: 812 }

let stack: LocalStack
let browser: Browser
let page: Page
let app: FrameLocator
let screens: Awaited<ReturnType<typeof watchScreens>>
const complaints: string[] = []

beforeAll(async () => {
  stack = await startStack({ oldStore: { dataset: 'small' } })
  browser = await launchBrowser()
  page = await newPage(browser, DESKTOP)
  page.setDefaultTimeout(240_000)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  app = page.frameLocator('#app-frame')
  screens = await watchScreens(page)
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

/** Resolves when the app has laid itself out anew. */
async function drawn(): Promise<void> {
  await app
    .locator('body')
    .evaluate(
      () =>
        new Promise<void>((done) =>
          requestAnimationFrame(() => requestAnimationFrame(() => done())),
        ),
    )
}

/**
 * Looks at a main screen as people do who see it badly or not at all. With SCREENSHOTS set, it is kept
 * as a picture too, at desktop and phone width.
 */
async function look(name: string, how: { mayMove?: boolean } = {}): Promise<void> {
  await screens.expectFit(name, how)
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  fs.mkdirSync(folder, { recursive: true })
  await drawn()
  await page.screenshot({ path: path.join(folder, `${name}.png`) })
  await page.setViewportSize(PHONE)
  await drawn()
  await page.screenshot({ path: path.join(folder, `${name}-phone.png`) })
  await page.setViewportSize(DESKTOP)
  await drawn()
  await screens.forget()
}

/** The screen of a run is open from its first moment to its end: nothing on it may jump meanwhile. */
async function runEnds(): Promise<void> {
  await app.getByRole('heading', { name: /records?( in Shopify)?$/ }).waitFor()
  await screens.forget()
  await app
    .getByText(/^Done in /)
    .first()
    .waitFor()
}

const button = (name: string | RegExp) => app.getByRole('button', { name })
const link = (name: string | RegExp) => app.getByRole('link', { name })

test('a merchant links the old store, moves everything, catches up, and sees that it arrived', async () => {
  if (!stack.oldStore) throw new Error('The old store did not start')

  await page.goto(stack.adminAppUrl)
  await app.getByRole('heading', { level: 1 }).first().waitFor()
  await look('home-empty')

  // A wrong secret is told as such, and nothing is saved.
  await link(/connect/i)
    .first()
    .click()
  await app.getByLabel('System of the old store').selectOption('woocommerce')
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
  await look('connect-refused', { mayMove: true })

  await app.getByLabel(/consumer secret/i).fill(stack.oldStore.consumerSecret)
  await button('Test and connect').click()
  await app.getByText('Alder & Loom').first().waitFor()

  await page.goto(`${stack.adminAppUrl}/app/estimate`)
  await button('Start full migration').click()
  await runEnds()
  await look('run-full')

  const story = await fetch(`${stack.oldStore.url}/__control/story`, { method: 'POST' })
  expect(story.ok).toBe(true)

  await page.goto(stack.adminAppUrl)
  await app.getByRole('heading', { name: /not in Shopify yet$/ }).waitFor()
  await app.getByText('Old store answers').waitFor()
  await app.getByText('Not yet', { exact: true }).waitFor()
  await look('home')

  await page.goto(`${stack.adminAppUrl}/app/estimate`)
  await button('Start Recent Data Migration').waitFor()
  await look('estimate')
  await button('Start Recent Data Migration').click()
  await page.waitForURL(/\/app\/runs\//)
  const run = page.url()
  // Home follows the run to its end, and nothing on it jumps on the way.
  await page.goto(stack.adminAppUrl)
  await app.getByText('Before you switch').waitFor()
  await app.getByRole('link', { name: 'Open the run' }).first().waitFor({ state: 'detached' })
  await app.getByText('Asking your old store…').first().waitFor({ state: 'detached' })
  await screens.expectFit('home, while a run goes on')
  await page.goto(run)
  await runEnds()
  await look('run')

  await app
    .getByRole('link', { name: 'Verify this run' })
    .or(button('Verify this run'))
    .first()
    .click()
  await app.getByRole('heading', { name: 'Verify', exact: true }).waitFor()
  const kinds = app.getByRole('tab')
  await expect.poll(() => kinds.count()).toBeGreaterThanOrEqual(3)
  await app.getByText('Same', { exact: true }).first().waitFor()
  await look('verify')

  for (const kind of ['Customers', 'Products']) {
    await app.getByRole('tab', { name: new RegExp(kind) }).click()
    await app.getByRole('tab', { name: new RegExp(kind), selected: true }).waitFor()
    await app.getByText('Same', { exact: true }).first().waitFor()
  }
  await look('verify-products')

  await page.goto(`${stack.adminAppUrl}/app/runs`)
  await app.getByText('Recent Data Migration').first().waitFor()
  await look('runs')
  await page.goto(`${stack.adminAppUrl}/app/projects`)
  await app.getByText('Alder & Loom').first().waitFor()
  await look('projects')
  await page.goto(`${stack.adminAppUrl}/app/settings`)
  await app
    .getByRole('heading', { name: /settings/i })
    .first()
    .waitFor()
  await look('settings')

  // What arrived can be seen in the store itself, without the app.
  await page.goto(`${stack.shopifyUrl}/store/harbor-and-pine/orders`)
  await expect.poll(() => page.locator('tbody tr').count()).toBeGreaterThan(20)

  expect(complaints).toEqual([])
})

test('every screen comes to rest without a jump, wide and narrow, and can be used by everybody', async () => {
  const database = createDatabase({ url: stack.databaseUrl, poolSize: 1 })
  const run = await database.run.findFirstOrThrow({ where: { mode: 'recent' } })
  await database.$disconnect()
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size)
    for (const at of [
      '',
      '/app/connect',
      '/app/estimate',
      '/app/runs',
      `/app/runs/${run.id}`,
      `/app/verify/${run.id}?kind=order&filter=all`,
      `/app/verify/${run.id}?kind=order&filter=missing`,
      `/app/verify/${run.id}?kind=product&filter=conflicts`,
      `/app/verify/${run.id}?kind=customer&filter=all`,
      '/app/todo',
      '/app/todo?tab=decided',
      '/app/todo?tab=notes',
      '/app/relink',
      '/app/projects',
      '/app/settings',
    ]) {
      await page.goto(`${stack.adminAppUrl}${at}`)
      await app.getByRole('heading', { level: 1 }).first().waitFor()
      await expect.poll(() => app.locator('[class*="Skeleton"]').count()).toBe(0)
      await drawn()
      const name = `${at.replace(run.id, '…')} at ${size.width} px`
      // Wide ones are looked at by themselves where the story comes by; each is looked at once more.
      await (size === PHONE ? screens.expectFit(name) : screens.expectStill(name))
    }
  }
  await page.setViewportSize(DESKTOP)
})

/** What the admin says for a moment. */
const said = (text: string) => page.locator('.toast', { hasText: text }).first().waitFor()
/** The id of what has the focus in the app. */
const focused = () => app.locator('body').evaluate(() => document.activeElement?.id ?? '')

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

/** Somebody asks the old store for something, after which what was armed happens. */
async function lookAtOldStore(): Promise<void> {
  await fetch(`${stack.oldStore?.url}/wp-json/wc/v3/products`)
}

/** From home, to the end of a full check. */
async function checkEverything(name: string): Promise<void> {
  await page.goto(stack.adminAppUrl)
  const start = button('Run full check').first()
  await start.waitFor()
  await app.getByText('Asking your old store…').first().waitFor({ state: 'detached' })
  await look(`home-${name}`)
  await start.click()
  await runEnds()
  await app.getByText('Everything was compared').first().waitFor()
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
  await look('run-compared')

  await button('See what was deleted').or(link('See what was deleted')).first().click()
  await app.getByRole('heading', { name: 'Deleted in the old store' }).waitFor()
  await app.getByRole('tab', { name: /^Deleted \(\d+\)/, selected: true }).waitFor()
  const leave = button(/^Leave in Shopify: /)
  await leave.first().waitFor()
  const listed = await leave.count()
  expect(listed).toBeGreaterThanOrEqual(3)
  await look('todo-deleted')

  await button(/^Archive in Shopify: product/)
    .first()
    .click()
  await said('1 record archived in Shopify')
  await expect.poll(() => leave.count()).toBe(listed - 1)
  // The focus goes where the eye is, and stays there when the names arrive.
  await app
    .getByText(/^Customer \d+ · /)
    .first()
    .waitFor()
  expect(await focused()).toMatch(/^(row-\d+|decisions)$/)
  await button(/^Cancel in Shopify: order/)
    .first()
    .click()
  await button('Cancel 1 order').waitFor()
  await look('todo-cancel', { mayMove: true })
  await button('Cancel 1 order').click()
  await said('1 order cancelled in Shopify')
  await expect.poll(() => leave.count()).toBe(listed - 2)
  while ((await leave.count()) > 0) {
    const left = await leave.count()
    await leave.first().click()
    await expect.poll(() => leave.count()).toBe(left - 1)
  }
  // What was left can be taken back, what was cancelled cannot.
  await page.locator('.toast button', { hasText: 'Undo' }).last().click()
  await expect.poll(() => leave.count()).toBe(1)
  await leave.click()
  await expect.poll(() => leave.count()).toBe(0)
  await page.goto(`${stack.adminAppUrl}/app/todo?tab=decided`)
  await app.getByText('Cancelled in Shopify').waitFor()
  await app
    .getByText(/^by you, /)
    .first()
    .waitFor()
  await look('todo-decided', { mayMove: true })

  await page.goto(stack.adminAppUrl)
  await app.getByText('Full check passed').waitFor()
  await look('home-after-comparison')
  expect(complaints).toEqual([])
})

const toShopify = (path: string, body: object, headers: object = {}) =>
  fetch(stack.shopifyUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-host': stack.shop, ...headers },
    body: JSON.stringify(body),
  })

/** What the merchant does in the store admin, without this app. */
async function inShopify(query: string, variables: object): Promise<void> {
  const { accessToken } = z
    .object({ accessToken: z.string() })
    .parse(await (await toShopify('/__control/tokens', {})).json())
  const answer = await toShopify(
    '/admin/api/2026-07/graphql.json',
    { query, variables },
    { 'x-shopify-access-token': accessToken },
  )
  expect(await answer.text()).toMatch(/"userErrors":\[\]/)
}

test('what did not arrive is tried again from its list, and arrives when it was corrected', async () => {
  const database = createDatabase({ url: stack.databaseUrl, poolSize: 1 })
  const nameless = await database.issue.findFirstOrThrow({ where: { code: 'TITLE_MISSING' } })
  await database.$disconnect()
  const list = `${stack.adminAppUrl}/app/todo?tab=didNotArrive`
  const tab = app.getByRole('tab', { name: /^Did not arrive \(\d+\)/ })
  const count = async () => Number((await tab.textContent())?.replace(/\D/g, ''))
  // The address of before leads there.
  await page.goto(`${stack.adminAppUrl}/app/did-not-arrive`)
  await tab.waitFor()
  const before = await count()
  expect(before).toBeGreaterThan(2)
  await look('todo')

  // One is left behind, taken back, and left behind again: no run tries it any more.
  const leave = button(/^Leave behind: order/)
  await leave.first().click()
  await said('1 record left behind')
  await expect.poll(count).toBe(before - 1)
  await app.getByText('1 left behind by you').waitFor()
  expect(await focused()).toMatch(/^(row-\d+|decisions)$/)
  await page.locator('.toast button', { hasText: 'Undo' }).last().click()
  await expect.poll(count).toBe(before)
  await leave.first().click()
  await expect.poll(count).toBe(before - 1)

  const correction = { record: 'product', action: 'edit', id: Number(nameless.sourceId) }
  await meanwhile([
    { fault: { kind: 'change', change: { ...correction, body: { name: 'Named at last' } } } },
  ])
  await lookAtOldStore()
  await page.goto(list)
  await button(`Try again: product ${nameless.reference}`).click()
  await said('Trying again now')
  // The list follows the run by itself.
  await expect.poll(count, { timeout: 60_000 }).toBe(before - 2)
  await page.goto(`${stack.adminAppUrl}/app/todo?tab=decided`)
  await button(/^Bring it after all: order/).click()
  await said('Trying it again now')
  await page.goto(list)
  await expect.poll(count, { timeout: 60_000 }).toBe(before - 1)
  await app.getByText(/Checked by the run on/).waitFor()
  expect(complaints).toEqual([])
})

test('records that may belong together are proposed, and only what the merchant chose is linked', async () => {
  const email = 'nora@example.test'
  // Shopify's search knows at once what is made here.
  await toShopify('/__control/faults', { fault: { kind: 'search_lag', ms: 0 } })
  await inShopify(
    'mutation ($input: CustomerInput!) { customerCreate(input: $input) { userErrors { message } } }',
    { input: { email, firstName: 'Nora', lastName: 'Quist' } },
  )
  for (const title of ['Brass lamp', 'Brass lamp (old)']) {
    const optionValues = [{ optionName: 'Title', name: 'Default Title' }]
    await inShopify(
      'mutation ($input: ProductSetInput!) { productSet(input: $input, synchronous: true) { userErrors { message } } }',
      {
        input: {
          title,
          productOptions: [{ name: 'Title', values: [{ name: 'Default Title' }] }],
          variants: [{ optionValues, sku: 'LAMP-1', price: '49.00' }],
        },
      },
    )
  }
  await meanwhile([
    change('customer', 'create', { email, first_name: 'Nora', last_name: 'Quist' }),
    change('product', 'create', { name: 'Brass lamp', sku: 'LAMP-1', regular_price: '49.00' }),
  ])
  await lookAtOldStore()

  await page.goto(`${stack.adminAppUrl}/app/relink`)
  await app.getByLabel('Customers with the same email address').check()
  await app.getByLabel('Products with the same SKU').check()
  await button('Start matching').click()
  await app
    .getByText(/^Done in /)
    .first()
    .waitFor()
  await look('run-relink', { mayMove: true })
  await app.getByText('3 records in Shopify may belong to your old store.').waitFor()
  await link('See possible matches').or(button('See possible matches')).first().click()
  await app.getByText('3 possible matches to decide').waitFor()
  expect(await app.getByText('More than one match').count()).toBe(2)
  await look('relink')
  await button('Link selected (1)').click()
  await app.getByText('1 record is matched.').waitFor()

  await page.goto(`${stack.adminAppUrl}/app/relink`)
  await app.getByText('2 possible matches to decide').waitFor()
  for (const lamp of await app.getByLabel('Product LAMP-1').all()) await lamp.check()
  await button('Dismiss selected').click()
  await app.getByText('Nothing to decide.').waitFor()
  expect(complaints).toEqual([])
})

test('the web server wrote down which pages were asked for, but no session token', () => {
  const log = fs.readFileSync(path.join(stack.logDir, 'web.log'), 'utf8')
  expect(log).toContain('"path":"/app"')
  expect(log).not.toMatch(/id_token|hmac=|eyJ/)
})
