import type { Json, Wire } from '../../store/dialect.ts'
import { taxOn, totalsOf } from '../../store/shop.ts'
import type { Order, OrderLine, Refund, Shop, Totals } from '../../store/shop.ts'
import { attributeOf, optionId } from './attributes.ts'
import { sent } from './catalogue.ts'
import { orderAddress } from './people.ts'
import { amounts, billingId, currencies, isOfLines, shippingId } from './sale-values.ts'
import { dateTime } from './time.ts'

const STATES = {
  open: ['new', 'pending'],
  paid: ['processing', 'processing'],
  sent: ['complete', 'complete'],
  cancelled: ['canceled', 'canceled'],
} as const
const TAX = 'FF-US-CA'

const isPaid = ({ paidAt }: Order) => paidAt !== null
const isSent = ({ status }: Order) => status === 'sent'

const refundedOf = ({ refunds }: Order, line: OrderLine) =>
  refunds
    .flatMap(({ lines }) => lines)
    .filter(({ lineId }) => lineId === line.id)
    .reduce((sum, { quantity }) => sum + quantity, 0)

const childId = (line: OrderLine) => line.id + 1_000_000

/** A line of a configurable product comes twice: the parent with the amounts, the child without. */
function itemShapes(shop: Shop, order: Order, line: OrderLine): Wire[] {
  const row = line.unitPrice * line.quantity
  const tax = taxOn(row, order.taxRate)
  const quantities = {
    qty_canceled: order.status === 'cancelled' ? line.quantity : 0,
    qty_invoiced: isPaid(order) ? line.quantity : 0,
    qty_ordered: line.quantity,
    qty_refunded: refundedOf(order, line),
    qty_shipped: isSent(order) ? line.quantity : 0,
  }
  const variant = line.variantId === null ? null : shop.variants.get(line.variantId)
  const common = {
    created_at: dateTime(order.createdAt),
    discount_percent: 0,
    free_shipping: 0,
    is_qty_decimal: 0,
    is_virtual: 0,
    no_discount: 0,
    order_id: order.id,
    ...quantities,
    sku: line.sku,
    store_id: 1,
    updated_at: dateTime(order.changedAt ?? order.createdAt),
    weight: 0.9,
  }
  const parent: Wire = {
    ...common,
    ...amounts({
      amount_refunded: refundedOf(order, line) * line.unitPrice,
      discount_amount: 0,
      discount_invoiced: 0,
      discount_tax_compensation_amount: 0,
      original_price: line.unitPrice,
      price: line.unitPrice,
      price_incl_tax: line.unitPrice + taxOn(line.unitPrice, order.taxRate),
      row_invoiced: isPaid(order) ? row : 0,
      row_total: row,
      row_total_incl_tax: row + tax,
      tax_amount: tax,
      tax_invoiced: isPaid(order) ? tax : 0,
      weee_tax_applied_amount: 0,
      weee_tax_disposition: 0,
      weee_tax_row_disposition: 0,
    }),
    base_weee_tax_applied_row_amnt: 0,
    weee_tax_applied_row_amount: 0,
    weee_tax_applied: '[]',
    item_id: line.id,
    name: line.title,
    product_id: line.productId,
    product_type: line.variantId === null ? 'simple' : 'configurable',
    quote_item_id: line.id,
    row_weight: 0.9 * line.quantity,
    tax_percent: order.taxRate / 100,
    ...(variant ? { product_option: chosen(shop, line) } : {}),
  }
  if (line.variantId === null) return [parent]
  const nothing = amounts({
    amount_refunded: 0,
    discount_amount: 0,
    discount_invoiced: 0,
    price: 0,
    row_invoiced: 0,
    row_total: 0,
    row_total_incl_tax: 0,
    tax_amount: 0,
    tax_invoiced: 0,
  })
  const child: Wire = {
    ...common,
    ...nothing,
    original_price: 0,
    item_id: childId(line),
    name: [line.title, ...(variant?.values ?? [])].join(' '),
    parent_item_id: line.id,
    product_id: line.variantId,
    product_type: 'simple',
    quote_item_id: childId(line),
    row_weight: 0,
    tax_percent: 0,
    parent_item: parent,
  }
  return [parent, child]
}

function chosen(shop: Shop, line: OrderLine): Json {
  const variant = line.variantId === null ? null : shop.variants.get(line.variantId)
  const options = shop.products.get(line.productId)?.options ?? []
  return {
    extension_attributes: {
      configurable_item_options: options.map(({ name }, at) => {
        const attribute = attributeOf(shop, name)
        const value = variant?.values[at] ?? ''
        return {
          option_id: String(attribute.id),
          option_value: optionId(shop, attribute, value),
        }
      }),
    },
  }
}

/** What of shipping an order says, on itself and once more at its shipping address. */
const shippingAmounts = (totals: Totals): Wire => ({
  ...amounts({
    shipping_amount: totals.shipping,
    shipping_discount_amount: 0,
    shipping_incl_tax: totals.shipping + totals.shippingTax,
    shipping_tax_amount: totals.shippingTax,
  }),
  shipping_discount_tax_compensation_amount: 0,
  base_shipping_discount_tax_compensation_amnt: 0,
})

function paid(order: Order, totals: Totals): Wire {
  if (!isPaid(order)) return {}
  const named = amounts({
    discount_invoiced: 0,
    discount_tax_compensation_invoiced: 0,
    shipping_invoiced: totals.shipping,
    subtotal_invoiced: totals.lines,
    tax_invoiced: totals.lineTax + totals.shippingTax,
    total_invoiced: totals.total,
    total_paid: totals.total,
  })
  return { ...named, base_total_invoiced_cost: 0 }
}

function cancelled(order: Order, totals: Totals): Wire {
  if (order.status !== 'cancelled') return {}
  return amounts({
    discount_canceled: 0,
    shipping_canceled: totals.shipping,
    subtotal_canceled: totals.lines,
    tax_canceled: totals.lineTax + totals.shippingTax,
    total_canceled: totals.total,
  })
}

const sum = (refunds: readonly Refund[]) => refunds.reduce((all, { amount }) => all + amount, 0)

function refunded({ refunds }: Order): Wire {
  if (refunds.length === 0) return {}
  return amounts({
    adjustment_negative: 0,
    adjustment_positive: sum(refunds.filter((each) => !isOfLines(each))),
    discount_refunded: 0,
    discount_tax_compensation_refunded: 0,
    shipping_refunded: 0,
    shipping_tax_refunded: 0,
    subtotal_refunded: sum(refunds.filter(isOfLines)),
    tax_refunded: 0,
    total_offline_refunded: sum(refunds),
    total_refunded: sum(refunds),
  })
}

const taxOf = (order: Order, cents: number): Json[] => [
  {
    code: TAX,
    title: TAX,
    percent: order.taxRate / 100,
    amount: cents / 100,
    base_amount: cents / 100,
  },
]

export function orderShape(shop: Shop, order: Order): Wire {
  const { id } = order
  const totals = totalsOf(order)
  const tax = totals.lineTax + totals.shippingTax
  const [state, status] = STATES[order.status]
  const items = order.lines.flatMap((line) => itemShapes(shop, order, line))
  const customer = order.customerId === null ? null : shop.customers.get(order.customerId)
  const pieces = order.lines.reduce((all, { quantity }) => all + quantity, 0)
  return sent(
    shop,
    `order ${id}`,
    {
      ...currencies(shop),
      ...amounts({
        discount_amount: 0,
        discount_tax_compensation_amount: 0,
        grand_total: totals.total,
        subtotal: totals.lines,
        subtotal_incl_tax: totals.lines + totals.lineTax,
        tax_amount: tax,
        total_due: isPaid(order) ? 0 : totals.total,
      }),
      ...shippingAmounts(totals),
      ...paid(order, totals),
      ...cancelled(order, totals),
      ...refunded(order),
      billing_address_id: billingId(order),
      created_at: dateTime(order.createdAt),
      customer_email: order.email,
      customer_firstname: customer?.firstName ?? order.billing.firstName,
      customer_group_id: order.customerId === null ? 0 : 1,
      // Gone with the account, and nobody becomes a guest by it (measured: 431).
      ...(customer ? { customer_id: customer.id } : {}),
      customer_is_guest: order.customerId === null ? 1 : 0,
      customer_lastname: customer?.lastName ?? order.billing.lastName,
      customer_note_notify: 1,
      email_sent: 1,
      entity_id: id,
      increment_id: order.number.padStart(9, '0'),
      is_virtual: 0,
      protect_code: `code${id}`,
      quote_id: id,
      remote_ip: '127.0.0.1',
      shipping_description: 'Flat Rate - Fixed',
      state,
      status,
      store_id: 1,
      store_name: 'Main Website\nMain Website Store\nDefault Store View',
      total_item_count: order.lines.length,
      total_qty_ordered: pieces,
      updated_at: order.changedAt === null ? null : dateTime(order.changedAt),
      weight: 0.9 * pieces,
      items,
      billing_address: orderAddress(order.billing, {
        id: billingId(order),
        orderId: id,
        type: 'billing',
        email: order.email,
      }),
      payment: {
        account_status: null,
        additional_information: ['Check / Money order'],
        ...amounts({
          amount_ordered: totals.total,
          ...(isPaid(order) ? { amount_paid: totals.total } : {}),
          shipping_amount: totals.shipping,
        }),
        cc_last4: null,
        entity_id: id,
        method: 'checkmo',
        parent_id: id,
      },
      status_histories: commentShapes(order),
      extension_attributes: {
        shipping_assignments: [
          {
            shipping: {
              address: orderAddress(order.shipping, {
                id: shippingId(order),
                orderId: id,
                type: 'shipping',
                email: order.email,
              }),
              method: 'flatrate_flatrate',
              total: shippingAmounts(totals),
            },
            items,
          },
        ],
        payment_additional_info: [{ key: 'method_title', value: 'Check / Money order' }],
        applied_taxes: taxOf(order, tax),
        item_applied_taxes: [
          { type: 'shipping', applied_taxes: taxOf(order, totals.shippingTax) },
          ...order.lines.map((line) => ({
            type: 'product',
            item_id: line.id,
            applied_taxes: taxOf(order, taxOn(line.unitPrice * line.quantity, order.taxRate)),
          })),
        ],
        converting_from_quote: true,
      },
    },
    { items: 'gone', billing_address: 'gone', increment_id: { no: 'text' } },
  )
}

/** Newest first (measured: 096). */
export const commentShapes = (order: Order): Json[] =>
  order.comments.toReversed().map(({ id, at, text }) => ({
    comment: text,
    created_at: dateTime(at),
    entity_id: id,
    is_customer_notified: 0,
    is_visible_on_front: 0,
    parent_id: order.id,
    status: STATES[order.status][1],
  }))
