// `npm run demo`: the product's main job on one machine, told in the terminal. See --help.
import { z } from 'zod'
import { parseDemoArguments, USAGE, UsageError, type DemoOptions } from './demo/arguments.ts'
import {
  startCountingProxy,
  type CountingProxy,
  type ShopifyFigures,
} from './demo/counting-proxy.ts'
import { endingLines, whatToTry } from './demo/ending.ts'
import { installThroughAdmin } from './stack/install.ts'
import { createTerminal } from './demo/terminal.ts'
import { describeTarget, type TargetStore } from './demo/target-store.ts'
import { startLocalStack, type LocalStack } from './stack/local-stack.ts'

const DEMO_STORE: TargetStore = {
  domain: 'harbor-and-pine.myshopify.com',
  name: 'Harbor & Pine',
  plan: 'plus',
  currency: 'USD',
  timezone: 'America/Los_Angeles',
}

/** As many as the small data set holds. */
const SMALL_STORE_ORDERS = 60

const statsSchema = z.object({
  requests: z.number(),
  points: z.number(),
  throttled: z.number(),
  mutations: z.number(),
})

const terminal = createTerminal(process.stdout)
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort(new Error('Stopped.')))
}

if (process.argv.includes('--help')) {
  process.stdout.write(`${USAGE}\n`)
} else {
  process.exitCode = await main()
}

async function main(): Promise<number> {
  let options: DemoOptions
  try {
    options = parseDemoArguments(process.argv.slice(2), process.env)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${USAGE}\n`)
    return 1
  }
  const cleanUp: (() => Promise<void>)[] = []
  try {
    return await play(options, cleanUp)
  } catch (error) {
    if (ending.signal.aborted) return 130
    terminal.line(`\nThe story stopped: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  } finally {
    for (const step of cleanUp.reverse()) await step()
  }
}

async function play(options: DemoOptions, cleanUp: (() => Promise<void>)[]): Promise<number> {
  let store = DEMO_STORE
  let proxy: CountingProxy | null = null
  if (options.target) {
    store = await describeTarget(options.target)
    terminal.line(`The story writes to ${store.name} (${store.domain}) at ${options.target.url}.`)
    terminal.line('It creates products, customers and orders there and sends no e-mail.')
    if (!options.yes) {
      terminal.line('Nothing was written. Add --yes when this is the right store.')
      return 1
    }
    proxy = await startCountingProxy(options.target.url)
    cleanUp.push(proxy.close)
  }

  terminal.heading('Starting')
  const stack = await startLocalStack({
    mode: 'demo',
    shop: store,
    oldStore: options.source ? null : { ...oldStoreOf(options.orders), cart: options.invented },
    allowPrivateSource: options.allowPrivateSource,
    ...(options.target && proxy
      ? { target: { url: proxy.url, accessToken: options.target.accessToken } }
      : {}),
    onStep: (text) => terminal.line(`  ${text}`),
    onReplaced: (text) => terminal.line(`  ! ${text}`),
  })
  cleanUp.push(stack.stop)
  ending.signal.throwIfAborted()

  terminal.heading(`Installing the app in ${store.name}`)
  await installThroughAdmin(stack.adminAppUrl)
  terminal.line('  The app exchanged its session token for an access token.')

  // From here on this process uses the app's own services, with the app's own environment.
  Object.assign(process.env, stack.env, { LOG_LEVEL: 'warn' })
  await import('../test/stand-ins/shopify-admin/redirect.ts')
  const { createServices } = await import('#app/services.server.ts')
  const { tellStory } = await import('./demo/story.ts')
  const services = createServices()
  cleanUp.push(() => services.close())
  const { result, faults, impossible } = await tellStory({
    stack,
    services,
    terminal,
    options,
    shopifyFigures: () => (proxy ? Promise.resolve(proxy.figures()) : standInFigures(stack)),
    signal: ending.signal,
  })
  for (const line of endingLines({ faults, impossible, ms: result.ms, logDir: stack.logDir })) {
    terminal.line(line)
  }
  if (!options.once) {
    for (const line of whatToTry(stack)) terminal.line(line)
    if (!ending.signal.aborted) {
      await new Promise((resolve) =>
        ending.signal.addEventListener('abort', resolve, { once: true }),
      )
    }
    terminal.line('\nStopping …')
  } else if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
  }
  return faults.length === 0 ? 0 : 1
}

async function standInFigures(stack: LocalStack): Promise<ShopifyFigures> {
  const answer = await fetch(`${stack.shopifyUrl}/__control/stats`)
  return statsSchema.parse(await answer.json())
}

/** A store with few orders has few products and customers as well. */
function oldStoreOf(orders: number | null): { dataset: 'demo' | 'small'; orders?: number } {
  if (orders === null) return { dataset: 'demo' }
  return { dataset: orders <= SMALL_STORE_ORDERS ? 'small' : 'demo', orders }
}
