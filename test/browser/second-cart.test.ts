import path from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalStack } from '../../scripts/stack/local-stack.ts'
import { launchBrowser, newPage } from '../helpers/web/browser.ts'
import { startStack } from './support/start-stack.ts'

/** A store of another cart than the first: the form asks for what that cart needs. */
let stack: LocalStack
let browser: Browser
let page: Page
let app: FrameLocator

beforeAll(async () => {
  stack = await startStack({
    oldStore: { dataset: 'small', cart: 'magento', orders: 30 },
    env: { ESTIMATE_BUDGET_MS: '4000' },
  })
  browser = await launchBrowser()
  page = await newPage(browser, { width: 1280, height: 900 })
  page.setDefaultTimeout(240_000)
  app = page.frameLocator('#app-frame')
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const field = (name: string) => app.getByLabel(name, { exact: true })

async function submit(token: string) {
  await field('Address of the old store').fill(stack.source?.url ?? '')
  await field('Access token').fill(token)
  await app.getByRole('button', { name: 'Test and connect' }).click()
}

test('the form asks for what the chosen cart needs, says what is wrong at its field, and connects', async () => {
  await page.goto(`${stack.adminAppUrl}/app/connect`)
  const system = field('System of the old store')
  // None is taken for granted: the wrong one's keys would be looked for in vain.
  await app.getByRole('button', { name: 'Test and connect' }).click()
  await app.getByText('Choose the system of your old store.').first().waitFor()
  await system.selectOption({ label: 'WooCommerce' })
  expect(await field('Access token').count()).toBe(0)
  await system.selectOption({ label: 'Magento' })
  await app.getByRole('heading', { name: 'Where to find' }).waitFor()
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: path.join(folder, 'connect-magento.png') })

  await submit('')
  await app.getByText('Enter the access token.').first().waitFor()

  await submit('nobodysecret0000')
  await app.getByText('The old store is not connected yet').waitFor()
  // What was typed is there again; what is secret is nowhere to be read.
  expect(await system.inputValue()).toBe('magento')
  expect(await field('Address of the old store').inputValue()).toBe(stack.source?.url)
  expect(await app.locator('body').innerText()).not.toContain('nobodysecret0000')

  await submit(stack.source?.typed['accessToken'] ?? '')
  await app.getByText('Fennel & Flint').first().waitFor()
  expect(await app.locator('body').innerText()).not.toContain(stack.source?.typed['accessToken'])
})
