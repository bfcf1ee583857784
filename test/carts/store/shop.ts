import type { EntityKind } from '#app/migration/kinds/kind.ts'

/*
 * A shop as any cart might keep it: no field here is one cart's own. Amounts are whole cents, times
 * milliseconds, ids one row of numbers for everything.
 */

export type Stamped = {
  id: number
  createdAt: number
  /** Null: it carries no change time. */
  changedAt: number | null
  /** Taken out of everything the shop shows. */
  isHidden?: boolean
}

export type Category = { id: number; name: string; slug: string; parentId: number }

export type Product = Stamped & {
  title: string
  description: string
  sku: string
  price: number
  /** Null: nobody counts it. */
  stock: number | null
  isPublished: boolean
  categoryIds: number[]
  /** Of a product with variants; else empty. */
  options: { name: string; values: string[] }[]
}

export type Variant = Stamped & {
  productId: number
  sku: string
  price: number
  stock: number | null
  /** One value per option of the product. */
  values: string[]
}

export type Address = {
  firstName: string
  lastName: string
  street: string
  city: string
  /** "CA" */
  region: string
  postcode: string
  country: string
  phone: string
}

export type Customer = Stamped & {
  email: string
  firstName: string
  lastName: string
  address: Address
  isStaff: boolean
}

export type OrderLine = {
  id: number
  productId: number
  variantId: number | null
  title: string
  sku: string
  quantity: number
  unitPrice: number
}

export type Refund = {
  id: number
  at: number
  amount: number
  reason: string
  lines: { id: number; lineId: number; quantity: number }[]
}

export type Order = Stamped & {
  number: string
  /** Null: a guest's. */
  customerId: number | null
  email: string
  billing: Address
  shipping: Address
  lines: OrderLine[]
  shippingFee: number
  /** Hundredths of a per cent: 725 is 7.25 %. */
  taxRate: number
  status: 'open' | 'paid' | 'sent' | 'cancelled'
  paidAt: number | null
  note: string
  refunds: Refund[]
  /** Kept by the staff. */
  comments: { id: number; at: number; text: string }[]
}

/** The record of a kind, whatever the kind. */
export type Records = { product: Product; customer: Customer; order: Order }

/** What moves the change time of what: no two carts agree. */
export type Moves = {
  /** An edited, new or deleted variant moves its product. */
  variantMovesProduct: boolean
  refundMovesOrder: boolean
  /** Stock that is sold or comes back moves the product. */
  saleMovesProduct: boolean
  addressMovesOrder: boolean
}

/** What the shop does wrong, until the clause ends. Records are named "order 12". */
export type Faults = {
  corrupted: Set<string>
  withheld: Set<string>
  miscount: Map<EntityKind, number>
  repeatPages: Set<EntityKind>
  /** Ids on the first pages of lists that repeat theirs, by what makes it another list. */
  firstPages: Map<string, ReadonlySet<number>>
  areKeysRevoked: boolean
  isTooOld: boolean
}

export type Shop = {
  name: string
  /** Where it is, without a slash at the end. */
  url: string
  currency: string
  moves: Moves
  faults: Faults
  clock: ShopClock
  nextId(): number
  categories: Map<number, Category>
  products: Map<number, Product>
  variants: Map<number, Variant>
  customers: Map<number, Customer>
  orders: Map<number, Order>
}

export type ShopClock = {
  /** The clock that stamps changes, in whole ticks. */
  now(): number
  /** The clock the shop shows. */
  shown(): number
  /** Milliseconds it is off; set it back and it stamps the past again. */
  skewMs: number
  /** Milliseconds by which the shown clock is off from the one that stamps. */
  shownMs: number
}

export function createShop(options: {
  url: string
  moves: Moves
  /** Smallest step of change times. */
  tickMs: number
  time: { now(): number }
}): Shop {
  const { url, moves, tickMs, time } = options
  let lastId = 40
  const clock: ShopClock = {
    skewMs: 0,
    shownMs: 0,
    now: () => Math.floor((time.now() + clock.skewMs) / tickMs) * tickMs,
    shown: () => time.now() + clock.skewMs + clock.shownMs,
  }
  return {
    name: 'Fennel & Flint',
    url,
    currency: 'USD',
    moves,
    clock,
    faults: {
      corrupted: new Set(),
      withheld: new Set(),
      miscount: new Map(),
      repeatPages: new Set(),
      firstPages: new Map(),
      areKeysRevoked: false,
      isTooOld: false,
    },
    nextId: () => {
      lastId += 1
      return lastId
    },
    categories: new Map(),
    products: new Map(),
    variants: new Map(),
    customers: new Map(),
    orders: new Map(),
  }
}

export function recordsOf(shop: Shop): { [K in EntityKind]: Map<number, Records[K]> } {
  return { product: shop.products, customer: shop.customers, order: shop.orders }
}

export function recordOf(shop: Shop, kind: EntityKind, id: string): Records[EntityKind] {
  const record = recordsOf(shop)[kind].get(Number(id))
  if (!record) throw new Error(`The shop has no ${kind} ${id}.`)
  return record
}

/** Whole cents of tax on an amount. */
export const taxOn = (amount: number, taxRate: number): number =>
  Math.round((amount * taxRate) / 10_000)

export type Totals = {
  lines: number
  lineTax: number
  shipping: number
  shippingTax: number
  total: number
}

/** What an order comes to, each line's tax rounded to the cent. */
export function totalsOf({ lines, shippingFee, taxRate }: Order): Totals {
  const net = lines.map(({ quantity, unitPrice }) => quantity * unitPrice)
  const sum = net.reduce((a, b) => a + b, 0)
  const lineTax = net.reduce((a, b) => a + taxOn(b, taxRate), 0)
  const shippingTax = taxOn(shippingFee, taxRate)
  const total = sum + lineTax + shippingFee + shippingTax
  return { lines: sum, lineTax, shipping: shippingFee, shippingTax, total }
}

/** 1234 → "12.34" */
export function decimal(cents: number): string {
  const whole = Math.abs(cents).toString().padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${whole.slice(0, -2)}.${whole.slice(-2)}`
}
