import type { Customer, Order, Product } from '../records.ts'
import type { Random } from '../prng.ts'
import { big, fixed, roundTax, sum } from '../totals/money.ts'
import { taxOf, totalsOf } from '../totals/order-math.ts'
import type { WooState } from '../state.ts'
import type { AddressInput, OrderInput } from '../writes/inputs.ts'
import { addNote, createOrder, setOrderStatus, trashOrder } from '../writes/orders.ts'
import { createRefund, refundedSoFar } from '../writes/refunds.ts'
import type { Person } from './people.ts'
import { CUSTOMER_NOTES, STAFF_NOTES } from './words.ts'

export type Buyer = { customerId: number; email: string; address: AddressInput }

export function buyerOf(customer: Customer, elsewhere: AddressInput): Buyer {
  const { billing } = customer
  const address =
    billing.country === ''
      ? { ...elsewhere, first_name: customer.firstName, last_name: customer.lastName }
      : billing
  return { customerId: customer.id, email: billing.email || customer.email, address }
}
export const guestOf = (person: Person): Buyer => ({
  customerId: 0,
  email: person.email,
  address: person.address,
})

const PAYMENTS = [
  ['stripe', 'Credit card'],
  ['stripe', 'Credit card'],
  ['paypal', 'PayPal'],
  ['bacs', 'Direct bank transfer'],
  ['cod', 'Cash on delivery'],
] as const
const SHIPPING = [
  ['flat_rate', '4', 'Flat rate parcel', '6.90'],
  ['flat_rate', '4', 'Flat rate parcel', '9.50'],
  ['flat_rate', '5', 'Express', '14.95'],
  ['free_shipping', '6', 'Free shipping', '0.00'],
] as const

type LineInput = NonNullable<OrderInput['line_items']>[number]

/** Goods somebody can buy: published, priced. */
export function sellableItems(state: WooState, products: readonly Product[]) {
  return products.flatMap((product): { product_id: number; variation_id?: number }[] => {
    if (product.status !== 'publish') return []
    if (product.type === 'simple') return product.price === '' ? [] : [{ product_id: product.id }]
    return product.variationIds.map((id) => ({ product_id: product.id, variation_id: id }))
  })
}

function lines(
  random: Random,
  items: ReturnType<typeof sellableItems>,
  index: number,
): LineInput[] {
  const count = random.pick([1, 1, 1, 2, 2, 3, 4, 6])
  return Array.from({ length: count }, (): LineInput => {
    const line: LineInput = {
      ...random.pick(items),
      quantity: random.pick([1, 1, 1, 1, 2, 2, 3, 7]),
    }
    if (random.chance(0.05)) {
      line.meta_data = [
        { key: 'Engraving', value: random.pick(['für Zoë — 2026', 'Home & hearth', 'A + B ❤']) },
        { key: '_internal_pick', value: `A-${random.int(10, 99)}` },
      ]
    }
    if (index % 97 === 13) line.name = 'Hand-finished piece (renamed line)'
    return line
  })
}

const STATUSES = [
  ...Array<string>(60).fill('completed'),
  ...Array<string>(15).fill('processing'),
  ...Array<string>(4).fill('awaiting-pickup'),
  ...Array<string>(3).fill('on-hold'),
  ...Array<string>(3).fill('pending'),
  ...Array<string>(2).fill('failed'),
  ...Array<string>(5).fill('cancelled'),
  'checkout-draft',
] as const

/** The first orders of a set show one shape each; after them chance decides. */
const SHAPES: readonly ((
  input: OrderInput,
  status: string,
) => { input: OrderInput; status: string })[] = [
  (input) => ({ input: { ...input, coupon_lines: [{ code: 'WELCOME10' }] }, status: 'completed' }),
  (input) => ({
    input: { ...input, coupon_lines: [{ code: 'Loom 5 Off' }, { code: 'HEARTH15' }] },
    status: 'completed',
  }),
  (input) => ({
    input: {
      ...input,
      fee_lines: [
        { name: 'Gift wrapping', total: '4.00' },
        { name: 'Cash handling', total: '2.00', tax_status: 'none' },
        { name: 'Loyalty rebate', total: '-3.00' },
      ],
    },
    status: 'processing',
  }),
  (input) => ({
    input: {
      ...input,
      shipping_lines: [
        ...(input.shipping_lines ?? []),
        { method_id: 'local_pickup', method_title: 'Local pickup', total: '0.00' },
      ],
    },
    status: 'awaiting-pickup',
  }),
  (input) => ({
    input: { ...input, coupon_lines: [{ code: 'STAFF100' }], shipping_lines: [] },
    status: 'completed',
  }),
  (input) => ({ input: { ...input, currency: 'EUR' }, status: 'completed' }),
  (input) => ({
    input: {
      ...input,
      currency: 'JPY',
      shipping_lines: [],
      coupon_lines: [],
      line_items: (input.line_items ?? [])
        .slice(0, 1)
        .map((line) => ({ ...line, quantity: 3, subtotal: '1000', total: '1000' })),
    },
    status: 'processing',
  }),
  (input) => ({ input, status: 'cancelled' }),
  (input) => ({ input, status: 'on-hold' }),
  (input) => ({
    input: { ...input, payment_method: '', payment_method_title: '', transaction_id: '' },
    status: 'pending',
  }),
  (input) => ({ input, status: 'failed' }),
  (input) => ({ input, status: 'checkout-draft' }),
  (input) => ({ input: { ...input, customer_note: CUSTOMER_NOTES[1] }, status: 'completed' }),
]

export type SaleKind =
  'plain' | 'refund-line' | 'refund-amount' | 'refund-full' | 'refund-shipping' | 'trash'

export function makeOrder(
  state: WooState,
  random: Random,
  buyer: Buyer,
  items: ReturnType<typeof sellableItems>,
  index: number,
): Order {
  const [method, methodTitle] = random.pick(PAYMENTS)
  const [methodId, instanceId, title, cost] = random.pick(SHIPPING)
  const { country } = buyer.address
  const billing = { ...buyer.address, email: buyer.email }
  let input: OrderInput = {
    customer_id: buyer.customerId,
    billing,
    ...(random.chance(0.85)
      ? {
          shipping: random.chance(0.15)
            ? { ...buyer.address, address_1: `${random.int(1, 99)} Mill Rise`, company: '' }
            : buyer.address,
        }
      : {}),
    payment_method: method,
    payment_method_title: methodTitle,
    ...(method === 'stripe' || method === 'paypal'
      ? { transaction_id: `${method === 'stripe' ? 'pi_' : 'PP-'}${random.hex(16)}` }
      : {}),
    created_via: random.chance(0.9) ? 'checkout' : random.pick(['rest-api', 'admin']),
    line_items: lines(random, items, index),
    shipping_lines: [
      { method_id: methodId, instance_id: instanceId, method_title: title, total: cost },
    ],
  }
  let status: string = random.pick(STATUSES)
  if (index < SHAPES.length) {
    const shaped = SHAPES[index]?.(input, status)
    if (shaped) ({ input, status } = shaped)
  } else {
    if (random.chance(0.16))
      input.coupon_lines = [
        { code: random.pick(['WELCOME10', 'Loom 5 Off', 'hearth15', 'PIECE2', 'FREESHIP']) },
      ]
    else if (random.chance(0.03))
      input.coupon_lines = [{ code: 'Loom 5 Off' }, { code: 'WELCOME10' }]
    if (random.chance(0.06)) input.fee_lines = [{ name: 'Gift wrapping', total: '4.00' }]
    if (random.chance(0.03))
      input.fee_lines = [...(input.fee_lines ?? []), { name: 'Loyalty rebate', total: '-3.00' }]
    if (random.chance(0.02))
      input.shipping_lines = [
        ...(input.shipping_lines ?? []),
        { method_id: 'flat_rate', instance_id: '5', method_title: 'Second parcel', total: '4.90' },
      ]
    if (random.chance(0.1)) input.customer_note = random.pick(CUSTOMER_NOTES)
    if (country === 'DE' && random.chance(0.25)) input.currency = 'EUR'
    if (country === 'JP' && random.chance(0.25)) input = SHAPES[6]?.(input, status).input ?? input
    if (random.chance(0.01))
      input.line_items = (input.line_items ?? []).map((line) => ({ ...line, total: '0' }))
  }
  if (random.chance(0.1))
    input.meta_data = [
      { key: 'gift_wrap', value: 'yes' },
      { key: '_channel', value: { name: 'kiosk', no: random.int(1, 9) } },
    ]

  const open =
    status === 'pending' || status === 'checkout-draft'
      ? status
      : random.chance(0.5)
        ? 'processing'
        : 'on-hold'
  const order = createOrder(state, { ...input, ...(status === 'checkout-draft' ? { status } : {}) })
  if (status !== 'pending' && status !== 'checkout-draft') {
    if (status === 'completed' || status === 'awaiting-pickup') setOrderStatus(state, order, open)
    setOrderStatus(state, order, status)
  }
  if (random.chance(0.1)) addNote(state, order, random.pick(STAFF_NOTES), random.chance(0.3))
  return order
}

/** Of one line: so many pieces with their tax, as a shopkeeper types it. */
export function refundPieces(state: WooState, order: Order, pieces: number, reason: string) {
  const line = order.lines.find((one) => big(one.total).gt(0))
  if (!line) return null
  const quantity = Math.min(pieces, line.quantity)
  const share = (amount: string) => big(amount).times(quantity).div(line.quantity)
  const net = fixed(share(line.total))
  const taxes = line.taxes.map((tax) => ({
    id: tax.id,
    refund_total: fixed(roundTax(share(tax.total), state.settings.pricesIncludeTax)),
  }))
  const back = sum([net, ...taxes.map((tax) => tax.refund_total)])
  const left = totalsOf(order).total.minus(refundedSoFar(state, order.id))
  if (back.gt(left)) return null
  return createRefund(state, order.id, {
    reason,
    line_items: [{ id: line.id, quantity, refund_total: net, refund_tax: taxes }],
  })
}

/** Everything back: every line, shipping and fees with their taxes. */
function refundAll(state: WooState, order: Order, reason: string) {
  const tax = (taxes: readonly { id: number; total: string }[]) =>
    taxes.map(({ id, total }) => ({
      id,
      refund_total: fixed(taxOf([{ total }], state.settings.pricesIncludeTax)),
    }))
  return createRefund(state, order.id, {
    amount: fixed(totalsOf(order).total),
    reason,
    line_items: [
      ...order.lines.map((l) => ({
        id: l.id,
        quantity: l.quantity,
        refund_total: fixed(l.total),
        refund_tax: tax(l.taxes),
      })),
      ...[...order.shippingLines, ...order.feeLines].map((l) => ({
        id: l.id,
        quantity: 0,
        refund_total: fixed(l.total),
        refund_tax: tax(l.taxes),
      })),
    ],
  })
}

export function afterSale(state: WooState, order: Order, kind: SaleKind) {
  const total = totalsOf(order).total
  if (kind === 'plain') return
  if (kind === 'trash') return trashOrder(state, order.id)
  if (total.lte(10) || !['completed', 'processing'].includes(order.status)) return
  if (kind === 'refund-line') refundPieces(state, order, 1, 'Glaze was chipped')
  if (kind === 'refund-amount')
    createRefund(state, order.id, { amount: '5.00', reason: 'Goodwill' })
  if (kind === 'refund-full') refundAll(state, order, 'Returned')
  if (kind === 'refund-shipping') {
    const line = order.shippingLines.find((one) => big(one.total).gt(0))
    if (!line) return
    createRefund(state, order.id, {
      reason: 'Late parcel',
      line_items: [{ id: line.id, quantity: 0, refund_total: fixed(line.total), refund_tax: [] }],
    })
  }
}
