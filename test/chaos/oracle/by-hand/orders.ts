import {
  newGid,
  nowIso,
  type Order,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'

/** Parts of orders in Shopify, as plain as they can be. */

export const bag = (amount: string) => ({ shop: amount, presentment: amount })
export const tax = (amount: string) => ({
  title: 'CA State Tax',
  rate: 0.0725,
  price: bag(amount),
  channelLiable: false,
})

export function line(
  shop: ShopState,
  productId: string,
  quantity: number,
  taxes: string,
): Order['lines'][number] {
  return {
    id: newGid(shop, 'LineItem'),
    title: 'Lamp & Shade',
    variantTitle: null,
    sku: 'L-1',
    vendor: 'New',
    quantity,
    variantId: shop.products.get(productId)?.variants[0]?.id ?? null,
    productId,
    unitPrice: bag('19.99'),
    taxLines: [tax(taxes)],
    customAttributes: [],
    requiresShipping: true,
    taxable: true,
    isGiftCard: false,
    discount: bag('0'),
    editDiscounts: [],
    removed: 0,
    refunded: 0,
  }
}

export function transaction(
  shop: ShopState,
  kind: string,
  amount: string,
): Order['transactions'][number] {
  const at = nowIso(shop)
  return {
    id: newGid(shop, 'OrderTransaction'),
    kind,
    status: 'SUCCESS',
    gateway: 'stripe',
    amount: bag(amount),
    parentId: null,
    processedAt: at,
    createdAt: at,
    test: false,
    authorizationCode: null,
    receiptJson: null,
  }
}

export function blankOrder(shop: ShopState, sourceId: number, status: string): Order {
  const at = nowIso(shop)
  return {
    id: newGid(shop, 'Order'),
    name: String(sourceId),
    number: sourceId,
    email: null,
    phone: null,
    note: null,
    poNumber: null,
    tags: [],
    customAttributes: [{ key: 'Old store status', value: status }],
    customerId: null,
    currency: 'USD',
    presentmentCurrency: 'USD',
    test: false,
    taxesIncluded: false,
    taxExempt: false,
    processedAt: at,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    cancelNote: null,
    sourceIdentifier: String(sourceId),
    sourceName: null,
    sourceUrl: null,
    billingAddress: null,
    shippingAddress: null,
    lines: [],
    shippingLines: [],
    taxLines: [],
    discount: null,
    givenFinancialStatus: 'PENDING',
    transactions: [],
    refunds: [],
    fulfillmentOrders: [],
    fulfillments: [],
    edits: [],
  }
}

export function deliver(shop: ShopState, gid: string): void {
  const order = shop.orders.get(gid)
  if (!order) return
  const at = nowIso(shop)
  order.fulfillments.push({
    id: newGid(shop, 'Fulfillment'),
    name: `${order.name}.1`,
    status: 'SUCCESS',
    locationId: [...shop.locationList.keys()][0] ?? '',
    fulfillmentOrderIds: [],
    lines: order.lines.map(({ id, quantity }) => ({
      id: newGid(shop, 'FulfillmentLineItem'),
      lineItemId: id,
      quantity,
    })),
    tracking: [],
    createdAt: at,
    updatedAt: at,
  })
}

export function giveBack(shop: ShopState, gid: string, amount: string, note: string): void {
  const order = shop.orders.get(gid)
  if (!order) return
  const money = {
    ...transaction(shop, 'REFUND', amount),
    parentId: order.transactions[0]?.id ?? null,
  }
  order.transactions.push(money)
  order.refunds.push({
    id: newGid(shop, 'Refund'),
    note,
    lines: [],
    shipping: bag('0'),
    shippingTax: bag('0'),
    transactionIds: [money.id],
    total: bag(amount),
    createdAt: money.createdAt,
    processedAt: money.processedAt,
  })
}
