import type { z } from 'zod'
import { invalidId, RestError } from '../rest/errors.ts'
import { asPrice, big, fixed, precise, sum } from '../totals/money.ts'
import { collectTaxLines, totalsOf } from '../totals/order-math.ts'
import type { LineTax, Meta, Order, Refund } from '../records.ts'
import { refundsOf, type WooState } from '../state.ts'
import { refundInput, type RefundInput } from './inputs.ts'
import { setOrderStatus } from './orders.ts'
import { moveStock } from './products.ts'

export const refundedSoFar = (state: WooState, orderId: number) =>
  sum(refundsOf(state, orderId).map((refund) => refund.amount))

const remaining = (state: WooState, order: Order) =>
  totalsOf(order).total.minus(refundedSoFar(state, order.id))

type LineInput = NonNullable<z.output<typeof refundInput>['line_items']>[number]
const negative = (value: string | undefined) => precise(big(asPrice(value ?? '0')).times(-1))

function blankRefund(state: WooState, order: Order, amount: string, reason: string): Refund {
  return {
    id: 0,
    orderId: order.id,
    createdAt: state.now(),
    amount,
    reason,
    refundedBy: 1,
    refundedPayment: false,
    lines: [],
    shippingLines: [],
    feeLines: [],
    taxLines: [],
  }
}

/** A refunded line points to the line of the order by its meta. */
function addRefundLine(state: WooState, order: Order, refund: Refund, input: LineInput) {
  const taxes: LineTax[] = (input.refund_tax ?? []).map((tax) => ({
    id: tax.id,
    total: negative(tax.refund_total),
    subtotal: negative(tax.refund_total),
  }))
  const total = negative(input.refund_total)
  const meta: Meta[] = state.meta([{ key: '_refunded_item_id', value: String(input.id) }])
  const line = order.lines.find((one) => one.id === input.id)
  const shipping = order.shippingLines.find((one) => one.id === input.id)
  const fee = order.feeLines.find((one) => one.id === input.id)
  const id = state.id('item')
  if (line) {
    const quantity = input.quantity ? -input.quantity : 0
    refund.lines.push({ ...line, id, quantity, subtotal: total, total, taxes, meta })
  } else if (shipping) {
    const plain = taxes.map((tax) => ({ ...tax, subtotal: '' }))
    refund.shippingLines.push({ ...shipping, id, total, taxes: plain, meta })
  } else if (fee) {
    refund.feeLines.push({ ...fee, id, total, taxes, meta })
  }
}

function restock(state: WooState, order: Order, inputs: readonly LineInput[]) {
  for (const { id, quantity } of inputs) {
    const line = order.lines.find((one) => one.id === id)
    const reduced = line?.meta.find((meta) => meta.key === '_reduced_stock')
    if (!line || !reduced || !quantity) continue
    if (!moveStock(state, line.productId, line.variationId, quantity)) continue
    reduced.value = String(Number(reduced.value) - quantity)
    const done = line.meta.find((meta) => meta.key === '_restock_refunded_items')
    if (done) done.value = String(Number(done.value) + quantity)
    else
      line.meta.push(...state.meta([{ key: '_restock_refunded_items', value: String(quantity) }]))
  }
}

function save(state: WooState, order: Order, refund: Refund): Refund {
  const source = { ...refund, roundedDown: state.settings.pricesIncludeTax, taxLines: [] }
  refund.taxLines = collectTaxLines(state, source, () => state.id('item'))
  refund.id = state.id('post')
  state.refunds.set(refund.id, refund)
  order.modifiedAt = state.now()
  return refund
}

/** The order moves; a part leaves its status, the rest makes it `refunded` (measured: 085-093, d13). */
export function createRefund(state: WooState, orderId: number, raw: RefundInput): Refund {
  const order = state.orders.get(orderId)
  if (!order) throw invalidId('refundOrder')
  const input = refundInput.parse(raw)
  const lines = input.line_items ?? []
  const fromLines = sum(
    lines.flatMap((line) => [
      asPrice(line.refund_total ?? '0'),
      ...(line.refund_tax ?? []).map((tax) => asPrice(tax.refund_total)),
    ]),
  )
  const amount = big(input.amount === undefined ? fromLines : asPrice(input.amount))
  const left = remaining(state, order)
  if (amount.lte(0) || amount.gt(left)) {
    throw new RestError(
      500,
      'woocommerce_rest_cannot_create_order_refund',
      'Invalid refund amount.',
      500,
    )
  }
  const refund = blankRefund(state, order, fixed(amount), input.reason ?? '')
  for (const line of lines) addRefundLine(state, order, refund, line)
  save(state, order, refund)
  if (input.api_restock ?? true) restock(state, order, lines)
  if (amount.eq(left)) setOrderStatus(state, order, 'refunded')
  return refund
}

/** Setting `refunded` by hand: one refund without lines for what is left (measured: `096`). */
export function refundRest(state: WooState, order: Order) {
  const left = remaining(state, order)
  if (left.lte(0)) return
  save(state, order, blankRefund(state, order, fixed(left), 'Order fully refunded.'))
}

/** Leaves no trace: the order's date does not move (measured: d27). */
export function deleteRefund(state: WooState, id: number) {
  if (!state.refunds.delete(id)) throw invalidId('refund')
}
