import type { Sentences } from '#app/migration/messages/language.ts'
import type { WOOCOMMERCE } from './woocommerce.ts'

export const en: Sentences<typeof WOOCOMMERCE> = {
  mendMixed: 'Switch off WP_DEBUG_DISPLAY there, and plugins that change what its REST API sends.',
  mendLists:
    'A plugin may be changing its REST API: switch off what filters or caches /wp-json/, then try again.',

  partOfMarketplaceOrder: ({ order }) =>
    `This order is one vendor’s part of order ${order}, which arrives as a whole. It was left out, so that the sale doesn’t count twice. Notes and tracking numbers that are on this part only stay in the old store.`,
}
