import { randomUUID } from 'node:crypto'
import Big from 'big.js'
import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  legacyId,
  type Order,
  type StagedChange,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { findLine } from './apply.ts'
import { change, type Money, moneyInput, NO_LINE } from './session.ts'
import { inBothCurrencies } from '../orders/math.ts'

const discountInput = z.strictObject({
  description: z.string().nullish(),
  fixedValue: moneyInput.nullish(),
  percentValue: z.number().nullish(),
})

/** A fixed value is taken off each unit (a guess: it was recorded for one unit only). */
function readDiscount(draft: Order, input: unknown): UserError[] | Omit<StagedDiscount, 'id'> {
  const { description, fixedValue, percentValue } = readInput(
    discountInput,
    input,
    'OrderEditAppliedDiscountInput',
  )
  if (fixedValue && fixedValue.currencyCode !== draft.presentmentCurrency) {
    const message = `Currency must be ${draft.presentmentCurrency}.`
    return [userError(['discount', 'fixedValue', 'amount'], message)]
  }
  const value = new Big(fixedValue?.amount ?? percentValue ?? 0)
  if (!value.gt(0)) return [userError(['discount'], 'must be greater than 0')]
  return {
    description: description ?? null,
    percentage: fixedValue ? null : (percentValue ?? null),
    fixed: fixedValue ? inBothCurrencies(draft, fixedValue.amount) : null,
  }
}
type StagedDiscount = Extract<StagedChange, { kind: 'discount' }>['discount']

const newApplication = () => `gid://shopify/CalculatedManualDiscountApplication/${randomUUID()}`

export const addDiscount = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const lineId = String(args.lineItemId)
    // Recorded on `id`, unlike in a change of a quantity.
    if (!findLine(draft, lineId)) return [userError(['id'], NO_LINE)]
    const discount = readDiscount(draft, args.discount)
    if (Array.isArray(discount)) return discount
    const id = newApplication()
    const added: StagedChange = { kind: 'discount', id, lineId, discount: { ...discount, id } }
    return { changes: [...edit.changes, added], lineId }
  })

const NO_DISCOUNT = 'The discount does not exist on the order.'

export const updateDiscount = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const at = edit.changes.findIndex(
      (entry) => entry.kind === 'discount' && entry.id === args.discountApplicationId,
    )
    const staged = edit.changes[at]
    if (staged?.kind !== 'discount') {
      return [userError(['discountApplicationId'], NO_DISCOUNT, 'INVALID')]
    }
    const discount = readDiscount(draft, args.discount)
    if (Array.isArray(discount)) return discount
    const next: StagedChange = { ...staged, discount: { ...discount, id: staged.id } }
    return { changes: edit.changes.with(at, next), lineId: staged.lineId }
  })

export const removeDiscount = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit }) => {
    const rest = edit.changes.filter(
      (entry) => entry.kind !== 'discount' || entry.id !== args.discountApplicationId,
    )
    return rest.length < edit.changes.length
      ? { changes: rest }
      : [userError(['discountApplicationId'], NO_DISCOUNT, 'INVALID')]
  })

function shippingPrice(draft: Order, price: Money): UserError[] {
  if (price.currencyCode !== draft.presentmentCurrency) {
    const message = `The price must be in ${draft.presentmentCurrency}.`
    return [userError(['shippingLine', 'price'], message, 'INVALID')]
  }
  return new Big(price.amount).lt(0)
    ? [userError(['shippingLine', 'price'], 'must be greater than or equal to 0', 'INVALID')]
    : []
}

export const addShipping = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const input = readInput(
      z.strictObject({ title: z.string(), price: moneyInput }),
      args.shippingLine,
      'OrderEditAddShippingLineInput',
    )
    const errors = shippingPrice(draft, input.price)
    if (errors.length > 0) return errors
    const id = `gid://shopify/CalculatedShippingLine/${randomUUID()}`
    const price = inBothCurrencies(draft, input.price.amount)
    const added: StagedChange = { kind: 'shipping', id, title: input.title, price }
    return { changes: [...edit.changes, added], shippingId: id }
  })

export const updateShipping = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, draft }) => {
    const input = readInput(
      z.strictObject({ title: z.string().nullish(), price: moneyInput.nullish() }),
      args.shippingLine,
      'OrderEditUpdateShippingLineInput',
    )
    const at = edit.changes.findIndex(
      (entry) => entry.kind === 'shipping' && entry.id === args.shippingLineId,
    )
    const staged = edit.changes[at]
    if (staged?.kind !== 'shipping') {
      const message =
        "The shipping line can't be updated because it doesn't exist or wasn't added during this edit."
      return [userError(['shippingLineId'], message, 'INVALID')]
    }
    const errors = input.price ? shippingPrice(draft, input.price) : []
    if (errors.length > 0) return errors
    const next: StagedChange = {
      ...staged,
      title: input.title ?? staged.title,
      price: input.price ? inBothCurrencies(draft, input.price.amount) : staged.price,
    }
    return { changes: edit.changes.with(at, next) }
  })

export const removeShipping = (args: Args, ctx: Ctx) =>
  change(args, ctx, ({ edit, order }) => {
    const id = String(args.shippingLineId)
    const rest = edit.changes.filter((entry) => entry.kind !== 'shipping' || entry.id !== id)
    if (rest.length < edit.changes.length) return { changes: rest }
    const own = order.shippingLines.find((line) => legacyId(line.id) === legacyId(id))
    const isGone = edit.changes.some(
      (entry) => entry.kind === 'shipping_removed' && entry.id === own?.id,
    )
    if (!own || isGone) {
      const message =
        "The shipping line can't be removed because it doesn't exist or has already been removed."
      return [userError(['shippingLineId'], message, 'INVALID')]
    }
    return { changes: [...edit.changes, { kind: 'shipping_removed', id: own.id }] }
  })
