import Big from 'big.js'
import { type Ctx, type UserError, userError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  addBags,
  decimalsOf,
  roundBag,
  splitAmount,
  timesBag,
  ZERO_BAG,
} from '#test/stand-ins/shopify-admin/store/money.ts'
import {
  type Bag,
  isoSeconds,
  newGid,
  nowIso,
  type Order,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { MoneyBagInput, OrderCreateInput } from './input.ts'
import { totalsOf } from './math.ts'

export type Currencies = { shop: string; presentment: string }

export function zero(currencies: Currencies): MoneyBagInput {
  return { shopMoney: { amount: '0', currencyCode: currencies.shop }, presentmentMoney: null }
}

/** Presentment for one unit of the order's currency, from the first amount that has both. */
export function presentmentRate(input: OrderCreateInput): Big {
  for (const line of input.lineItems ?? []) {
    const set = line.priceSet
    if (set?.presentmentMoney && !new Big(set.shopMoney.amount).eq(0)) {
      return new Big(set.presentmentMoney.amount).div(set.shopMoney.amount)
    }
  }
  return new Big(1)
}

export function readBag(
  given: MoneyBagInput | null | undefined,
  currencies: Currencies,
  rate: Big,
  field: string[],
  errors: UserError[],
): Bag {
  if (!given) return ZERO_BAG
  const { shopMoney, presentmentMoney } = given
  if (shopMoney.currencyCode !== currencies.shop) {
    errors.push(
      userError(
        [...field, 'shopMoney', 'currencyCode'],
        `Currency code ${shopMoney.currencyCode} does not match the order's currency ${currencies.shop}`,
        'INVALID',
      ),
    )
  }
  if (presentmentMoney && presentmentMoney.currencyCode !== currencies.presentment) {
    errors.push(
      userError(
        [...field, 'presentmentMoney', 'currencyCode'],
        `Currency code ${presentmentMoney.currencyCode} does not match the order's presentment currency ${currencies.presentment}`,
        'INVALID',
      ),
    )
  }
  const derived =
    currencies.shop === currencies.presentment
      ? new Big(shopMoney.amount)
      : new Big(shopMoney.amount).times(rate)
  const bag = {
    shop: new Big(shopMoney.amount).toFixed(),
    presentment: presentmentMoney ? new Big(presentmentMoney.amount).toFixed() : derived.toFixed(),
  }
  if (new Big(bag.shop).lt(0) || new Big(bag.presentment).lt(0)) {
    errors.push(userError(field, 'Price must be greater than or equal to 0', 'INVALID'))
  }
  return roundBag(bag, currencies.shop, currencies.presentment)
}

export function applyDiscount(
  order: Order,
  input: OrderCreateInput,
  bag: (given: MoneyBagInput | null | undefined, field: string[]) => Bag,
): void {
  const given = input.discountCode
  const fixed = given?.itemFixedDiscountCode
  const percentage = given?.itemPercentageDiscountCode
  const lineTotals = order.lines.map((line) => timesBag(line.unitPrice, line.quantity))
  const all = addBags(ZERO_BAG, ...lineTotals)
  if (fixed) {
    const amount = bag(fixed.amountSet, ['discountCode', 'itemFixedDiscountCode', 'amountSet'])
    order.discount = { code: fixed.code, kind: 'fixed', amount }
    spread(order, lineTotals, {
      shop: new Big(amount.shop).gt(all.shop) ? all.shop : amount.shop,
      presentment: new Big(amount.presentment).gt(all.presentment)
        ? all.presentment
        : amount.presentment,
    })
  } else if (percentage) {
    const share = Math.min(100, Math.max(0, percentage.percentage ?? 0))
    order.discount = { code: percentage.code, kind: 'percentage', percentage: share }
    const amount = timesBag(all, new Big(share).div(100))
    spread(order, lineTotals, roundBag(amount, order.currency, order.presentmentCurrency))
  } else if (given?.freeShippingDiscountCode) {
    order.discount = { code: given.freeShippingDiscountCode.code, kind: 'free_shipping' }
    for (const line of order.shippingLines) line.discount = line.price
  }
}

function spread(order: Order, weights: readonly Bag[], amount: Bag): void {
  const shop = splitAmount(
    amount.shop,
    weights.map((w) => w.shop),
    decimalsOf(order.currency),
  )
  const presentment = splitAmount(
    amount.presentment,
    weights.map((w) => w.presentment),
    decimalsOf(order.presentmentCurrency),
  )
  order.lines.forEach((line, i) => {
    line.discount = { shop: shop[i] ?? '0', presentment: presentment[i] ?? '0' }
  })
}

export function addTransactions(
  ctx: Ctx,
  order: Order,
  input: OrderCreateInput,
  bag: (given: MoneyBagInput | null | undefined, field: string[]) => Bag,
): void {
  const { shop } = ctx
  let authorization: string | null = null
  for (const [i, given] of (input.transactions ?? []).entries()) {
    const id = newGid(shop, 'OrderTransaction')
    const kind = given.kind ?? 'SALE'
    order.transactions.push({
      id,
      kind,
      status: given.status ?? 'SUCCESS',
      gateway: given.gateway ?? null,
      amount: bag(given.amountSet, ['transactions', String(i), 'amountSet']),
      parentId: kind === 'CAPTURE' || kind === 'VOID' ? authorization : null,
      processedAt: given.processedAt
        ? isoSeconds(Date.parse(given.processedAt))
        : order.processedAt,
      createdAt: order.createdAt,
      test: given.test === true,
      authorizationCode: given.authorizationCode ?? null,
      receiptJson: given.receiptJson === undefined ? null : JSON.stringify(given.receiptJson),
    })
    if (kind === 'AUTHORIZATION') authorization = id
  }
  // Said to be paid without a transaction: Shopify books a manual one over the whole total.
  if (input.financialStatus === 'PAID' && order.transactions.length === 0) {
    order.transactions.push(manualSale(ctx, order, totalsOf(order).total))
  }
}

export function manualSale(ctx: Ctx, order: Order, amount: Bag) {
  const at = nowIso(ctx.shop)
  return {
    id: newGid(ctx.shop, 'OrderTransaction'),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: 'manual',
    amount,
    parentId: null,
    processedAt: at,
    createdAt: at,
    test: order.test,
    authorizationCode: null,
    receiptJson: null,
  }
}
