// The stand-in as a process of its own; everything comes from the environment.
import { z } from 'zod'
import { startShopifyStandIn } from './server.ts'

const shopSchema = z.object({
  domain: z.string(),
  name: z.string(),
  plan: z.enum(['basic', 'advanced', 'plus', 'enterprise', 'development']),
  currency: z.string(),
  timezone: z.string(),
})

const env = z
  .object({
    PORT: z.coerce.number().default(0),
    SHOPIFY_API_KEY: z.string(),
    SHOPIFY_API_SECRET: z.string(),
    SHOPIFY_APP_HANDLE: z.string(),
    SHOPIFY_APP_URL: z.string(),
    SCOPES: z.string(),
    SHOPS: z.string().transform((text) => z.array(shopSchema).parse(JSON.parse(text))),
    SEARCH_LAG_MS: z.coerce.number().default(3000),
    SHOPIFY_ACCESS_TOKEN: z.string().optional(),
  })
  .parse(process.env)

const standIn = await startShopifyStandIn({
  port: env.PORT,
  shops: env.SHOPS,
  app: {
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
    handle: env.SHOPIFY_APP_HANDLE,
    url: env.SHOPIFY_APP_URL,
    scopes: env.SCOPES.split(','),
  },
  searchLagMs: env.SEARCH_LAG_MS,
  ...(env.SHOPIFY_ACCESS_TOKEN === undefined ? {} : { accessToken: env.SHOPIFY_ACCESS_TOKEN }),
})

console.log(standIn.url)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)))
}
