import type { Sentences } from '#app/migration/messages/language.ts'
import type { WOOCOMMERCE } from './woocommerce.ts'

export const en: Sentences<typeof WOOCOMMERCE> = {
  partOfMarketplaceOrder: ({ order }) =>
    `This order is one vendor’s part of order ${order}, which arrives as a whole. It was left out, so that the sale doesn’t count twice. Notes and tracking numbers that are on this part only stay in the old store.`,
}
