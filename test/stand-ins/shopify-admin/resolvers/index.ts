import type { Resolvers } from '../context.ts'
import { addressTypes } from './addresses.ts'
import { collectionResolvers } from './collections.ts'
import { customerResolvers } from './customers.ts'
import { fileTypes } from './file-types.ts'
import { fileResolvers } from './files.ts'
import { fulfillmentOrderResolvers } from './fulfillment-orders.ts'
import { fulfillmentResolvers } from './fulfillments.ts'
import { inventoryResolvers } from './inventory.ts'
import { mediaResolvers } from './media.ts'
import { metafieldResolvers } from './metafield-set.ts'
import { optionResolvers } from './option-actions.ts'
import { orderActionResolvers } from './order-actions.ts'
import { orderCreate } from './order-create.ts'
import { orderEditResolvers } from './order-edits.ts'
import { orderPartResolvers } from './order-parts.ts'
import { orderResolvers } from './orders.ts'
import { paymentResolvers } from './payments.ts'
import { productResolvers } from './products.ts'
import { publicationResolvers } from './publications.ts'
import { refundResolvers } from './refunds.ts'
import { shopResolvers } from './shop.ts'
import { tagResolvers } from './tags.ts'
import { variantMediaResolvers } from './variant-media.ts'
import { variantResolvers } from './variants.ts'

const parts: Record<string, Resolvers<never>>[] = [
  addressTypes,
  collectionResolvers,
  customerResolvers,
  fileResolvers,
  fileTypes,
  fulfillmentOrderResolvers,
  fulfillmentResolvers,
  inventoryResolvers,
  mediaResolvers,
  metafieldResolvers,
  optionResolvers,
  orderActionResolvers,
  orderEditResolvers,
  orderPartResolvers,
  orderResolvers,
  paymentResolvers,
  productResolvers,
  publicationResolvers,
  refundResolvers,
  shopResolvers,
  tagResolvers,
  variantMediaResolvers,
  variantResolvers,
  { Mutation: { orderCreate: (_source, args, ctx) => orderCreate(args, ctx) } },
]

/** Type → field → resolver. What is in neither these nor the records is not implemented. */
export const resolvers: Record<string, Resolvers<unknown>> = {}
for (const part of parts) {
  for (const [type, fields] of Object.entries(part)) {
    resolvers[type] = { ...resolvers[type], ...fields }
  }
}
