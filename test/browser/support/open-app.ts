import type { Browser, FrameLocator, Page } from 'playwright-core'
import type { LocalStack } from '../../../scripts/stack/local-stack.ts'
import { launchBrowser, newPage } from '#test/helpers/web/browser.ts'
import { startStack } from './start-stack.ts'

export type OpenApp = {
  stack: LocalStack
  oldStore: OldStore
  browser: Browser
  page: Page
  /** The app's own document, inside the admin. */
  app: FrameLocator
  /** Opens a screen, and waits for its heading. */
  open(at: string): Promise<void>
  /** Links the old store, by its form. */
  connect(): Promise<void>
  /** The name and role of what has the focus inside the app; "BODY" when nothing has. */
  focused(): Promise<string>
  close(): Promise<void>
}

type OldStore = NonNullable<LocalStack['oldStore']>

/**
 * The whole product, and a browser in the store's admin.
 * @param options the old store is a small one of its own where the test does not bring one
 */
export async function openApp(options: { oldStore?: OldStore } = {}): Promise<OpenApp> {
  const stack = await startStack({
    oldStore: options.oldStore ? null : { dataset: 'small' },
    // A store that says nothing is given up soon.
    env: { ESTIMATE_BUDGET_MS: '4000' },
  })
  const oldStore = options.oldStore ?? stack.oldStore
  if (!oldStore) throw new Error('The old store did not start')
  const browser = await launchBrowser()
  const page = await newPage(browser, { width: 1280, height: 900 })
  page.setDefaultTimeout(240_000)
  const app = page.frameLocator('#app-frame')
  const open = async (at: string) => {
    await page.goto(`${stack.adminAppUrl}${at}`)
    await app.getByRole('heading', { level: 1 }).first().waitFor()
  }
  return {
    stack,
    oldStore,
    browser,
    page,
    app,
    open,
    connect: async () => {
      await open('/app/connect')
      await app.getByLabel('System of the old store').selectOption('woocommerce')
      await app.getByLabel('Address of the old store').fill(oldStore.url)
      await app.getByLabel('Consumer key').fill(oldStore.consumerKey)
      await app.getByLabel('Consumer secret').fill(oldStore.consumerSecret)
      await app.getByRole('button', { name: 'Test and connect' }).click()
      await app.getByText('Alder & Loom').first().waitFor()
    },
    focused: () =>
      app.locator('body').evaluate(() => {
        const at = document.activeElement
        if (!at || at === document.body) return 'BODY'
        const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null
        return `${at.tagName} ${label ?? at.getAttribute('aria-label') ?? at.textContent}`
      }),
    close: async () => {
      await browser.close()
      await stack.stop()
    },
  }
}
