import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildIfStale } from './build-if-stale.ts'
import { projectRoot, startChild, type Child } from '../processes/child-process.ts'
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts'
import { freePort } from '../processes/free-port.ts'
import { migrateDeploy } from '../database/migrate.ts'
import { supervised } from '../processes/supervised.ts'

type Shop = { domain: string; name: string; plan: string; currency: string; timezone: string }

export type LocalStackOptions = {
  /** `demo` serves the built app; `development` serves it through Vite with hot reload. */
  mode: 'demo' | 'development'
  shop: Shop
  /** More stores in the same Shopify stand-in. */
  otherShops?: Shop[]
  /** Start a stand-in as the source, WooCommerce's unless it says so; null when it is a real store. */
  oldStore: { dataset: 'demo' | 'small'; orders?: number; cart?: 'woocommerce' | 'magento' } | null
  /** Write to this Admin API instead of the Shopify stand-in. */
  target?: { url: string; accessToken: string }
  /** May the source live on a private address, over plain HTTP? Always true for the stand-in. */
  allowPrivateSource: boolean
  /** A migrated database of the caller's; without it one is made, on a server of its own. */
  databaseUrl?: string
  /** Smaller leases and so on, for tests. */
  env?: Record<string, string>
  onStep?: (text: string) => void
  /**
   * With it, a web server or worker that dies is replaced, as in production, and that is said here.
   * Without it a death is the caller's matter.
   */
  onReplaced?: (text: string) => void
}

export type LocalStack = {
  shop: string
  /** What the app's processes were started with. */
  env: Record<string, string>
  databaseUrl: string
  appUrl: string
  /** The Shopify stand-in: its admin is at `${shopifyUrl}/store/{name}`. */
  shopifyUrl: string
  /** The app inside the store admin. */
  adminAppUrl: string
  /** The same of any store. */
  adminAppUrlOf(shop: string): string
  /** The WooCommerce stand-in. */
  oldStore: { url: string; consumerKey: string; consumerSecret: string } | null
  /** Whichever stand-in is the source: what is to be typed where it is connected. */
  source: { cart: string; url: string; typed: Readonly<Record<string, string>> } | null
  logDir: string
  /** The one at work. */
  readonly web: Child
  readonly worker: Child
  /** A second worker, or the next one after a kill. */
  startWorker(): Promise<Child>
  stop(): Promise<void>
}

const APP_HANDLE = 'recent-data-migration'
const REDIRECT = ['--import', './test/stand-ins/shopify-admin/redirect.ts']

/**
 * The whole product on one machine, in separate processes as in production: PostgreSQL, the Shopify
 * stand-in, the WooCommerce stand-in, the app's web server and its worker. Resolves when all answer.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const say = options.onStep ?? (() => undefined)
  const logDir = fs.mkdtempSync(path.join(os.tmpdir(), 'recent-data-migration-'))
  const log = (name: string) => path.join(logDir, `${name}.log`)
  const running: { stop(): Promise<void> }[] = []
  const stopAll = async () => {
    for (const part of running.splice(0).reverse()) await part.stop()
  }

  try {
    if (options.mode === 'demo') {
      say('Building the app (only when something changed)')
      await buildIfStale()
    }
    let { databaseUrl } = options
    if (!databaseUrl) {
      say('Starting PostgreSQL')
      const postgres = await startEmbeddedPostgres({ database: 'app' })
      running.push(postgres)
      await migrateDeploy(postgres.url)
      databaseUrl = postgres.url
    }

    const secret = randomBytes(16).toString('hex')
    const [webPort, shopifyPort] = [await freePort(), await freePort()]
    const appUrl = `http://127.0.0.1:${webPort}`

    say('Starting the Shopify stand-in')
    const scopes = fs
      .readFileSync(path.join(projectRoot, 'shopify.app.toml'), 'utf8')
      .match(/^scopes\s*=\s*"([^"]+)"/m)?.[1]
    if (!scopes) throw new Error('shopify.app.toml names no scopes')
    const shopify = startChild({
      name: 'shopify stand-in',
      args: ['test/stand-ins/shopify-admin/main.ts'],
      env: {
        PORT: String(shopifyPort),
        SHOPIFY_API_KEY: 'local-api-key',
        SHOPIFY_API_SECRET: secret,
        SHOPIFY_APP_URL: appUrl,
        SHOPIFY_APP_HANDLE: APP_HANDLE,
        SCOPES: scopes,
        SHOPS: JSON.stringify([options.shop, ...(options.otherShops ?? [])]),
        ...(options.target ? { SHOPIFY_ACCESS_TOKEN: options.target.accessToken } : {}),
      },
      logFile: log('shopify'),
    })
    running.push(shopify)
    const shopifyUrl = (await shopify.line(/(http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''

    let oldStore: LocalStack['oldStore'] = null
    let source: LocalStack['source'] = null
    if (options.oldStore?.cart === 'magento') {
      say('Starting the old store (Magento stand-in)')
      const child = startChild({
        name: 'Magento stand-in',
        args: ['test/stand-ins/magento/main.ts'],
        env: {
          PORT: String(await freePort()),
          ...(options.oldStore.orders ? { ORDERS: String(options.oldStore.orders) } : {}),
        },
        logFile: log('magento'),
      })
      running.push(child)
      const url = (await child.line(/(http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''
      const accessToken = (await child.line(/access token (\S+)/))[1] ?? ''
      source = { cart: 'magento', url, typed: { accessToken } }
    } else if (options.oldStore) {
      say('Starting the old store (WooCommerce stand-in)')
      const consumerKey = `ck_${randomBytes(20).toString('hex')}`
      const consumerSecret = `cs_${randomBytes(20).toString('hex')}`
      const port = await freePort()
      const child = startChild({
        name: 'WooCommerce stand-in',
        args: ['test/stand-ins/woocommerce/main.ts'],
        env: {
          PORT: String(port),
          WOOCOMMERCE_KEY: consumerKey,
          WOOCOMMERCE_SECRET: consumerSecret,
          DATASET: options.oldStore.dataset,
          ...(options.oldStore.orders ? { ORDERS: String(options.oldStore.orders) } : {}),
        },
        logFile: log('woocommerce'),
      })
      running.push(child)
      const url = (await child.line(/(http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''
      oldStore = { url, consumerKey, consumerSecret }
      source = { cart: 'woocommerce', url, typed: { consumerKey, consumerSecret } }
    }

    const env: Record<string, string> = {
      APP_ENV: options.mode,
      NODE_ENV: options.mode === 'demo' ? 'production' : 'development',
      DATABASE_URL: databaseUrl,
      SHOPIFY_API_KEY: 'local-api-key',
      SHOPIFY_API_SECRET: secret,
      SHOPIFY_APP_URL: appUrl,
      SHOPIFY_APP_HANDLE: APP_HANDLE,
      SCOPES: scopes,
      ENCRYPTION_KEYS: `local:${randomBytes(32).toString('base64')}`,
      FINGERPRINT_KEY: randomBytes(32).toString('base64'),
      PORT: String(webPort),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      DEV_FRAME_ANCESTORS: shopifyUrl,
      APP_BRIDGE_URL: `${shopifyUrl}/app-bridge.js`,
      SHOPIFY_STAND_IN_URL: shopifyUrl,
      ...(options.target ? { SHOPIFY_TARGET_URL: options.target.url } : {}),
      ...(options.allowPrivateSource || options.oldStore
        ? { DEV_ALLOW_PRIVATE_SOURCES: 'true' }
        : {}),
      ...options.env,
    }

    say("Starting the app's web server and its worker")
    const beginWeb = () =>
      startChild({
        name: 'web server',
        args:
          options.mode === 'demo'
            ? [...REDIRECT, 'app/web.server.ts']
            : [
                ...REDIRECT,
                'node_modules/@remix-run/dev/dist/cli.js',
                'vite:dev',
                '--host',
                '127.0.0.1',
                '--port',
                String(webPort),
              ],
        env,
        logFile: log('web'),
      })
    const readyWeb = async (child: Child) => {
      await untilHealthy(`${appUrl}/healthz`, child)
      return child
    }
    const beginWorker = () =>
      startChild({
        name: 'worker',
        args: [
          ...(options.mode === 'development' ? ['--watch-path=app'] : []),
          ...REDIRECT,
          'app/worker.server.ts',
        ],
        env,
        logFile: log('worker'),
      })
    const readyWorker = async (child: Child) => {
      await child.line(/worker is ready/)
      return child
    }
    const { onReplaced } = options
    const keep = (child: Child, again: () => Promise<Child>): (() => Child) => {
      const kept = onReplaced
        ? supervised(child, again, onReplaced)
        : { current: () => child, stop: () => child.stop() }
      running.push(kept)
      return kept.current
    }
    const web = beginWeb()
    const currentWeb = keep(web, () => readyWeb(beginWeb()))
    const startWorker = async () => {
      const child = beginWorker()
      running.push(child)
      return readyWorker(child)
    }
    const worker = beginWorker()
    const currentWorker = keep(worker, () => readyWorker(beginWorker()))
    await readyWorker(worker)
    await readyWeb(web)

    const adminAppUrlOf = (domain: string) =>
      `${shopifyUrl}/store/${domain.split('.')[0]}/apps/${APP_HANDLE}`
    return {
      shop: options.shop.domain,
      env,
      databaseUrl,
      appUrl,
      shopifyUrl,
      adminAppUrl: adminAppUrlOf(options.shop.domain),
      adminAppUrlOf,
      oldStore,
      source,
      logDir,
      get web() {
        return currentWeb()
      },
      get worker() {
        return currentWorker()
      },
      startWorker,
      stop: stopAll,
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** The web server prints its address before it listens, so it is asked until it answers. */
async function untilHealthy(url: string, web: Child): Promise<void> {
  const deadline = Date.now() + 60_000
  let last = ''
  while (Date.now() < deadline && web.process.exitCode === null) {
    try {
      const answer = await fetch(url)
      if (answer.ok) return
      last = `HTTP ${answer.status}`
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The web server does not answer at ${url} (${last}).`)
}
