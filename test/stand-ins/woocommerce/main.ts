import { z } from 'zod'
import { createRandom } from './prng.ts'
import { startWooCommerceStandIn } from './server.ts'
import { uuid } from './state.ts'

/** Starts the old store by itself: `node test/stand-ins/woocommerce/main.ts`. */
const environment = z
  .object({
    PORT: z.coerce.number().int().default(8390),
    DATASET: z.enum(['demo', 'small', 'empty']).default('demo'),
    ORDERS: z.coerce.number().int().min(0).optional(),
    TIMEZONE: z.string().optional(),
    CURRENCY: z.string().optional(),
    HTTPS: z.enum(['assume', 'plain']).default('plain'),
    SEED: z.coerce.number().int().default(1),
    WOOCOMMERCE_KEY: z.string().optional(),
    WOOCOMMERCE_SECRET: z.string().optional(),
  })
  .parse(process.env)

const store = await startWooCommerceStandIn({
  port: environment.PORT,
  dataset: environment.DATASET,
  https: environment.HTTPS,
  seed: environment.SEED,
  // The same store after a restart on another port.
  storeId: uuid(createRandom(environment.SEED)),
  ...(environment.ORDERS === undefined ? {} : { orders: environment.ORDERS }),
  ...(environment.TIMEZONE ? { timezone: environment.TIMEZONE } : {}),
  ...(environment.CURRENCY ? { currency: environment.CURRENCY } : {}),
  ...(environment.WOOCOMMERCE_KEY ? { consumerKey: environment.WOOCOMMERCE_KEY } : {}),
  ...(environment.WOOCOMMERCE_SECRET ? { consumerSecret: environment.WOOCOMMERCE_SECRET } : {}),
})

console.log(`The old store (WooCommerce stand-in): ${store.url}`)
console.log(`  consumer key    ${store.consumerKey}`)
console.log(`  consumer secret ${store.consumerSecret}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void store.close().finally(() => process.exit(0))
  })
}
