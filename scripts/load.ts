// `npm run load`: how the web process bears many visitors whose old stores are bad. See --help.
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { BROWSER, frameUrl, installThroughAdmin } from './stack/install.ts'
import { CONNECTIONS, press, probe, watchMemory, type PageFigures } from './load/figures.ts'
import { keepOpen, type OpenPages } from './load/open-pages.ts'
import { BAD_WAYS, startBadStore, type BadStore } from './load/bad-store.ts'
import { startLocalStack } from './stack/local-stack.ts'

const MOST_SECONDS = 50
const USAGE = `npm run load -- [options]

  --seconds N   how long each page is asked for (default 30, at most ${MOST_SECONDS}: the session token in a
                page's address is good for a minute)
  --json        the last line is one JSON object with the figures

Three stores whose old stores are slow, endless and broken; ${CONNECTIONS} connections ask for each page, while
the same page is open in each store and waits for the old one. Then home is asked for once more, to see
whether memory goes on growing.
Exits 1 when a page had no answer, an error or a redirect, when /healthz took 100 ms, when memory grew
by a tenth the second time, or when an old store was never asked, or still was though nobody was left.`

/** What the last visitors left under way must have come to its end by then. */
const QUIET_AFTER_MS = 60_000
const QUIET_FOR_MS = 5_000
const ORDERS = 60
/** The same work once more must not take more memory; what the collector leaves lying varies. */
const MOST_GROWTH = 1.1

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const cleanUp: (() => Promise<void>)[] = []
if (values.help) process.stdout.write(`${USAGE}\n`)
else if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS) {
  say(USAGE)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await main()
  } finally {
    for (const step of cleanUp.reverse()) await step()
  }
}

async function main(): Promise<number> {
  const shops = BAD_WAYS.map((way) => ({
    domain: `${way}.myshopify.com`,
    name: `A shop whose old store is ${way}`,
    plan: 'plus',
    currency: 'USD',
    timezone: 'America/New_York',
  }))
  const [shop, ...otherShops] = shops
  if (!shop) throw new Error('There is no shop.')
  say('Starting the app, Shopify and the old stores')
  const stack = await startLocalStack({
    mode: 'demo',
    shop,
    otherShops,
    oldStore: { dataset: 'small', orders: ORDERS },
    allowPrivateSource: true,
  })
  cleanUp.push(stack.stop)
  const { oldStore } = stack
  if (!oldStore) throw new Error('There is no old store.')

  for (const { domain } of shops) await installThroughAdmin(stack.adminAppUrlOf(domain))
  Object.assign(process.env, stack.env)
  await import('../test/stand-ins/shopify-admin/redirect.ts')
  const { createServices } = await import('#app/services.server.ts')
  const { migrateOnce } = await import('./load/migrate-once.ts')
  const services = createServices()
  cleanUp.push(() => services.close())
  const stores: BadStore[] = []
  const runs = new Map<string, string>()
  for (const way of BAD_WAYS) {
    say(`A full migration from the store that will be ${way}`)
    const store = await startBadStore(oldStore.url, way)
    cleanUp.push(store.close)
    stores.push(store)
    const domain = `${way}.myshopify.com`
    runs.set(domain, await migrateOnce(services, domain, { ...oldStore, url: store.url }))
  }
  for (const store of stores) store.turnBad()

  const pid = stack.web.process.pid ?? 0
  const memory = watchMemory(pid)
  const stopProbing = probe(`${stack.appUrl}/healthz`)
  const pages: Record<string, PageFigures> = {}
  const openPages: Record<string, OpenPages> = {}
  const paths = {
    healthz: null,
    home: () => '/app',
    runs: () => '/app/runs',
    verify: (domain: string) => `/app/verify/${runs.get(domain)}`,
  }
  const measure = async (name: string, path: ((domain: string) => string) | null) => {
    const urls = path
      ? await Promise.all(
          shops.map(({ domain }) => pageUrl(stack.adminAppUrlOf(domain), path(domain))),
        )
      : [new URL('/healthz', stack.appUrl)]
    const close = path ? keepOpen(urls, { userAgent: BROWSER }) : null
    pages[name] = await press(urls, { seconds, userAgent: BROWSER })
    if (close) openPages[name] = await close()
    const { rps, p50, p99, errors } = pages[name]
    const times = p50 === null ? 'no answer' : `${rps} a second, p50 ${p50} ms, p99 ${p99} ms`
    say(`${name.padEnd(9)} ${times}, ${errors} errors; ${memory.now() ?? '?'} MB`)
  }
  for (const [name, path] of Object.entries(paths)) await measure(name, path)
  const firstPeak = memory.peak()
  await measure('homeAgain', paths.home)
  const secondPeak = memory.peak()
  const healthzDuring = await stopProbing()
  memory.stop()
  say(
    `healthz during all of it: p99 ${healthzDuring.p99 ?? '?'} ms; at most ${firstPeak ?? '?'} MB, then ${secondPeak ?? '?'} MB`,
  )
  const unasked = stores.filter((store) => store.asked() === 0).map(({ way }) => way)
  for (const way of unasked) say(`The ${way} old store was never asked: this says nothing of it.`)

  const stillAsked = await untilQuiet(stores)
  say(
    stillAsked === 0
      ? 'Nobody is left, and nothing is asked of the old stores any more.'
      : `Nobody is left, but the old stores were still asked ${stillAsked} times.`,
  )
  const figures = {
    pages,
    healthzDuring: { p99: healthzDuring.p99 },
    openPages,
    rssPeakMb: firstPeak && Math.max(firstPeak, secondPeak ?? 0),
    rssPeaksMb: { first: firstPeak, again: secondPeak },
    rssMb: memory.over,
    askedForNobody: stillAsked,
  }
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`)
  const isWell =
    healthzDuring.p99 !== null &&
    healthzDuring.p99 < 100 &&
    stillAsked === 0 &&
    unasked.length === 0 &&
    (secondPeak ?? 0) <= (firstPeak ?? 0) * MOST_GROWTH &&
    Object.values(openPages).every(({ errors }) => errors === 0) &&
    Object.values(pages).every(({ p50, errors }) => p50 !== null && errors === 0)
  return isWell ? 0 : 1
}

/** As the store's admin would load it. */
async function pageUrl(adminAppUrl: string, path: string): Promise<URL> {
  const url = await frameUrl(adminAppUrl)
  url.pathname = path
  return url
}

/** @returns how often the old stores were asked in the last seconds of the time they are given */
async function untilQuiet(stores: readonly BadStore[]): Promise<number> {
  const asked = () => stores.reduce((sum, store) => sum + store.asked(), 0)
  const deadline = Date.now() + QUIET_AFTER_MS
  for (;;) {
    const before = asked()
    await wait(QUIET_FOR_MS)
    const since = asked() - before
    if (since === 0 || Date.now() > deadline) return since
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
