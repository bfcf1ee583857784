import {
  decimal,
  subtract,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import { absolute, isZero, value } from '../../kit/order/amounts.ts'
import { orNull, withoutTags } from '../../kit/text/text.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireCreditMemo, WireMemoItem } from '../wire/order-documents.ts'
import type { WireOrder } from '../wire/order.ts'
import type { Named } from './custom-data.ts'
import { amountIn } from './money/extras.ts'
import { least } from './money/money.ts'
import { isPayable } from './money/payable.ts'
import type { Family } from './lines/families.ts'
import { familyByItem, piecesCounter } from './lines/pieces.ts'

type Refunds = {
  refunds: CanonicalRefund[]
  /** What adjustments gave or kept, which no line of a refund shows. */
  attributes: Named[]
  /** The order was given back more than its credit memos say. */
  unlisted: boolean
  /** Some of it went to the customer's store credit. */
  toCredit: boolean
  /** Credit memos under which nothing was given back yet. */
  open: number
}

/** What is given back without a credit memo has no number; there is at most one per order. */
const UNLISTED = 'without-memo'

const OPEN = '1'
const CANCELLED = '3'

/** The order's credit memos, oldest first, each with what it gave back in the order's currency. */
export function toRefunds(
  wire: WireOrder,
  memos: readonly WireCreditMemo[],
  families: readonly Family[],
  placedAt: string,
): Refunds {
  const counter = piecesCounter(families)
  const byItem = familyByItem(families)
  const given = memos
    .filter(({ state }) => state !== OPEN && state !== CANCELLED)
    .toSorted(
      (a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '') || a.entity_id - b.entity_id,
    )
  const refunds = given.map((memo): CanonicalRefund => {
    const { pieces } = counter.add(memo.items)
    const amounts = Map.groupBy(memo.items, ({ order_item_id }) => byItem.get(order_item_id))
    return {
      sourceId: String(memo.entity_id),
      amount: value(memo.grand_total),
      reason: reasonOf(memo),
      refundedAt: fromGmt(memo.created_at) ?? fromGmt(wire.updated_at) ?? placedAt,
      lines: [...pieces].map(([family, quantity]) => ({
        lineSourceId: String(family.root.item_id),
        quantity,
        amount: amountOf(family, amounts.get(family) ?? []),
      })),
      shippingAmount: shippingOf(memo, wire),
    }
  })
  const left = subtract(value(wire.total_refunded), sum(refunds.map(({ amount }) => amount)))
  const unlisted = isPayable(left, wire)
  return {
    refunds: unlisted
      ? [
          ...refunds,
          {
            sourceId: UNLISTED,
            amount: toDecimalString(decimal(left)),
            reason: null,
            // Not the last change, which moves with every edit.
            refundedAt: refunds.at(-1)?.refundedAt ?? placedAt,
            lines: [],
            shippingAmount: '0',
          },
        ]
      : refunds,
    attributes: given.flatMap(adjustments),
    unlisted,
    toCredit: given.some(wentToCredit),
    open: memos.filter(({ state }) => state === OPEN).length,
  }
}

/** What the rows of a family gave back, its own or its parts', with tax. */
function amountOf({ root }: Family, items: readonly WireMemoItem[]): DecimalString {
  const own = items.filter(({ order_item_id }) => order_item_id === root.item_id)
  const whole = sum(own.map(rowAmount))
  return isZero(whole) ? sum(items.map(rowAmount)) : whole
}

/** What was given back of the shipping, with tax: less its discount, which a memo has among its own. */
function shippingOf(memo: WireCreditMemo, { shipping_discount_amount }: WireOrder): DecimalString {
  const charged = sum(
    [
      memo.shipping_amount,
      memo.shipping_tax_amount,
      memo.shipping_discount_tax_compensation_amount,
    ].map(value),
  )
  const ofRows = sum(memo.items.map(({ discount_amount }) => value(discount_amount)))
  const off = [
    subtract(absolute(memo.discount_amount), ofRows),
    value(shipping_discount_amount),
    charged,
  ].reduce(least)
  return decimal(off).gt(0) ? subtract(charged, off) : charged
}

function rowAmount(item: WireMemoItem): DecimalString {
  const paid = sum(
    [
      item.row_total,
      item.tax_amount,
      item.discount_tax_compensation_amount,
      item.weee_tax_applied_row_amount,
    ].map(value),
  )
  return subtract(paid, value(item.discount_amount))
}

function reasonOf({ comments, customer_note }: WireCreditMemo): string | null {
  const texts = [customer_note, ...comments.map(({ comment }) => comment)].map(withoutTags)
  return orNull([...new Set(texts)].filter((text) => text !== '').join('\n'))
}

function adjustments(memo: WireCreditMemo): Named[] {
  const number = orNull(memo.increment_id) ?? String(memo.entity_id)
  const entry = (what: string, amount: string) =>
    isZero(amount) ? [] : [{ name: `${what} of refund ${number}`, value: value(amount) }]
  return [
    ...entry('Adjustment', memo.adjustment_positive),
    ...entry('Fee', memo.adjustment_negative),
  ]
}

/** Adobe Commerce. */
const TO_CREDIT = /^(bs_)?customer_bal(ance)?_total_refunded$/

function wentToCredit({ extension_attributes, ...memo }: WireCreditMemo): boolean {
  return [...Object.entries(memo), ...Object.entries(extension_attributes)].some(
    ([key, raw]) => TO_CREDIT.test(key) && amountIn(raw) !== null,
  )
}
