import { z } from 'zod'

/** Shopify sends ids as numbers that may exceed what JavaScript holds exactly only in theory. */
const shopifyId = z
  .union([z.number().int().positive(), z.string().regex(/^\d+$/)])
  .transform(String)

const customer = z.object({ id: shopifyId })

/** What the webhooks of `shopify.app.toml` carry, as far as it is needed (Admin API 2026-07). */
export const dataRequestSchema = z.object({
  customer,
  orders_requested: z.array(shopifyId).nullish(),
  data_request: z.object({ id: shopifyId }),
})
export const redactCustomerSchema = z.object({
  customer,
  orders_to_redact: z.array(shopifyId).nullish(),
})

export const customerGid = (id: string) => `gid://shopify/Customer/${id}`
export const orderGid = (id: string) => `gid://shopify/Order/${id}`

/** The library spells topics like `CUSTOMERS_DATA_REQUEST`, Shopify's header `customers/data_request`. */
export type Topic =
  'app/uninstalled' | 'customers/data_request' | 'customers/redact' | 'shop/redact'

const TOPICS: Readonly<Record<string, Topic>> = {
  APP_UNINSTALLED: 'app/uninstalled',
  CUSTOMERS_DATA_REQUEST: 'customers/data_request',
  CUSTOMERS_REDACT: 'customers/redact',
  SHOP_REDACT: 'shop/redact',
}

/** Null for a topic this app did not subscribe to. */
export function topicOf(name: string): Topic | null {
  return TOPICS[name.toUpperCase().replaceAll(/[/.]/g, '_')] ?? null
}
