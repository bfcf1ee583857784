import type { Json, Wire } from '../../store/dialect.ts'
import { taxOn, totalsOf } from '../../store/shop.ts'
import type { Order, OrderLine, Refund, Shop } from '../../store/shop.ts'
import { amounts, billingId, currencies, isOfLines, shippingId } from './sale-values.ts'
import { dateTime } from './time.ts'

/* What belongs to an order and has lists of its own. */

/** An invoice of the whole order, as soon as it is paid. */
export const invoiceId = ({ id }: Order) => id * 10 + 2
export const shipmentId = ({ id }: Order) => id * 10 + 3

export function invoiceShape(shop: Shop, order: Order): Wire {
  const totals = totalsOf(order)
  const id = invoiceId(order)
  const at = dateTime(order.paidAt ?? order.createdAt)
  return {
    ...currencies(shop),
    ...amounts({
      discount_amount: 0,
      discount_tax_compensation_amount: 0,
      grand_total: totals.total,
      shipping_amount: totals.shipping,
      shipping_incl_tax: totals.shipping + totals.shippingTax,
      shipping_tax_amount: totals.shippingTax,
      subtotal: totals.lines,
      subtotal_incl_tax: totals.lines + totals.lineTax,
      tax_amount: totals.lineTax + totals.shippingTax,
    }),
    shipping_discount_tax_compensation_amount: 0,
    base_shipping_discount_tax_compensation_amnt: 0,
    billing_address_id: billingId(order),
    can_void_flag: 0,
    created_at: at,
    entity_id: id,
    increment_id: String(id).padStart(9, '0'),
    order_id: order.id,
    shipping_address_id: shippingId(order),
    state: 2,
    store_id: 1,
    total_qty: order.lines.reduce((all, { quantity }) => all + quantity, 0),
    updated_at: at,
    items: order.lines.map((line) => ({
      ...pieces(line, line.quantity, order.taxRate),
      ...amounts({ discount_amount: 0, discount_tax_compensation_amount: 0 }),
      entity_id: line.id * 10,
      parent_id: id,
    })),
    comments: [],
  }
}

/** So many pieces of a line, on what belongs to its order. */
function pieces(line: OrderLine, quantity: number, taxRate: number): Wire {
  const row = line.unitPrice * quantity
  const tax = taxOn(row, taxRate)
  return {
    ...amounts({
      price: line.unitPrice,
      price_incl_tax: line.unitPrice + taxOn(line.unitPrice, taxRate),
      row_total: row,
      row_total_incl_tax: row + tax,
      tax_amount: tax,
    }),
    name: line.title,
    product_id: line.productId,
    sku: line.sku,
    order_item_id: line.id,
    qty: quantity,
  }
}

export function shipmentShape(order: Order): Wire {
  const id = shipmentId(order)
  const at = dateTime(order.changedAt ?? order.createdAt)
  return {
    billing_address_id: billingId(order),
    created_at: at,
    ...(order.customerId === null ? {} : { customer_id: order.customerId }),
    entity_id: id,
    increment_id: String(id).padStart(9, '0'),
    order_id: order.id,
    packages: [],
    shipping_address_id: shippingId(order),
    store_id: 1,
    total_qty: order.lines.reduce((all, { quantity }) => all + quantity, 0),
    updated_at: at,
    items: order.lines.map((line) => ({
      entity_id: line.id * 10 + 1,
      name: line.title,
      parent_id: id,
      price: line.unitPrice / 100,
      product_id: line.productId,
      sku: line.sku,
      weight: 0.9,
      order_item_id: line.id,
      qty: line.quantity,
    })),
    tracks: [
      {
        order_id: order.id,
        created_at: at,
        entity_id: id,
        parent_id: id,
        updated_at: at,
        weight: null,
        qty: null,
        description: null,
        track_number: `FF-${order.id}`,
        title: 'Ferry Post',
        carrier_code: 'custom',
      },
    ],
    comments: [],
  }
}

/** Without lines it is an adjustment, which is nobody's. */
export function creditMemoShape(shop: Shop, order: Order, refund: Refund): Wire {
  const { id, amount } = refund
  const ofLines = isOfLines(refund)
  const at = dateTime(refund.at)
  const adjustment = ofLines ? 0 : amount
  const memo = amounts({
    adjustment,
    ...(ofLines ? {} : { adjustment_negative: 0, adjustment_positive: amount }),
    discount_amount: 0,
    discount_tax_compensation_amount: 0,
    grand_total: amount,
    shipping_amount: 0,
    shipping_incl_tax: 0,
    shipping_tax_amount: 0,
    subtotal: ofLines ? amount : 0,
    subtotal_incl_tax: ofLines ? amount : 0,
    tax_amount: 0,
  })
  return {
    ...currencies(shop),
    ...memo,
    billing_address_id: billingId(order),
    created_at: at,
    entity_id: id,
    increment_id: String(id).padStart(9, '0'),
    order_id: order.id,
    shipping_address_id: shippingId(order),
    state: 2,
    store_id: 1,
    updated_at: at,
    items: refund.lines.flatMap(({ id: itemId, lineId, quantity }): Json[] => {
      const line = order.lines.find((each) => each.id === lineId)
      if (!line) return []
      return [
        {
          ...pieces(line, quantity, 0),
          ...amounts({
            discount_tax_compensation_amount: 0,
            weee_tax_applied_amount: 0,
            weee_tax_disposition: 0,
            weee_tax_row_disposition: 0,
          }),
          base_weee_tax_applied_row_amnt: 0,
          weee_tax_applied_row_amount: 0,
          weee_tax_applied: '[]',
          base_cost: null,
          entity_id: itemId,
          parent_id: id,
        },
      ]
    }),
    comments:
      refund.reason === ''
        ? []
        : [
            {
              comment: refund.reason,
              created_at: at,
              entity_id: id * 10,
              is_customer_notified: 0,
              is_visible_on_front: 0,
              parent_id: id,
            },
          ],
  }
}
