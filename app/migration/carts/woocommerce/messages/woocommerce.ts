import { sayer, type Spec } from '#app/migration/messages/message.ts'
import { text } from '#app/migration/messages/parameters.ts'

/** What WooCommerce's connector tells. */
export const WOOCOMMERCE = {
  mendMixed: {},
  mendLists: {},
  partOfMarketplaceOrder: { order: text },
} as const satisfies Spec

export const wooSays = sayer<typeof WOOCOMMERCE>('woocommerce')
