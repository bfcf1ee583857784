import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, newPage } from '#test/helpers/web/browser.ts'
import { startShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import { startEmbeddedApp } from './support/embedded-app.ts'
import type { EmbeddedApp } from './support/embedded-app.ts'

let standIn: ShopifyStandIn
let app: EmbeddedApp
let browser: Browser
let page: Page
let frame: FrameLocator
let complaints: string[]

const HANDLE = 'recent-data-migration'
const appPath = (path = '') => `${standIn.url}/store/demo/apps/${HANDLE}${path}`

beforeAll(async () => {
  standIn = await startShopifyStandIn({
    shops: [
      {
        domain: 'demo.myshopify.com',
        plan: 'plus',
        currency: 'USD',
        timezone: 'America/New_York',
        name: 'Demo Store',
      },
    ],
    app: {
      apiKey: 'key-of-the-app',
      apiSecret: 'secret-of-the-app',
      handle: HANDLE,
      url: null,
      scopes: ['write_products', 'write_customers', 'write_orders'],
    },
  })
  app = await startEmbeddedApp(standIn)
  standIn.setAppUrl(app.url)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await app.close()
  await standIn.close()
})

async function open(url: string, size = { width: 1280, height: 800 }) {
  page = await newPage(browser, size)
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  frame = page.frameLocator('#app-frame')
}

const text = (selector: string) => frame.locator(selector).textContent()
/** Waits until the app's element says so. */
const says = (selector: string, expected: string) =>
  frame.locator(selector).filter({ hasText: expected }).waitFor()

afterEach(async () => {
  await page.context().close()
})

describe('the admin around the app', () => {
  beforeEach(() => {
    app.bearers.length = 0
    app.bounces = 0
  })

  it('opens the app signed in, with its title, actions and menu', async () => {
    await open(appPath('/app'))
    await says('#path', '/app')
    expect(await page.locator('#title-text').textContent()).toBe('Migration')
    expect(await page.locator('#title-actions button').allTextContents()).toEqual([
      'Export',
      'Start run',
    ])
    expect(await page.locator('.side [data-app-nav] a').allTextContents()).toEqual([
      'Runs',
      'Settings',
    ])
    expect(app.bounces).toBe(0)
    expect(standIn.auth.isInstalled('demo.myshopify.com')).toBe(true)
    expect(complaints).toEqual([])
  })

  it('opens the path of the address in the frame and keeps the address up to date', async () => {
    await open(appPath('/app/runs/1?tab=orders'))
    await says('#path', '/app/runs/1')
    await page.locator('.side [data-app-nav] a', { hasText: 'Settings' }).click()
    await says('#path', '/app/settings')
    await page.waitForURL(appPath('/app/settings'))
    expect(await page.locator('.side [data-app-nav] a[aria-current]').allTextContents()).toEqual([
      'Settings',
    ])
    await page.goBack()
    await says('#path', '/app/runs/1')
    await page.waitForURL(appPath('/app/runs/1?tab=orders'))
    expect(complaints).toEqual([])
  })

  it('lets a click on an action of the title bar reach the app', async () => {
    await open(appPath('/app'))
    await page.getByRole('button', { name: 'Start run' }).click()
    await says('#clicked', 'start')
    await page.getByRole('button', { name: 'Projects' }).click()
    await says('#clicked', 'back')
  })

  it("puts a session token on the app's calls to its server", async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Call the server' }).click()
    await says('#answer', '"shop":"demo.myshopify.com"')
    expect(await text('#answer')).toContain('"body":"hello"')
    expect(app.bearers).toEqual([expect.stringMatching(/^Bearer .+\..+\..+$/)])
    expect(complaints).toEqual([])
  })

  it('repeats a call once with a fresh token when the server calls the token invalid', async () => {
    await open(appPath('/app'))
    await says('#path', '/app')
    app.refuseNextCall()
    await frame.getByRole('button', { name: 'Call the server' }).click()
    await says('#answer', '"body":"hello"')
    expect(app.bearers).toHaveLength(2)
    expect(app.bearers[1]).not.toBe(app.bearers[0])
  })

  it('brings a page without a session token back through the bounce page', async () => {
    await open(appPath('/app'))
    await says('#path', '/app')
    // Shopify's library answers the expired token of a restored tab with the bounce page.
    const shell = page.frames().find((candidate) => candidate.url().startsWith(app.url))
    const bare = new URL(shell?.url() ?? '')
    bare.searchParams.delete('id_token')
    bare.pathname = '/app/settings'
    await shell?.goto(bare.href)
    await says('#path', '/app/settings')
    expect(app.bounces).toBe(1)
    await page.waitForURL(appPath('/app/settings'))
    expect(complaints).toEqual([])
  })

  it('shows a toast and tells the app when its action is chosen', async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Toast' }).click()
    await page.locator('.toast', { hasText: 'Run started' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await says('#clicked', 'undo')
    expect(await page.locator('.toast').count()).toBe(0)
  })

  it('shows the save bar and asks before unsaved changes are left', async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Edit' }).click()
    await page.locator('#save-bar').getByRole('button', { name: 'Save' }).click()
    await says('#clicked', 'save-it')
    await page.locator('.side').getByRole('link', { name: 'Runs' }).waitFor()
    await page.locator('.side').getByRole('link', { name: 'Products' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click()
    expect(page.url()).toBe(appPath('/app'))
    await page.locator('.side').getByRole('link', { name: 'Products' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave page' }).click()
    await page.waitForURL(`${standIn.url}/store/demo/products`)
  })

  it('opens and closes a modal of the app', async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Ask' }).click()
    const modal = frame.getByRole('dialog', { name: 'Start the run?' })
    await modal.getByText('Really start?').waitFor()
    await modal.getByRole('button', { name: 'Yes' }).click()
    await says('#clicked', 'yes')
    await page.keyboard.press('Escape')
    await modal.waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  })

  it("lets the merchant choose among the store's records, or none", async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Pick' }).click()
    await page.getByRole('dialog').getByText('Nothing found.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await says('#answer', 'nothing')
  })

  it('shows that the app is loading', async () => {
    await open(appPath('/app'))
    await frame.getByRole('button', { name: 'Load' }).click()
    await page.getByRole('progressbar').waitFor()
  })

  it('follows links of the app into the admin', async () => {
    await open(appPath('/app'))
    await frame.getByRole('link', { name: 'Products in the admin' }).click()
    await page.waitForURL(`${standIn.url}/store/demo/products`)
    await page.getByText('Nothing has arrived here yet.').waitFor()
  })

  it("finds the app by its key too, as Shopify's library names it", async () => {
    await open(`${standIn.url}/store/demo/apps/key-of-the-app/app/runs`)
    await says('#path', '/app/runs')
    await page.waitForURL(appPath('/app/runs'))
  })

  it('fits a phone, with the menu of the app within reach', async () => {
    await open(appPath('/app'), { width: 375, height: 720 })
    await page.locator('.app-tabs').getByRole('link', { name: 'Settings' }).click()
    await says('#path', '/app/settings')
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    const box = await page.locator('#app-frame').boundingBox()
    expect(box).toMatchObject({ x: 0, width: 375 })
    expect(Number(box?.y) + Number(box?.height)).toBe(720)
    expect(complaints).toEqual([])
  })
})
