import { jsonOf } from '../../kit/text/text.ts'
import { fingerprint, type Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import type { OrderTotal } from '#app/migration/engine/ports/source.ts'
import { isReadOfLine } from '../order/lines.ts'
import { toOrder } from '../order/to-canonical.ts'
import { toProduct, type ProductFacts } from '../product/to-canonical.ts'
import { toCustomer } from '../customer/to-canonical.ts'
import type { WireCustomer } from '../wire/customer.ts'
import type { WireOrder } from '../wire/order.ts'
import type { WireProduct } from '../wire/product.ts'

/**
 * What a list row shows of a record, as one keyed hash: the row read as a record, without the parts
 * that take requests of their own, and without what moves by itself (stock, sales, ratings, links,
 * related products). The date of change counts as well: it tells of what the row does not show.
 */

/**
 * A variable product shows the lowest price, whether anything is on sale, its attributes' values and
 * the ids of its variations; a price or a SKU of one variation only where it moves one of these or
 * the date.
 */
export function productRowHash(key: string, wire: WireProduct, facts: ProductFacts): string {
  const { variants, ...product } = toProduct(wire, [], facts)
  const seen: Json = {
    date: wire.date_modified_gmt,
    type: wire.type,
    prices: [wire.price, wire.regular_price, wire.sale_price, wire.on_sale],
    attributes: wire.attributes,
    variations: wire.variations,
    product,
    variants: variants.map(({ inventory: _stock, ...variant }) => variant),
  }
  return fingerprint(key, seen)
}

/** Rows of customers are complete. */
export function customerRowHash(key: string, wire: WireCustomer): string {
  // Ledgers hold hashes without the company that no address names.
  const { company: _company, ...customer } = toCustomer(wire)
  return fingerprint(key, { date: wire.date_modified_gmt, customer })
}

/**
 * Rows of orders are complete but for the lines of refunds and the notes. WooCommerce fills in some
 * of a line from the product as it is now (SKU, links, the names of attributes): that is no change
 * of the order. What the order came to is read from the same row. @throws RecordError
 */
export function orderRow(
  key: string,
  wire: WireOrder,
  statuses: StatusMeanings = {},
): { rowHash: string; total: OrderTotal } {
  const {
    lines,
    // Nothing but an order's creation brings them, and ledgers hold hashes without them.
    payments: _payments,
    ...order
  } = toOrder(wire, {
    refunds: [],
    notes: [],
    fingerprintKey: key,
    statuses,
  })
  const seen: Json = {
    date: wire.date_modified_gmt,
    order,
    refunds: wire.refunds,
    lines: lines.map(
      ({
        sku: _sku,
        productSourceId: _product,
        variantSourceId: _variant,
        properties: _properties,
        ...line
      }) => line,
    ),
    meta: wire.line_items.map(({ meta_data }) =>
      meta_data
        .filter(({ key: name }) => isReadOfLine(name))
        .map(({ key: name, value }) => [name, jsonOf(value)]),
    ),
  }
  const { currency, total: amount, placedAt } = order
  return { rowHash: fingerprint(key, seen), total: { currency, amount, placedAt } }
}
