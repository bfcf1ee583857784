import { parseArgs } from 'node:util'

export type DemoOptions = {
  once: boolean
  json: boolean
  /** Size of the invented old store, in orders. */
  orders: number | null
  source: { url: string; consumerKey: string; consumerSecret: string } | null
  allowPrivateSource: boolean
  /** Seconds to wait for changes in a real old store; null: until Enter. */
  waitSeconds: number | null
  target: { url: string; accessToken: string } | null
  yes: boolean
}

export class UsageError extends Error {}

export const USAGE = `npm run demo -- [options]

  --once                       end after the story, with exit code 0 or 1
  --json                       with --once: the last line is one JSON object with the figures
  --orders N                   a smaller invented old store (default: 1,500 orders and more)
  --source woocommerce=URL     read a real WooCommerce store instead of the invented one; needs
                               WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET; nothing is written to it
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
    source: values.source === undefined ? null : sourceFrom(values.source, environment),
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

function sourceFrom(text: string, environment: NodeJS.ProcessEnv): DemoOptions['source'] {
  const url = /^woocommerce=(.+)$/.exec(text)?.[1]
  if (!url) throw new UsageError('--source takes woocommerce=https://your-old-store.example')
  const consumerKey = environment.WOOCOMMERCE_KEY
  const consumerSecret = environment.WOOCOMMERCE_SECRET
  if (!consumerKey || !consumerSecret) {
    throw new UsageError(
      '--source needs WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET in the environment (a REST API key with read permission).',
    )
  }
  return { url, consumerKey, consumerSecret }
}

function targetFrom(text: string, environment: NodeJS.ProcessEnv): DemoOptions['target'] {
  if (!URL.canParse(text)) {
    throw new UsageError('--target takes a URL such as https://my-dev-store.myshopify.com')
  }
  const accessToken = environment.SHOPIFY_ACCESS_TOKEN
  if (!accessToken) throw new UsageError('--target needs SHOPIFY_ACCESS_TOKEN in the environment.')
  return { url: text.replace(/\/+$/, ''), accessToken }
}
