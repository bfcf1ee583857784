import type { Resolvers } from '../context.ts'
import { addressTypes } from './addresses.ts'
import { collectionResolvers } from './products/collections.ts'
import { customerResolvers } from './customers/customers.ts'
import { fileTypes } from './media/file-types.ts'
import { fileResolvers } from './media/files.ts'
import { fulfillmentOrderResolvers } from './fulfillment/fulfillment-orders.ts'
import { fulfillmentResolvers } from './fulfillment/fulfillments.ts'
import { inventoryResolvers } from './variants/inventory.ts'
import { mediaResolvers } from './media/media.ts'
import { metafieldResolvers } from './metafields/set.ts'
import { optionResolvers } from './options/actions.ts'
import { orderActionResolvers } from './orders/actions.ts'
import { orderCreate } from './orders/create.ts'
import { orderEditResolvers } from './order-edits/order-edits.ts'
import { orderPartResolvers } from './orders/parts.ts'
import { orderResolvers } from './orders/orders.ts'
import { paymentResolvers } from './orders/payments.ts'
import { productResolvers } from './products/products.ts'
import { publicationResolvers } from './products/publications.ts'
import { refundResolvers } from './orders/refunds.ts'
import { shopResolvers } from './shop.ts'
import { tagResolvers } from './tags.ts'
import { variantMediaResolvers } from './variants/media.ts'
import { variantResolvers } from './variants/variants.ts'

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
