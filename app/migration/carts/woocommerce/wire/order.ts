import { metaData } from './meta.ts'
import { z } from 'zod'
import { addressOrNone } from './customer.ts'
import {
  amount,
  amountOrNone,
  entries,
  flag,
  gmt,
  id,
  idOrNone,
  isNothing,
  joinKey,
  moneyEntries,
  text,
} from '../../kit/wire/shapes.ts'

/*
 * Unknown fields are ignored here (`fields/order.ts` accounts for them). Lists that make up the
 * order's money refuse the order when one of their entries cannot be read; any other entry costs
 * itself alone.
 */

const itemTaxes = z.preprocess(
  asStored,
  moneyEntries(z.object({ id: joinKey, total: amountOrNone, subtotal: amountOrNone })),
)

/** As WooCommerce keeps them, and some plugins send them: `{ total: { rate: amount }, subtotal: … }`. */
function asStored(value: unknown): unknown {
  const stored = storedTaxes.safeParse(value)
  if (!stored.success) return value
  const { total, subtotal } = stored.data
  return Object.entries(total).map(([id, amount]) => ({
    id,
    total: amount,
    subtotal: subtotal[id] ?? amount,
  }))
}

const perRate = z.preprocess(
  (value) => (isNothing(value) ? {} : value),
  z.record(z.string(), z.unknown()),
)
const storedTaxes = z.object({ total: z.record(z.string(), z.unknown()), subtotal: perRate })

/** Pieces, or what they weigh; a text that is no number counts as one piece and is kept. */
const quantity = z.preprocess(
  (value) => (isNothing(value) ? 0 : value),
  z.union([z.number(), z.boolean().transform(Number), z.string().transform(numberIn)]),
)

function numberIn(text: string): number | string {
  const number = Number(text.trim().replace(',', '.'))
  return Number.isFinite(number) ? number : text.trim().slice(0, 100)
}

const line = z.object({
  id,
  name: text,
  product_id: idOrNone,
  variation_id: idOrNone,
  quantity,
  /** Without one the line was sold at its total. */
  subtotal: amountOrNone,
  subtotal_tax: amountOrNone,
  total: amount,
  total_tax: amountOrNone,
  taxes: itemTaxes,
  meta_data: metaData('line_items[].meta_data[]'),
  sku: text,
  parent_name: text,
})
export type WireLine = z.infer<typeof line>

const refundLine = z.object({
  id,
  quantity: quantity.catch(0),
  total: amountOrNone,
  total_tax: amountOrNone,
  meta_data: metaData('refunds[].line_items[].meta_data[]'),
})

export const wireOrder = z.object({
  id,
  parent_id: idOrNone,
  created_via: text,
  number: text,
  order_key: text,
  status: text,
  currency: z.string().min(1),
  prices_include_tax: flag,
  date_created: gmt,
  date_created_gmt: gmt,
  date_modified: gmt,
  date_modified_gmt: gmt,
  date_completed: gmt,
  date_completed_gmt: gmt,
  date_paid: gmt,
  date_paid_gmt: gmt,
  total: amount,
  total_tax: amount,
  discount_total: amountOrNone,
  discount_tax: amountOrNone,
  customer_id: idOrNone,
  billing: addressOrNone,
  shipping: addressOrNone,
  payment_method: text,
  payment_method_title: text,
  transaction_id: text,
  customer_note: text,
  meta_data: metaData('meta_data[]'),
  line_items: moneyEntries(line),
  tax_lines: moneyEntries(
    z.object({
      rate_id: joinKey,
      label: text,
      rate_code: text,
      tax_total: amountOrNone,
      shipping_tax_total: amountOrNone,
      rate_percent: text.catch(''),
    }),
  ),
  shipping_lines: moneyEntries(
    z.object({
      id,
      method_title: text,
      method_id: text,
      total: amountOrNone,
      total_tax: amountOrNone,
      taxes: itemTaxes,
      meta_data: metaData('shipping_lines[].meta_data[]'),
    }),
  ),
  fee_lines: moneyEntries(
    z.object({
      id,
      name: text,
      total: amountOrNone,
      total_tax: amountOrNone,
      taxes: itemTaxes,
      meta_data: metaData('fee_lines[].meta_data[]'),
    }),
  ),
  coupon_lines: moneyEntries(
    z.object({
      id,
      code: text,
      discount: amountOrNone,
      discount_tax: amountOrNone,
      meta_data: metaData('coupon_lines[].meta_data[]'),
    }),
  ),
  /** Gift Cards by WooCommerce, and others after its manner. */
  gift_cards: entries('gift_cards[]', z.object({ code: text, number: text, amount: amountOrNone })),
  /** In short; the whole refunds are a request of their own. */
  refunds: entries('refunds[]', z.object({ id, reason: text, total: amountOrNone.catch('') })),
})
export type WireOrder = z.infer<typeof wireOrder>

export const wireRefund = z.object({
  id,
  date_created: gmt,
  date_created_gmt: gmt,
  amount,
  reason: text,
  line_items: moneyEntries(refundLine),
  shipping_lines: moneyEntries(z.object({ total: amountOrNone, total_tax: amountOrNone })),
})
export type WireRefund = z.infer<typeof wireRefund>

export const wireNote = z.object({ id, note: text, date_created_gmt: gmt })
export type WireNote = z.infer<typeof wireNote>
