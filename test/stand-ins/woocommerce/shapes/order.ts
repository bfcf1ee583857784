import { big, fixed, round } from '../totals/money.ts'
import { subtotalTaxOf, taxOf, totalsOf } from '../totals/order-math.ts'
import type {
  CouponLine,
  FeeLine,
  LineTax,
  Meta,
  Note,
  Order,
  ProductLine,
  Refund,
  ShippingLine,
  TaxLine,
} from '../records.ts'
import { refundsOf, type WooState } from '../state.ts'
import {
  currencySymbol,
  dates,
  links,
  metaData,
  orderBilling,
  orderShipping,
  type Wire,
} from './parts.ts'

/** Line meta come with the words a customer would read. */
function displayMeta(state: WooState, meta: readonly Meta[], line?: ProductLine): Wire[] {
  const product = line ? state.products.get(line.productId) : undefined
  return meta.map(({ id, key, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const global = [...state.attributes.values()].find((attribute) => attribute.slug === key)
    const local = product?.attributes.find(
      (a) => a.id === 0 && a.name.toLowerCase().replace(/\s+/g, '-') === key,
    )
    const term = global
      ? [...state.terms.values()].find((t) => t.attributeId === global.id && t.slug === text)
      : undefined
    return {
      id,
      key,
      value,
      display_key: global?.name ?? local?.name ?? key,
      display_value: term?.name ?? text,
    }
  })
}

const taxes = (list: readonly LineTax[]): Wire[] =>
  list.map(({ id, total, subtotal }) => ({ id, total, subtotal }))

function productLine(state: WooState, line: ProductLine, gross: boolean, dp: number): Wire {
  const product = state.products.get(line.productId)
  const variation = state.variations.get(line.variationId)
  const own = variation?.image ?? product?.images[0]
  const src = own ? (own.src.startsWith('/') ? state.homeUrl + own.src : own.src) : ''
  // Measured: no image "" for a product, 0 for a variation, 0 when the product is gone.
  const none = product && !variation ? '' : 0
  return {
    id: line.id,
    name: line.name,
    product_id: line.productId,
    variation_id: line.variationId,
    quantity: line.quantity,
    tax_class: line.taxClass,
    subtotal: fixed(line.subtotal, dp),
    subtotal_tax: fixed(subtotalTaxOf(line.taxes, gross), dp),
    total: fixed(line.total, dp),
    total_tax: fixed(taxOf(line.taxes, gross), dp),
    taxes: taxes(line.taxes),
    meta_data: displayMeta(state, line.meta, line),
    sku: product ? variation?.sku || product.sku : null,
    // A float on purpose: PHP divides, nobody rounds (33.300000000000004).
    price: line.quantity === 0 ? 0 : Number(line.total) / line.quantity,
    image: { id: own ? String(own.id) : none, src },
    parent_name: variation && product ? product.name : null,
  }
}

function shippingLine(state: WooState, line: ShippingLine, gross: boolean, dp: number): Wire {
  return {
    id: line.id,
    method_title: line.methodTitle,
    method_id: line.methodId,
    instance_id: line.instanceId,
    total: fixed(line.total, dp),
    total_tax: fixed(taxOf(line.taxes, gross), dp),
    taxes: taxes(line.taxes),
    tax_status: line.taxStatus,
    meta_data: displayMeta(state, line.meta),
  }
}

function feeLine(state: WooState, line: FeeLine, gross: boolean, dp: number): Wire {
  return {
    id: line.id,
    name: line.name,
    tax_class: line.taxClass,
    tax_status: line.taxStatus,
    amount: '',
    total: fixed(line.total, dp),
    total_tax: fixed(taxOf(line.taxes, gross), dp),
    taxes: taxes(line.taxes),
    meta_data: displayMeta(state, line.meta),
  }
}

const taxLine = (line: TaxLine, dp: number): Wire => ({
  id: line.id,
  rate_code: line.rateCode,
  rate_id: line.rateId,
  label: line.label,
  compound: line.compound,
  tax_total: fixed(line.cart, dp),
  shipping_tax_total: fixed(line.shipping, dp),
  rate_percent: line.percent,
  meta_data: [],
})

function couponLine(line: CouponLine): Wire {
  const type = line.discountType === 'fixed_cart' ? null : line.discountType
  const info = JSON.stringify([
    line.couponId,
    line.code,
    type,
    line.amount,
    ...(line.freeShipping ? [true] : []),
  ])
  return {
    id: line.id,
    code: line.code,
    discount: line.discount,
    discount_tax: line.discountTax,
    meta_data: [
      {
        id: line.metaId,
        key: 'coupon_info',
        value: info,
        display_key: 'coupon_info',
        display_value: info,
      },
    ],
    discount_type: line.discountType,
    nominal_amount: line.amount,
    free_shipping: line.freeShipping,
  }
}

function needsProcessing(state: WooState, order: Order): boolean {
  return order.lines.some((line) => {
    const item = state.variations.get(line.variationId) ?? state.products.get(line.productId)
    return !(item && item.virtual && item.downloadable)
  })
}

/** `order_item_display_meta`: options that stand in the line's name are left out (measured: 150). */
function withoutTitleMeta(state: WooState, line: ProductLine): ProductLine {
  const title = line.name.split(' - ').at(-1)?.split(', ') ?? []
  const shown = displayMeta(state, line.meta, line)
  const meta = line.meta.filter((_one, i) => !title.includes(String(shown[i]?.['display_value'])))
  return { ...line, meta }
}

export function orderShape(state: WooState, order: Order, dp = 2, displayOnly = false): Wire {
  const totals = totalsOf(order)
  // Lines are rounded as the store is set up now, totals as it was then (measured: 074, 144).
  const gross = state.settings.pricesIncludeTax
  const unpaid = ['pending', 'failed', 'checkout-draft'].includes(order.status)
  const both = {
    created: dates(state, 'date_created', order.createdAt),
    modified: dates(state, 'date_modified', order.modifiedAt),
    completed: dates(state, 'date_completed', order.completedAt),
    paid: dates(state, 'date_paid', order.paidAt),
  }
  return {
    id: order.id,
    parent_id: 0,
    status: order.status,
    currency: order.currency,
    version: state.settings.wooVersion,
    prices_include_tax: order.pricesIncludeTax,
    date_created: both.created.date_created ?? null,
    date_modified: both.modified.date_modified ?? null,
    discount_total: fixed(totals.discountTotal, dp),
    discount_tax: fixed(totals.discountTax, dp),
    shipping_total: fixed(totals.shippingTotal, dp),
    shipping_tax: fixed(totals.shippingTax, dp),
    cart_tax: fixed(totals.cartTax, dp),
    total: fixed(totals.total, dp),
    total_tax: fixed(totals.totalTax, dp),
    customer_id: order.customerId,
    order_key: order.orderKey,
    billing: orderBilling(order.billing),
    shipping: orderShipping(order.shipping),
    payment_method: order.paymentMethod,
    payment_method_title: order.paymentMethodTitle,
    transaction_id: order.transactionId,
    customer_ip_address: order.customerIp,
    customer_user_agent: order.userAgent,
    created_via: order.createdVia,
    customer_note: order.customerNote,
    date_completed: both.completed.date_completed ?? null,
    date_paid: both.paid.date_paid ?? null,
    cart_hash: '',
    number: String(order.id),
    meta_data: metaData(order.meta),
    line_items: order.lines.map((line) =>
      productLine(state, displayOnly ? withoutTitleMeta(state, line) : line, gross, dp),
    ),
    tax_lines: order.taxLines.map((line) => taxLine(line, dp)),
    shipping_lines: order.shippingLines.map((line) => shippingLine(state, line, gross, dp)),
    fee_lines: order.feeLines.map((line) => feeLine(state, line, gross, dp)),
    coupon_lines: order.couponLines.map(couponLine),
    refunds: refundsOf(state, order.id).map((refund) => ({
      id: refund.id,
      reason: refund.reason,
      total: fixed(big(refund.amount).times(-1), dp),
    })),
    payment_url: `${state.homeUrl}/checkout/order-pay/${order.id}/?pay_for_order=true&key=${order.orderKey}`,
    is_editable: ['pending', 'on-hold', 'auto-draft'].includes(order.status),
    needs_payment: unpaid && round(totals.total).gt(0),
    needs_processing: needsProcessing(state, order),
    date_created_gmt: both.created.date_created_gmt ?? null,
    date_modified_gmt: both.modified.date_modified_gmt ?? null,
    date_completed_gmt: both.completed.date_completed_gmt ?? null,
    date_paid_gmt: both.paid.date_paid_gmt ?? null,
    currency_symbol: currencySymbol(order.currency).text,
    _links: links(state, `/orders/${order.id}`, {
      extra: {
        email_templates: [
          {
            embeddable: true,
            href: `${state.homeUrl}/wp-json/wc/v3/orders/${order.id}/actions/email_templates`,
          },
        ],
      },
      ...(order.customerId > 0 ? { customer: `/customers/${order.customerId}` } : {}),
    }),
  }
}

/** The list under an order has no `parent_id`, the top-level list has (measured: `153`). */
export function refundShape(state: WooState, refund: Refund, top: boolean, dp = 2): Wire {
  const gross = state.settings.pricesIncludeTax
  return {
    id: refund.id,
    ...(top ? { parent_id: refund.orderId } : {}),
    ...dates(state, 'date_created', refund.createdAt),
    amount: fixed(refund.amount, dp),
    reason: refund.reason,
    refunded_by: refund.refundedBy,
    refunded_payment: refund.refundedPayment,
    meta_data: [],
    line_items: refund.lines.map((line) => productLine(state, line, gross, dp)),
    shipping_lines: refund.shippingLines.map((line) => shippingLine(state, line, gross, dp)),
    tax_lines: refund.taxLines.map((line) => taxLine(line, dp)),
    fee_lines: refund.feeLines.map((line) => feeLine(state, line, gross, dp)),
    _links: links(state, `/orders/${refund.orderId}/refunds/${refund.id}`, {
      up: `/orders/${refund.orderId}`,
      allow: ['GET', 'DELETE'],
    }),
  }
}

export function noteShape(state: WooState, orderId: number, note: Note): Wire {
  return {
    id: note.id,
    author: note.author,
    ...dates(state, 'date_created', note.at),
    note: note.text,
    customer_note: note.forCustomer,
    _links: links(state, `/orders/${orderId}/notes/${note.id}`, {
      up: `/orders/${orderId}`,
      allow: ['GET', 'DELETE'],
    }),
  }
}
