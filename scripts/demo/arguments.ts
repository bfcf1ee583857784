import { parseArgs } from 'node:util'

export type DemoOptions = {
  once: boolean
  json: boolean
  /** Size of the invented old store, in orders. */
  orders: number | null
  /** A real old store: its cart, its address, and what lets in. */
  source: { cart: Cart; url: string; typed: Readonly<Record<string, string>> } | null
  /** Whose invented store stands in for one. */
  invented: Cart
  allowPrivateSource: boolean
  /** Seconds to wait for changes in a real old store; null: until Enter. */
  waitSeconds: number | null
  target: { url: string; accessToken: string } | null
  yes: boolean
}

type Cart = 'woocommerce' | 'magento'

export class UsageError extends Error {}

export const USAGE = `npm run demo -- [options]

  --once                       end after the story, with exit code 0 or 1
  --json                       with --once: the last line is one JSON object with the figures
  --orders N                   a smaller invented old store (default: 1,500 orders and more)
  --source CART                whose invented store it is: woocommerce (default) or magento
  --source CART=URL            read a real store instead of the invented one; needs WOOCOMMERCE_KEY
                               and WOOCOMMERCE_SECRET, or MAGENTO_TOKEN; nothing is written to it
  --allow-private-source       let that store be on plain http:// or on a private address
  --wait SECONDS               how long to wait for changes in a real store (default: until Enter)
  --target URL                 write to this Shopify store (or Admin GraphQL endpoint) instead of
                               the stand-in; needs SHOPIFY_ACCESS_TOKEN and --yes
  --yes                        really write to --target`

/** @throws UsageError with one sentence that says what is missing. */
export function parseDemoArguments(args: string[], environment: NodeJS.ProcessEnv): DemoOptions {
  const values = parse(args)
  return {
    once: values.once ?? false,
    json: values.json ?? false,
    orders: values.orders === undefined ? null : wholeNumber('--orders', values.orders),
    ...sourceFrom(values.source ?? 'woocommerce', environment),
    allowPrivateSource: values['allow-private-source'] ?? false,
    waitSeconds: values.wait === undefined ? null : wholeNumber('--wait', values.wait),
    target: values.target === undefined ? null : targetFrom(values.target, environment),
    yes: values.yes ?? false,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        orders: { type: 'string' },
        source: { type: 'string' },
        'allow-private-source': { type: 'boolean' },
        wait: { type: 'string' },
        target: { type: 'string' },
        yes: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new UsageError(`${name} takes a whole number.`)
  return value
}

/** What each cart's key is called in the environment, by the field it is typed into. */
const KEYS: Record<Cart, { typed: Record<string, string>; what: string }> = {
  woocommerce: {
    typed: { consumerKey: 'WOOCOMMERCE_KEY', consumerSecret: 'WOOCOMMERCE_SECRET' },
    what: 'WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET in the environment (a REST API key with read permission)',
  },
  magento: {
    typed: { accessToken: 'MAGENTO_TOKEN' },
    what: 'MAGENTO_TOKEN in the environment (the access token of an integration)',
  },
}

function sourceFrom(
  text: string,
  environment: NodeJS.ProcessEnv,
): Pick<DemoOptions, 'source' | 'invented'> {
  const [, cart, url] = /^(woocommerce|magento)(?:=(.+))?$/.exec(text) ?? []
  if (cart !== 'woocommerce' && cart !== 'magento') {
    throw new UsageError(
      '--source takes woocommerce or magento, or magento=https://your-old-store.example',
    )
  }
  if (url === undefined) return { source: null, invented: cart }
  const { typed, what } = KEYS[cart]
  const values = Object.entries(typed).map(([field, name]) => [field, environment[name]] as const)
  const given = values.flatMap(([field, value]) => (value ? [[field, value] as const] : []))
  if (given.length < values.length) throw new UsageError(`--source needs ${what}.`)
  return { source: { cart, url, typed: Object.fromEntries(given) }, invented: cart }
}

function targetFrom(text: string, environment: NodeJS.ProcessEnv): DemoOptions['target'] {
  if (!URL.canParse(text)) {
    throw new UsageError('--target takes a URL such as https://my-dev-store.myshopify.com')
  }
  const accessToken = environment.SHOPIFY_ACCESS_TOKEN
  if (!accessToken) throw new UsageError('--target needs SHOPIFY_ACCESS_TOKEN in the environment.')
  return { url: text.replace(/\/+$/, ''), accessToken }
}
