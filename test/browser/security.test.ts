import fs from 'node:fs'
import path from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#app/db.server.ts'
import type { LocalStack } from '../../scripts/stack/local-stack.ts'
import { launchBrowser, newPage } from '../helpers/web/browser.ts'
import { everyRow } from '../helpers/database/every-row.ts'
import { parseCsv } from '../helpers/web/parse-csv.ts'
import { found, persons } from '../helpers/records/persons.ts'
import { startWooCommerceStandIn, type WooStandIn } from '../stand-ins/woocommerce/server.ts'
import { startStack } from './support/start-stack.ts'

const WRONG_SECRET = 'cs_0000000000000000000000000000000000mistyped'

/** Text that runs wherever it is taken for HTML, and tells where it stood. */
const hostile = (where: string) =>
  `<img src=x onerror="pwned('${where}')"><script>pwned('${where}')</script>'"><svg onload=pwned('${where}')>`

let stack: LocalStack
let old: WooStandIn
let browser: Browser
let page: Page
let app: FrameLocator
const executed: string[] = []
const complaints: string[] = []

beforeAll(async () => {
  old = await startWooCommerceStandIn({ dataset: 'small' })
  makeHostile()
  stack = await startStack({ oldStore: null, env: { LOG_LEVEL: 'trace' } })
  browser = await launchBrowser()
  page = await newPage(browser, { width: 1280, height: 1000 })
  page.setDefaultTimeout(240_000)
  await page.exposeFunction('pwned', (where: string) => void executed.push(where))
  page.on('dialog', (dialog) => {
    executed.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => complaints.push(message.text()))
  app = page.frameLocator('#app-frame')
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await old?.close()
})

/**
 * As somebody would who may write in the old store, or only order in it. What is hostile already
 * stays as it is. Descriptions begin with it: of long ones only the beginning is shown.
 */
function makeHostile(): void {
  const { state } = old
  const isSo = (text: string) => text.includes('pwned(')
  state.settings.name = `Old ${hostile('store')}`
  for (const product of state.products.values()) {
    if (!isSo(product.name)) product.name += ` ${hostile('product')}`
    if (!isSo(product.description)) {
      product.description = `${hostile('description')} ${product.description}`
    }
    if (product.sku && !isSo(product.sku)) {
      product.sku = `=${product.sku}<svg onload=pwned('sku')>`
    }
  }
  for (const customer of state.customers.values()) {
    if (!isSo(customer.firstName)) customer.firstName += ` ${hostile('customer')}`
  }
  for (const order of state.orders.values()) {
    order.customerNote = hostile('note')
    order.billing.company = hostile('company')
    order.billing.address_2 = hostile('address')
  }
}

const button = (name: string | RegExp) => app.getByRole('button', { name })
const screen = async (at: string) => {
  await page.goto(`${stack.adminAppUrl}${at}`)
  await app.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Nothing ran, and what was meant to run stands there as text. */
async function expectOnlyText(where: string): Promise<void> {
  expect({ where, executed }).toEqual({ where, executed: [] })
  for (const made of ['img[src="x"]', 'svg[onload]', '[onerror]', 'a[href^="javascript:" i]']) {
    expect({ where, made, count: await app.locator(made).count() }).toMatchObject({ count: 0 })
  }
}

async function saved(name: string): Promise<{ name: string; rows: string[][] }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()])
  const file = await download.path()
  const text = fs.readFileSync(file, 'utf8')
  expect(text.startsWith('\uFEFF')).toBe(true)
  return { name: download.suggestedFilename(), rows: parseCsv(text.slice(1)) }
}

async function migrate(name: string): Promise<void> {
  await screen('/app/estimate')
  await button(name).click()
  await app
    .getByText(/^Done in /)
    .first()
    .waitFor()
}

async function control(rules: unknown): Promise<void> {
  const answer = await fetch(`${stack.shopifyUrl}/__control/faults`, {
    method: 'POST',
    body: JSON.stringify(rules),
  })
  expect(answer.ok).toBe(true)
}

describe('a whole story with a store full of scripts, and with failures', () => {
  test('no screen runs what stands in names, notes, numbers and messages', async () => {
    await screen('')
    await app
      .getByRole('link', { name: /connect/i })
      .first()
      .click()
    await app.getByLabel('System of the old store').selectOption('woocommerce')
    for (const url of [
      `javascript:pwned('address')`,
      `https://"><img src=x onerror=pwned('url')>/`,
    ]) {
      await app
        .getByLabel(/address/i)
        .first()
        .fill(url)
      await app.getByLabel(/consumer key/i).fill(old.consumerKey)
      await app.getByLabel(/consumer secret/i).fill(WRONG_SECRET)
      await button('Test and connect').click()
      await app.getByText(/is not connected yet/).waitFor()
      await expectOnlyText('a refused address')
    }
    await app
      .getByLabel(/address/i)
      .first()
      .fill(old.url)
    await app.getByLabel(/consumer key/i).fill(old.consumerKey)
    await app.getByLabel(/consumer secret/i).fill(WRONG_SECRET)
    await button('Test and connect').click()
    await app.locator('[aria-invalid="true"]').first().waitFor()
    await app.getByLabel(/consumer secret/i).fill(old.consumerSecret)
    await button('Test and connect').click()
    await app.getByText('<img src=x onerror="pwned(\'store\')">').first().waitFor()
    await expectOnlyText('home')

    await control([
      { fault: { kind: 'reset_after_commit' }, field: 'customerSet', nth: 2 },
      { fault: { kind: 'status', status: 502 }, field: 'orderCreate', nth: 4 },
      { fault: { kind: 'internal_error' }, field: 'productSet', nth: 3 },
    ])
    old.faults.add({ path: '/orders', nth: 3, fault: { kind: 'truncated' } })
    await migrate('Start full migration')
    await expectOnlyText('the run')
    await old.applyStory()
    // What the story wrote anew too: whichever record comes first in Verify, it is a hostile one.
    makeHostile()
    await migrate('Start Recent Data Migration')

    for (const at of ['', '/app/estimate', '/app/runs', '/app/projects', '/app/settings']) {
      await screen(at === '' ? '' : at)
      await expectOnlyText(at)
    }
  })

  test('nor does the comparison of the two stores, which shows it all as text', async () => {
    await screen('/app/runs')
    await app
      .getByRole('link')
      .filter({ hasText: /20\d\d/ })
      .last()
      .click()
    await app
      .getByRole('link', { name: 'Verify this run' })
      .or(button('Verify this run'))
      .first()
      .click()
    // Of names and titles no markup is left; what is kept as it was typed shows as text.
    for (const [kind, shown] of [
      ['Orders', 'note'],
      ['Customers', null],
      ['Products', 'description'],
    ] as const) {
      await app.getByRole('tab', { name: new RegExp(kind) }).click()
      await app.getByRole('tab', { name: new RegExp(kind), selected: true }).waitFor()
      await app
        .getByText(/Same|Not in Shopify|difference/)
        .first()
        .waitFor()
      await app
        .getByRole('button', { name: /^Show \d+ more equal fields?: / })
        .first()
        .click()
      if (shown) await app.getByText(`onerror="pwned('${shown}')"`).first().waitFor()
      await expectOnlyText(kind)
    }
  })

  test('the reports are saved from inside the admin, and hold no formula and nobody’s name', async () => {
    const arrived = await saved('Download what arrived')
    expect(arrived.name).toMatch(/^migration-report-[\w-]+\.csv$/)
    expect(arrived.rows.length).toBeGreaterThan(50)
    const missing = await saved('Download what did not arrive')
    expect(missing.name).toMatch(/^did-not-arrive-[\w-]+\.csv$/)
    expect(missing.rows.length).toBeGreaterThan(1)
    const people = persons(old.state)
    for (const cell of [...arrived.rows, ...missing.rows].flat()) {
      if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      expect({ cell, found: found(cell, people) }).toMatchObject({ found: [] })
    }
  })

  test('the web server takes nothing that a page of another site sends', async () => {
    const line = '"A request failed"'
    const failed = () => fs.readFileSync(path.join(stack.logDir, 'web.log'), 'utf8').split(line)
    const before = failed().length
    for (const origin of ['https://evil.example', 'null', 'nonsense', 'http://127.0.0.1:1']) {
      for (const at of ['/app/settings', '/app/settings.data', '/webhooks', '/nowhere']) {
        const answer = await fetch(`${stack.appUrl}${at}`, {
          method: 'POST',
          headers: { origin },
          body: new URLSearchParams({ intent: 'save' }),
        })
        expect({ origin, at, status: answer.status }).toEqual({ origin, at, status: 403 })
        expect(await answer.text()).toMatch(/^This came from another site/)
      }
    }
    const fromOurs = await fetch(`${stack.appUrl}/app/settings.data`, {
      method: 'POST',
      headers: { origin: stack.appUrl },
      body: new URLSearchParams({ intent: 'save' }),
    })
    expect(fromOurs.status).not.toBe(403)
    expect(failed()).toHaveLength(before)
  })

  test('the web server takes no body without end, and says what it is on every answer', async () => {
    for (const at of [
      '/healthz',
      '/auth/login',
      '/app/runs.data',
      '/favicon.svg',
      '/nowhere',
      '/',
    ]) {
      const { headers } = await fetch(`${stack.appUrl}${at}`, { redirect: 'manual' })
      expect({ at, nosniff: headers.get('x-content-type-options') }).toEqual({
        at,
        nosniff: 'nosniff',
      })
      expect({ at, cache: headers.get('cache-control') }).toEqual({
        at,
        cache: at === '/favicon.svg' ? 'public, max-age=3600' : 'no-store',
      })
      expect(headers.get('set-cookie')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
    }
    const large = 'a'.repeat(5 * 1024 * 1024)
    // Whoever is still sending when the refusal comes may see the connection closed instead of it,
    // and so may whoever uses that connection next: nothing else is asked after this.
    const answerTo = (body: RequestInit) =>
      fetch(`${stack.appUrl}/webhooks`, { method: 'POST', ...body }).then(
        ({ status }) => status,
        () => 'closed',
      )
    const refused = [413, 'closed']
    expect(refused).toContain(await answerTo({ body: large }))
    expect(refused).toContain(await answerTo({ body: new Blob([large]).stream(), duplex: 'half' }))
  })

  test('neither the logs of all processes nor the database hold a secret or a person', async () => {
    const logs = ['web', 'worker'].map((name) => ({
      from: `${name}.log`,
      text: fs.readFileSync(path.join(stack.logDir, `${name}.log`), 'utf8'),
    }))
    expect(logs[0]?.text).toContain('"path":"/app/connect.data"')
    expect(logs[1]?.text).toContain('Finished with a run')
    const prisma = createDatabase({ url: stack.databaseUrl })
    const rows = await everyRow(prisma).finally(() => prisma.$disconnect())
    const stored = rows.map(({ table, text }) => ({ from: table, text }))
    const browserConsole = { from: 'the console of the browser', text: complaints.join('\n') }

    const secrets = [
      old.consumerKey,
      old.consumerSecret,
      WRONG_SECRET,
      stack.env['SHOPIFY_API_SECRET'] ?? '',
      (stack.env['ENCRYPTION_KEYS'] ?? '').split(':')[1] ?? '',
      stack.env['FINGERPRINT_KEY'] ?? '',
      Buffer.from(`${old.consumerKey}:${old.consumerSecret}`).toString('base64'),
      'oauth_signature',
      'id_token=',
      new URL(stack.databaseUrl).password,
    ].filter((secret) => secret !== '')
    const people = persons(old.state)
    expect(people.length).toBeGreaterThan(50)
    for (const { from, text } of [...logs, ...stored, browserConsole]) {
      for (const secret of secrets) {
        expect({ from, secret, held: text.includes(secret) }).toEqual({ from, secret, held: false })
      }
      // Access and refresh tokens of Shopify, and session tokens.
      expect({ from, token: /shp(at|rt|ca|ua|ss)_\w+|eyJ[\w-]{10,}\.eyJ/.exec(text)?.[0] }).toEqual(
        {
          from,
          token: undefined,
        },
      )
      for (const line of text.split('\n')) {
        expect({ from, line, found: found(line, people) }).toMatchObject({ found: [] })
      }
    }
  })
})
