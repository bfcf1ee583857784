import { expect, it } from 'vitest'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import { create, updateOf, writeOne } from '#test/contracts/target-writer/intents.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
  categories,
} from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import type { Fault } from '#test/stand-ins/shopify-admin/faults.ts'

/*
 * Shopify makes a change and answers with a top-level error beside it (recorded), or with nothing but
 * the error. Each change the app makes of a new record is struck in both ways: what stands in the
 * store then is what stands there when nothing happens.
 */

const metafields: CanonicalCustomer['metafields'] = [
  { key: 'material', name: 'Material', type: 'single_line_text_field', value: 'Clay' },
]
const product = aProduct({
  collections: categories('Mugs'),
  metafields,
  options: [{ name: 'Size', values: ['S', 'L'] }],
  variants: [
    aVariant({ sourceId: '1', sku: 'S', options: [{ name: 'Size', value: 'S' }] }),
    aVariant({ sourceId: '2', sku: 'L', options: [{ name: 'Size', value: 'L' }] }),
  ],
})
const customer = aCustomer({
  metafields,
  emailConsent: { state: 'subscribed', at: '2025-05-01T00:00:00Z' },
})
const order = anOrder({
  lines: [aLine({ sourceId: 'l1', quantity: 2, subtotal: '20.00', total: '20.00' })],
  total: '20.00',
  payment: {
    state: 'paid',
    gateway: 'stripe',
    gatewayTitle: null,
    transactionId: null,
    paidAt: '2026-01-15T10:25:00Z',
    received: null,
  },
  fulfillment: 'fulfilled',
  shipments: [
    {
      trackingNumber: 'A1',
      company: 'UPS',
      url: null,
      shippedAt: null,
      lines: [{ lineSourceId: 'l1', quantity: 1 }],
    },
  ],
  refunds: [
    {
      sourceId: 'r1',
      amount: '4.00',
      reason: null,
      refundedAt: '2026-01-20T00:00:00Z',
      lines: [],
      shippingAmount: '0',
    },
  ],
})
const cancelled = anOrder({ cancelledAt: '2026-01-21T00:00:00Z' })

const changes: [string, CanonicalRecord][] = [
  ['collectionCreate', product],
  ['productSet', product],
  ['publishablePublish', product],
  ['metafieldDefinitionCreate', product],
  ['metafieldsSet', product],
  ['customerSet', customer],
  ['customerEmailMarketingConsentUpdate', customer],
  ['metafieldsSet', customer],
  ['orderCreate', order],
  ['fulfillmentCreate', order],
  ['refundCreate', order],
  ['orderCancel', cancelled],
]
const ways: [string, Fault][] = [
  ['beside what it shows', { kind: 'error_beside' }],
  ['instead of what it shows', { kind: 'error_beside', withoutData: true }],
]

/** What stands in the store, and what the app knows of it. */
async function arrive(record: CanonicalRecord, field?: string, fault?: Fault) {
  const target = await startShopifyTarget()
  const { shopify, shop, writer } = target
  try {
    if (field && fault) shopify.faults.add({ fault, field })
    const result = await writeOne(writer, create(record))
    if (fault) expect(shopify.faults.fired).toMatchObject({ error_beside: 1 })
    const { emails, stockMoves } = shopify.stats()
    expect({ emails, stockMoves }).toEqual({ emails: 0, stockMoves: 0 })
    // And once more: nothing is left to be done.
    target.changes.length = 0
    await writeOne(writer, updateOf(result, record, []))
    expect(target.changes).toEqual([])
    return {
      fields: result.snapshot.fields,
      notes: result.notes,
      counts: [shop.products.size, shop.customers.size, shop.orders.size, shop.collections.size],
      variants: Object.keys(result.children).length,
      refunds: [...shop.orders.values()].map(({ refunds }) => refunds.length),
      parcels: [...shop.orders.values()].map(({ fulfillments }) => fulfillments.length),
    }
  } finally {
    await shopify.close()
  }
}

it.each(
  changes.flatMap(([field, record]) => ways.map(([way, fault]) => ({ field, record, way, fault }))),
)(
  'an error $way: $field of a $record.kind is found and neither doubled nor left out',
  async ({ field, record, fault }) => {
    expect(await arrive(record, field, fault)).toEqual(await arrive(record))
  },
)
