import type { OrderCreateOrderInput } from '#app/types/admin-operations.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { withoutRefusedParts } from '../values/address-refusals.ts'
import type { ShopifyRefused } from '../api/check-user-errors.ts'
import { shorten } from '../values/normalize.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

/**
 * The same order without what Shopify refused, or null when nothing can be left out.
 *
 * @param gone variants of its lines that are no longer there; none: any may be what is refused
 */
export function withoutRefused(
  error: ShopifyRefused,
  order: OrderCreateOrderInput,
  record: CanonicalOrder,
  notes: WriteNote[],
  gone: ReadonlySet<Gid> = new Set(),
): OrderCreateOrderInput | null {
  for (const key of ['billingAddress', 'shippingAddress'] as const) {
    const address = order[key]
    if (!address || !error.concerns(key)) continue
    const own = error.userErrors.filter(({ field }) => field?.includes(key))
    return { ...order, [key]: withoutRefusedParts(address, own, key, notes) ?? undefined }
  }
  if (order.email && error.concerns('email')) {
    notes.push({
      code: 'EMAIL_NOT_ACCEPTED',
      field: 'email',
      message: ordersSay('emailRefused'),
    })
    return { ...order, email: undefined }
  }
  // A phone that belongs to another customer may be refused as the customer: the link is worth more.
  if (order.phone && (error.concerns('phone') || error.says(/phone/i))) {
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message: ordersSay('phoneRefused'),
    })
    return { ...order, phone: undefined }
  }
  if (order.fulfillment && (error.concerns('fulfillment') || error.concerns('locationId'))) {
    // The location fulfills nothing (any more): the order is delivered all the same.
    return { ...order, fulfillment: undefined, fulfillmentStatus: 'FULFILLED' }
  }
  const ofCustomer = error.concerns('customer') || error.concerns('customerId')
  if (order.customer && order.phone && ofCustomer && error.says(/\bphone\b/i)) {
    // The number is another customer's: the order keeps whose it is.
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message: ordersSay('phoneOfAnother'),
    })
    return { ...order, phone: undefined }
  }
  if (order.customer && ofCustomer) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'customer',
      message: ordersSay('customerGone'),
    })
    return { ...order, customer: undefined }
  }
  if (error.concerns('name') && error.says(/taken|use|exist/i)) {
    return { ...order, name: shorten(`${order.name ?? ''}-${record.sourceId}`) }
  }
  const lines = Array.isArray(order.lineItems) ? order.lineItems : []
  if (error.concerns('lineItems') && lines.some((line) => line.variantId)) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'lines',
      message: ordersSay('productGone'),
    })
    const isGone = (id: string | number) => gone.size === 0 || gone.has(String(id))
    const lineItems = lines.map(({ variantId, ...line }) =>
      variantId && !isGone(variantId) ? { ...line, variantId } : line,
    )
    return { ...order, lineItems }
  }
  return null
}
