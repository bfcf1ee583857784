import { wooSays } from '../messages/woocommerce.ts'
import { orNull, plainText } from '../../kit/text/text.ts'
import { decimal, subtract, sum, toDecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrderLine, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { absolute, isZero, value } from '../../kit/order/amounts.ts'
import type { OrderDates } from './dates.ts'
import type { WireOrder, WireRefund } from '../wire/order.ts'

/** What is given back without a refund of its own has no id; there is at most one per order. */
const BY_STATUS = 'by-status'

/**
 * The order's refunds, oldest first. An order that counts as refunded is given back in full: what
 * its refunds leave open (the status was set by hand, or by an import) is one refund more.
 */
export function toRefunds(
  wire: WireOrder,
  read: readonly WireRefund[],
  lines: readonly CanonicalOrderLine[],
  dates: OrderDates,
  isRefunded: boolean,
): { refunds: CanonicalRefund[]; remarks: SourceRemark[] } {
  const remarks: SourceRemark[] = []
  const byId = new Map(lines.map((line) => [line.sourceId, line]))
  const refunds = read
    .map((refund) => {
      const at = dates.of(refund.date_created_gmt, refund.date_created)
      if (at === null) remarks.push(dateRemark())
      const made = toRefund(refund, byId, at ?? dates.modifiedAt ?? dates.placedAt)
      const { refund: own, remark } = inAccord(made, byId)
      if (remark) remarks.push(remark)
      return own
    })
    .toSorted(
      (a, b) => a.refundedAt.localeCompare(b.refundedAt) || Number(a.sourceId) - Number(b.sourceId),
    )
  // Refunds that the order names and that were not read are no reason to give back twice.
  if (!isRefunded || read.length < wire.refunds.length) return { refunds, remarks }
  const open = subtract(value(wire.total), sum(refunds.map(({ amount }) => amount)))
  if (!decimal(open).gt(0)) return { refunds, remarks }
  remarks.push(statusRemark(refunds.length > 0))
  const last = refunds.at(-1)?.refundedAt
  return {
    refunds: [
      ...refunds,
      {
        sourceId: BY_STATUS,
        amount: toDecimalString(decimal(open)),
        reason: null,
        // Not the last change, which moves with every edit.
        refundedAt: last ?? dates.completedAt ?? dates.paidAt ?? dates.placedAt,
        lines: [],
        shippingAmount: '0',
      },
    ],
    remarks,
  }
}

function toRefund(
  wire: WireRefund,
  lines: ReadonlyMap<string, CanonicalOrderLine>,
  refundedAt: string,
): CanonicalRefund {
  return {
    sourceId: String(wire.id),
    amount: absolute(wire.amount),
    reason: orNull(plainText(wire.reason)),
    refundedAt,
    lines: wire.line_items.flatMap((line) => {
      const of = line.meta_data.find((meta) => meta.key === '_refunded_item_id')?.value
      const lineSourceId = typeof of === 'string' || typeof of === 'number' ? String(of) : ''
      const known = lines.get(lineSourceId)
      const quantity = typeof line.quantity === 'number' ? Math.abs(line.quantity) : 0
      if (!known || !Number.isInteger(quantity) || quantity === 0) return []
      return [
        {
          lineSourceId,
          quantity: Math.min(quantity, known.quantity),
          amount: absolute(sum([value(line.total), value(line.total_tax)])),
        },
      ]
    }),
    shippingAmount: absolute(
      sum(wire.shipping_lines.flatMap((line) => [value(line.total), value(line.total_tax)])),
    ),
  }
}

/**
 * A refund without an amount gave back what its parts say. One of nothing at all only took pieces
 * back into stock: in Shopify the order would be worth less, and its customer would be owed money.
 */
function inAccord(
  refund: CanonicalRefund,
  lines: ReadonlyMap<string, CanonicalOrderLine>,
): { refund: CanonicalRefund; remark?: SourceRemark } {
  if (!isZero(refund.amount)) return { refund }
  const parts = sum([...refund.lines.map(({ amount }) => amount), refund.shippingAmount])
  if (!isZero(parts)) return { refund: { ...refund, amount: parts }, remark: amountRemark() }
  const free = refund.lines.filter(({ lineSourceId }) =>
    isZero(lines.get(lineSourceId)?.total ?? ''),
  )
  return free.length === refund.lines.length
    ? { refund }
    : { refund: { ...refund, lines: free }, remark: piecesRemark() }
}

function amountRemark(): SourceRemark {
  return {
    code: 'VALUE_NOT_READABLE',
    field: 'refunds',
    message: wooSays('refundWithoutAmount'),
  }
}

function piecesRemark(): SourceRemark {
  return {
    code: 'PAYMENT_NOT_CLEAR',
    field: 'refunds',
    message: wooSays('refundOfItemsOnly'),
  }
}

function dateRemark(): SourceRemark {
  return {
    code: 'VALUE_NOT_READABLE',
    field: 'refunds',
    message: wooSays('refundWithoutDate'),
  }
}

function statusRemark(isPartly: boolean): SourceRemark {
  return {
    code: 'PAYMENT_NOT_CLEAR',
    field: 'refunds',
    message: wooSays('refundedByStatus', { isPartly }),
  }
}
