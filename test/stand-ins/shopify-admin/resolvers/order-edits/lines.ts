import Big from 'big.js'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { timesBag, ZERO_BAG } from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  findVariant,
  type LineItem,
  type Order,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { currentQuantity, findLine, fulfilledQuantity, newCalculatedId } from './apply.ts'
import { change, moneyInput, NO_LINE } from './session.ts'
import { inBothCurrencies } from '../orders/math.ts'
import { variantTitle } from '../variants/input.ts'

function quantityErrors(quantity: number): UserError[] {
  return [...(quantity > 0 ? [] : [userError(['quantity'], 'must be greater than 0')])]
}

function taxesOn(ctx: Ctx, order: Order, price: Bag, quantity: number): LineItem['taxLines'] {
  const tax = ctx.shop.taxOnEdits
  if (!tax) return []
  const whole = timesBag(price, quantity)
  const share = order.taxesIncluded ? new Big(tax.rate).div(new Big(1).plus(tax.rate)) : tax.rate
  const rounded = (amount: string) =>
    new Big(amount).times(share).round(2, Big.roundHalfUp).toFixed()
  return [
    {
      ...tax,
      price: { shop: rounded(whole.shop), presentment: rounded(whole.presentment) },
      channelLiable: false,
    },
  ]
}

const BLANK_LINE = {
  variantTitle: null,
  sku: null,
  vendor: null,
  variantId: null,
  productId: null,
  taxLines: [],
  customAttributes: [],
  isGiftCard: false,
  discount: ZERO_BAG,
  editDiscounts: [],
  removed: 0,
  refunded: 0,
}

export const addVariant = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const quantity = z.number().parse(args.quantity)
    if (quantity <= 0) {
      return [
        ...quantityErrors(quantity),
        ...(quantity < 0 ? [userError(['quantity'], 'must be greater than or equal to 0')] : []),
      ]
    }
    const found = findVariant(ctx.shop, String(args.variantId))
    if (!found) return [userError(['variantId'], 'The variant does not exist in the shop.')]
    const { product, variant } = found
    const isThere = draft.lines.some(
      (line) => line.variantId === variant.id && currentQuantity(line) > 0,
    )
    if (isThere && args.allowDuplicates !== true) {
      return [
        userError(['id'], `${product.title} was not added because it's already on the order.`),
      ]
    }
    const lineId = newCalculatedId()
    const unitPrice = inBothCurrencies(draft, variant.price)
    const item = {
      ...BLANK_LINE,
      title: product.title,
      variantTitle: variant.values[0] === 'Default Title' ? null : variantTitle(variant),
      sku: variant.sku,
      vendor: product.vendor,
      quantity,
      variantId: variant.id,
      productId: product.id,
      unitPrice,
      taxLines: variant.taxable ? taxesOn(ctx, draft, unitPrice, quantity) : [],
      requiresShipping: variant.item.requiresShipping,
      taxable: variant.taxable,
    }
    return { changes: [...edit.changes, { kind: 'item', lineId, item }], lineId }
  })

export const addCustomItem = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const quantity = z.number().parse(args.quantity)
    const title = z.string().parse(args.title).trim()
    const price = readInput(moneyInput, args.price, 'MoneyInput')
    const errors = quantityErrors(quantity)
    if (title === '') errors.push(userError(['title'], "can't be blank"))
    if (title.length > 255) {
      errors.push(userError(['title'], 'is too long (maximum is 255 characters)'))
    }
    if (new Big(price.amount).lt(0)) {
      errors.push(userError(['price', 'amount'], 'must be greater than or equal to 0'))
    }
    if (price.currencyCode !== draft.presentmentCurrency) {
      errors.push(userError(['price', 'amount'], `Currency must be ${draft.presentmentCurrency}.`))
    }
    if (errors.length > 0) return errors
    const lineId = newCalculatedId()
    const unitPrice = inBothCurrencies(draft, price.amount)
    const taxable = args.taxable !== false
    const item = {
      ...BLANK_LINE,
      title,
      quantity,
      unitPrice,
      taxLines: taxable ? taxesOn(ctx, draft, unitPrice, quantity) : [],
      requiresShipping: args.requiresShipping === true,
      taxable,
    }
    return { changes: [...edit.changes, { kind: 'item', lineId, item }], lineId }
  })

export const setQuantity = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, order, draft }) => {
    const lineId = String(args.lineItemId)
    const quantity = z.number().parse(args.quantity)
    if (quantity < 0) return [userError(['quantity'], 'must be greater than or equal to 0')]
    const line = findLine(draft, lineId)
    if (!line) return [userError(['lineItemId'], NO_LINE)]
    const before = findLine(order, lineId)
    // Documented: only unfulfilled items can be edited. The words were not recorded.
    if (before && quantity < fulfilledQuantity(order, before)) {
      return [userError(['quantity'], 'cannot be less than the fulfilled quantity')]
    }
    const others = edit.changes.filter(
      (entry) => entry.kind !== 'quantity' || findLine(draft, entry.lineId)?.id !== line.id,
    )
    const restock = args.restock === true
    return { changes: [...others, { kind: 'quantity', lineId, quantity, restock }], lineId }
  })
