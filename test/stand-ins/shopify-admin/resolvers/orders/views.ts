import { addBags, isZero, moneyBag, moneyV2 } from '#test/stand-ins/shopify-admin/store/money.ts'
import type {
  Bag,
  LineItem,
  Order,
  Refund,
  ShippingLine,
  TaxLine,
  Transaction,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { allTaxLines, shareOf } from './math.ts'

/** A part of an order together with its order: resolvers need the currencies and the siblings. */
export type OrderPart<T> = T & { order: Order }

export type LineView = OrderPart<LineItem>
export type TransactionView = OrderPart<Transaction>
export type RefundView = OrderPart<Refund>
export type ShippingLineView = OrderPart<ShippingLine>
export type TaxLineView = OrderPart<TaxLine>

export function lineView(order: Order, lineItemId: string): LineView | null {
  const line = order.lines.find((candidate) => candidate.id === lineItemId)
  return line ? { ...line, order } : null
}

export function bagOf(order: Order, bag: Bag) {
  return moneyBag(bag, order.currency, order.presentmentCurrency)
}

export function sliced<T>(items: readonly T[], first: unknown): T[] {
  return items.slice(0, typeof first === 'number' ? first : undefined)
}

export function taxViews(order: Order, lines: readonly TaxLine[]): TaxLineView[] {
  return lines.map((line) => ({ ...line, order }))
}

function merged(order: Order, lines: readonly TaxLine[]): TaxLineView[] {
  const byKind = new Map<string, TaxLine>()
  for (const line of lines) {
    const key = `${line.title} ${line.rate}`
    const known = byKind.get(key)
    byKind.set(key, known ? { ...known, price: addBags(known.price, line.price) } : { ...line })
  }
  return taxViews(order, [...byKind.values()])
}

/** Tax lines of the same title and rate as one, as an order shows them. */
export const mergedTaxLines = (order: Order) => merged(order, allTaxLines(order))

/** Recorded: of a line that lost items, the tax of those that are left. */
export function currentTaxLines(order: Order): TaxLineView[] {
  const lines = order.lines.map((line) => ({
    ...line,
    taxLines: line.taxLines.map((tax) => ({
      ...tax,
      price: shareOf(order, tax.price, line.quantity - line.removed, line.quantity),
    })),
  }))
  const left = allTaxLines({ ...order, lines })
  return merged(
    order,
    left.filter(({ price }) => !isZero(price)),
  )
}

function codeApplication(order: Order) {
  const { discount } = order
  if (!discount) return null
  return {
    __typename: 'DiscountCodeApplication',
    allocationMethod: 'ACROSS',
    targetSelection: 'ALL',
    targetType: discount.kind === 'free_shipping' ? 'SHIPPING_LINE' : 'LINE_ITEM',
    code: discount.code,
    index: 0,
    value:
      discount.kind === 'fixed'
        ? moneyV2(discount.amount.presentment, order.presentmentCurrency)
        : {
            __typename: 'PricingPercentageValue',
            percentage: discount.kind === 'percentage' ? discount.percentage : 100,
          },
  }
}

function editApplications(order: Order) {
  const first = order.discount ? 1 : 0
  return order.lines
    .flatMap((line) => line.editDiscounts)
    .map((discount, i) => ({
      __typename: 'ManualDiscountApplication',
      id: discount.id,
      allocationMethod: 'EACH',
      targetSelection: 'EXPLICIT',
      targetType: 'LINE_ITEM',
      title: discount.description ?? '',
      description: discount.description,
      index: first + i,
      value:
        discount.percentage === null
          ? moneyV2(discount.amount.presentment, order.presentmentCurrency)
          : { __typename: 'PricingPercentageValue', percentage: discount.percentage },
    }))
}

/** The order's code first, then what order edits gave to single lines. */
export function discountApplications(order: Order) {
  const code = codeApplication(order)
  return [...(code ? [code] : []), ...editApplications(order)]
}

function allocation(order: Order, amount: Bag, discountApplication: unknown) {
  return {
    allocatedAmount: moneyV2(amount.shop, order.currency),
    allocatedAmountSet: bagOf(order, amount),
    discountApplication,
  }
}

/** Who took how much off a line: its share of the order's code, and discounts of its own. */
export function allocations(
  order: Order,
  line: Pick<LineItem, 'discount'> & Partial<Pick<LineItem, 'editDiscounts'>>,
) {
  const code = codeApplication(order)
  const applications = editApplications(order)
  return [
    ...(code && !isZero(line.discount) ? [allocation(order, line.discount, code)] : []),
    ...(line.editDiscounts ?? []).map(({ id, amount }) =>
      allocation(
        order,
        amount,
        applications.find((application) => application.id === id),
      ),
    ),
  ]
}
