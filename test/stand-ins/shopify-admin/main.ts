import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startShopifyStandIn } from './server.ts'

const env = z
  .object({
    SHOPIFY_API_KEY: z.string().default('stand-in-api-key'),
    SHOPIFY_API_SECRET: z.string().default('stand-in-api-secret'),
    SHOPIFY_APP_HANDLE: z.string().default('recent-data-migration'),
    SHOPIFY_APP_URL: z.string().optional(),
    SCOPES: z
      .string()
      .default(
        'write_products,write_customers,write_orders,read_all_orders,write_inventory,read_locations,write_publications,write_files,write_merchant_managed_fulfillment_orders',
      ),
    SHOPIFY_ACCESS_TOKEN: z.string().optional(),
  })
  .parse(process.env)

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    shop: { type: 'string', default: 'demo-store.myshopify.com' },
    name: { type: 'string', default: 'Demo Store' },
    plan: { type: 'string', default: 'plus' },
    currency: { type: 'string', default: 'USD' },
    timezone: { type: 'string', default: 'America/New_York' },
    'app-url': { type: 'string' },
    'search-lag': { type: 'string', default: '3000' },
  },
})

const standIn = await startShopifyStandIn({
  port: Number(values.port),
  shops: [
    {
      domain: values.shop,
      name: values.name,
      plan: z.enum(['basic', 'advanced', 'plus', 'enterprise', 'development']).parse(values.plan),
      currency: values.currency,
      timezone: values.timezone,
    },
  ],
  app: {
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
    handle: env.SHOPIFY_APP_HANDLE,
    url: values['app-url'] ?? env.SHOPIFY_APP_URL ?? null,
    scopes: env.SCOPES.split(','),
  },
  searchLagMs: Number(values['search-lag']),
  ...(env.SHOPIFY_ACCESS_TOKEN === undefined ? {} : { accessToken: env.SHOPIFY_ACCESS_TOKEN }),
})

console.log(standIn.url)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)))
}
