import type { OrderCreateOrderInput } from '#app/types/admin-operations.ts'
import type { CanonicalOrder } from '../canonical/order.ts'
import type { WriteNote } from '../ports.ts'
import { withoutProvinces } from './address-input.ts'
import type { ShopifyRefused } from './check-user-errors.ts'
import { shorten } from './normalize.ts'

/** The same order without what Shopify refused, or null when nothing can be left out. */
export function withoutRefused(
  error: ShopifyRefused,
  order: OrderCreateOrderInput,
  record: CanonicalOrder,
  notes: WriteNote[],
): OrderCreateOrderInput | null {
  for (const key of ['billingAddress', 'shippingAddress'] as const) {
    const address = order[key]
    if (!address || !error.concerns(key)) continue
    const plain = withoutProvinces([address])[0]
    const province = error.concerns('province') || error.says(/province|state/i)
    const retry = plain && plain !== address && province
    notes.push({
      code: 'COUNTRY_NOT_ACCEPTED',
      field: key,
      message: retry
        ? 'Shopify does not know the state or province of an address of this order, so it was left out there. Choose it in Shopify if you need it.'
        : `Shopify does not accept an address of this order (“${error.message}”), so the order arrived without it. The old store keeps it: enter it in Shopify if you need it.`,
    })
    return { ...order, [key]: retry ? plain : undefined }
  }
  if (order.email && error.concerns('email')) {
    notes.push({
      code: 'EMAIL_NOT_ACCEPTED',
      field: 'email',
      message:
        'Shopify does not accept the order’s e-mail address, so it was left out. Correct it in Shopify.',
    })
    return { ...order, email: undefined }
  }
  if (order.phone && error.concerns('phone')) {
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message:
        'Shopify does not accept the order’s phone number, so it was left out; the addresses keep it as it is.',
    })
    return { ...order, phone: undefined }
  }
  if (order.fulfillment && (error.concerns('fulfillment') || error.concerns('locationId'))) {
    // The location fulfills nothing (any more): the order is delivered all the same.
    return { ...order, fulfillment: undefined, fulfillmentStatus: 'FULFILLED' }
  }
  if (order.customer && (error.concerns('customer') || error.concerns('customerId'))) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'customer',
      message:
        'The customer of this order is no longer in Shopify; the order arrived complete, with the customer Shopify has for its e-mail address.',
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
      message:
        'A product of this order is no longer in Shopify; its lines arrived complete, but without a link to the product.',
    })
    return { ...order, lineItems: lines.map(({ variantId: _gone, ...line }) => line) }
  }
  return null
}
