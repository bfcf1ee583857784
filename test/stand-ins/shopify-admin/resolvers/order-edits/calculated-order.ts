import Big from 'big.js'
import { connect } from '../connection.ts'
import type { Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import {
  moneyBag,
  moneyV2,
  subtractBags,
  timesBag,
} from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  findVariant,
  legacyId,
  type LineDiscount,
  type LineItem,
  type Order,
  type OrderEdit,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { calculatedId, currentQuantity, findLine, fulfilledQuantity, withEdit } from './apply.ts'
import { totalsOf } from '../orders/math.ts'

/** `original` before the edit, `draft` with it. */
type CalculatedView = { id: string; original: Order; draft: Order; edit: OrderEdit }
type LineView = { id: string; line: LineItem; view: CalculatedView }

export function calculatedOrder(original: Order, edit: OrderEdit): CalculatedView {
  const id = `gid://shopify/CalculatedOrder/${edit.number}`
  return { id, original, draft: withEdit(original, edit), edit }
}

const lineViews = (view: CalculatedView): LineView[] =>
  view.draft.lines.map((line) => ({ id: calculatedId(line.id), line, view }))

export function calculatedLine(original: Order, edit: OrderEdit, lineId: string): LineView | null {
  const view = calculatedOrder(original, edit)
  const line = findLine(view.draft, lineId)
  return line ? { id: calculatedId(line.id), line, view } : null
}

export function calculatedShipping(original: Order, edit: OrderEdit, id: string) {
  return shippingViews(calculatedOrder(original, edit)).find((line) => line.id === id) ?? null
}

function shippingViews({ original, draft, edit }: CalculatedView) {
  const isRemoved = (id: string) =>
    edit.changes.some((change) => change.kind === 'shipping_removed' && change.id === id)
  const isAdded = (id: string) =>
    edit.changes.some((change) => change.kind === 'shipping' && change.id === id)
  const lines = [...original.shippingLines, ...draft.shippingLines.filter(({ id }) => isAdded(id))]
  return lines.map((line) => ({
    id: isAdded(line.id) ? line.id : `gid://shopify/CalculatedShippingLine/${legacyId(line.id)}`,
    title: line.title,
    price: bagOf(draft, line.price),
    stagedStatus: isAdded(line.id) ? 'ADDED' : isRemoved(line.id) ? 'REMOVED' : 'NONE',
  }))
}

function bagOf(order: Order, bag: Bag) {
  return moneyBag(bag, order.currency, order.presentmentCurrency)
}

const isNew = ({ line, view }: LineView) => !view.original.lines.some(({ id }) => id === line.id)

function application(order: Order, discount: LineDiscount, quantity: number) {
  return {
    __typename: 'CalculatedManualDiscountApplication',
    id: discount.id,
    description: discount.description,
    allocationMethod: 'EACH',
    appliedTo: 'LINE',
    targetSelection: 'EXPLICIT',
    targetType: 'LINE_ITEM',
    value:
      discount.percentage === null
        ? moneyV2(
            new Big(discount.amount.presentment).div(quantity).toFixed(),
            order.presentmentCurrency,
          )
        : { __typename: 'PricingPercentageValue', percentage: discount.percentage },
  }
}

const lineType: Resolvers<LineView> = {
  title: ({ line }) => line.title,
  variantTitle: ({ line }) => line.variantTitle,
  sku: ({ line }) => line.sku,
  variant: ({ line }, _args, ctx) => findVariant(ctx.shop, line.variantId ?? '')?.variant ?? null,
  quantity: ({ line }) => currentQuantity(line),
  editableQuantity: ({ line, view }) =>
    currentQuantity(line) - fulfilledQuantity(view.original, line),
  editableQuantityBeforeChanges: ({ line, view }) => {
    const before = view.original.lines.find(({ id }) => id === line.id)
    return before ? currentQuantity(before) - fulfilledQuantity(view.original, before) : 0
  },
  customAttributes: ({ line }) => line.customAttributes,
  originalUnitPriceSet: ({ line, view }) => bagOf(view.draft, line.unitPrice),
  discountedUnitPriceSet: ({ line, view }) => {
    const off = line.editDiscounts.reduce(
      (sum, { amount }) => subtractBags(sum, timesBag(amount, new Big(1).div(line.quantity))),
      line.unitPrice,
    )
    return bagOf(view.draft, off)
  },
  hasStagedLineItemDiscount: ({ id, view }) =>
    view.edit.changes.some(
      (change) => change.kind === 'discount' && calculatedId(change.lineId) === id,
    ),
  calculatedDiscountAllocations: ({ line, view }) =>
    line.editDiscounts.map((discount) => ({
      allocatedAmountSet: bagOf(view.draft, discount.amount),
      discountApplication: application(view.draft, discount, line.quantity),
    })),
  restockable: () => true,
  restocking: ({ id, view }) =>
    view.edit.changes.some(
      (change) =>
        change.kind === 'quantity' && calculatedId(change.lineId) === id && change.restock,
    ),
}

const orderType: Resolvers<CalculatedView> = {
  originalOrder: (view) => view.original,
  committed: () => false,
  lineItems: (view, args) =>
    connect(
      lineViews(view).filter((line) => !isNew(line)),
      args,
      (line) => ({ id: line.id }),
    ),
  addedLineItems: (view, args) =>
    connect(lineViews(view).filter(isNew), args, (line) => ({ id: line.id })),
  shippingLines: (view) => shippingViews(view),
  subtotalLineItemsQuantity: (view) =>
    view.draft.lines.reduce((sum, line) => sum + currentQuantity(line), 0),
  subtotalPriceSet: (view) => bagOf(view.draft, totalsOf(view.draft).currentSubtotal),
  totalPriceSet: (view) => bagOf(view.draft, totalsOf(view.draft).currentTotal),
  totalOutstandingSet: (view) => bagOf(view.draft, totalsOf(view.draft).outstanding),
  cartDiscountAmountSet: (view) => bagOf(view.draft, totalsOf(view.draft).currentDiscounts),
}

export const calculatedTypes: Record<string, Resolvers<never>> = {
  CalculatedOrder: orderType,
  CalculatedLineItem: lineType,
}
