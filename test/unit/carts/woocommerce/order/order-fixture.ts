import { wireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import type { WireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'

/** A small paid order of one line, as the API sends it; `changes` replaces fields. */
export function anOrder(changes: Readonly<Record<string, unknown>> = {}): WireOrder {
  return wireOrder.parse({
    id: 500,
    number: '500',
    status: 'processing',
    currency: 'USD',
    prices_include_tax: false,
    date_created_gmt: '2026-02-01T10:00:00',
    date_modified_gmt: '2026-02-02T11:00:00',
    date_paid_gmt: '2026-02-01T10:00:05',
    date_completed_gmt: null,
    total: '20.00',
    total_tax: '0.00',
    customer_id: 7,
    billing: { first_name: 'Ada', last_name: 'Moor', email: 'Ada@Example.test', country: 'US' },
    payment_method: 'bacs',
    payment_method_title: 'Bank transfer',
    line_items: [aLine()],
    ...changes,
  })
}

export function aLine(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 1,
    name: 'Tea',
    product_id: 10,
    variation_id: 0,
    quantity: 2,
    subtotal: '20.00',
    subtotal_tax: '0.00',
    total: '20.00',
    total_tax: '0.00',
    taxes: [],
    meta_data: [],
    sku: 'TEA',
    parent_name: null,
    ...changes,
  }
}
