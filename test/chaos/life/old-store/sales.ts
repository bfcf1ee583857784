import type { Buyer } from '#test/stand-ins/woocommerce/dataset/sales.ts'
import {
  afterSale,
  sellableItems,
  type SaleKind,
} from '#test/stand-ins/woocommerce/dataset/sales.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { Order } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { OrderInput } from '#test/stand-ins/woocommerce/writes/inputs.ts'
import {
  createOrder,
  setOrderStatus,
  trashOrder,
} from '#test/stand-ins/woocommerce/writes/orders.ts'

/** What is special about an order, and what became of it. */
export type Shape = {
  status: string
  after?: SaleKind
  /** `whole`: in pieces of a currency without cents. */
  input?: (order: OrderInput) => OrderInput
}

const SHIPPING = [
  { method_id: 'flat_rate', instance_id: '4', method_title: 'Flat & fast', total: '6.90' },
]

/** Prices that do not divide, in the order's own currency. */
const priced = (currency: string, amount: string, quantity: number) => (order: OrderInput) => ({
  ...order,
  currency,
  line_items: (order.line_items ?? [])
    .slice(0, 1)
    .map((line) => ({ ...line, quantity, subtotal: amount, total: amount })),
})

export const SHAPES: readonly Shape[] = [
  { status: 'completed' },
  { status: 'completed', after: 'refund-line' },
  { status: 'completed', after: 'refund-amount' },
  { status: 'completed', after: 'refund-full' },
  { status: 'processing', after: 'refund-shipping' },
  { status: 'processing' },
  { status: 'awaiting-pickup' },
  { status: 'on-hold' },
  { status: 'pending' },
  { status: 'failed' },
  { status: 'cancelled' },
  { status: 'checkout-draft' },
  { status: 'completed', after: 'trash' },
  { status: 'completed', input: (order) => ({ ...order, coupon_lines: [{ code: 'WELCOME10' }] }) },
  {
    status: 'processing',
    input: (order) => ({ ...order, coupon_lines: [{ code: 'Loom 5 Off' }, { code: 'HEARTH15' }] }),
  },
  {
    status: 'processing',
    input: (order) => ({
      ...order,
      fee_lines: [
        { name: 'Gift & wrapping', total: '4.00' },
        { name: 'Loyalty rebate', total: '-3.00' },
      ],
    }),
  },
  {
    status: 'completed',
    input: (order) => ({ ...order, coupon_lines: [{ code: 'STAFF100' }], shipping_lines: [] }),
  },
  { status: 'completed', input: priced('JPY', '1000', 3) },
  { status: 'processing', input: priced('KWD', '10', 7) },
  {
    status: 'completed',
    input: (order) => ({
      ...order,
      customer_note: 'Bitte klingeln & warten 🙏',
      line_items: (order.line_items ?? []).map((line) => ({ ...line, quantity: 3, total: '9.98' })),
    }),
  },
]

export function placeOrder(
  woo: WooState,
  random: Random,
  buyer: Buyer,
  items: ReturnType<typeof sellableItems>,
  { status, input }: Shape,
): Order {
  const count = random.int(1, 3)
  const cash = random.chance(0.2)
  const { email: _email, ...address } = buyer.address
  const plain: OrderInput = {
    customer_id: buyer.customerId,
    billing: { ...address, email: buyer.email },
    ...(random.chance(0.8) ? { shipping: address } : {}),
    payment_method: cash ? 'cod' : 'stripe',
    payment_method_title: cash ? 'Cash on delivery' : 'Credit card',
    ...(cash ? {} : { transaction_id: `pi_${random.hex(12)}` }),
    created_via: 'checkout',
    line_items: random
      .shuffle(items)
      .slice(0, count)
      .map((item) => ({ ...item, quantity: random.pick([1, 1, 2, 3, 7]) })),
    shipping_lines: random.chance(0.8) ? SHIPPING : [],
  }
  const wanted = input ? input(plain) : plain
  const order = createOrder(woo, status === 'checkout-draft' ? { ...wanted, status } : wanted)
  if (status === 'completed' || status === 'awaiting-pickup') {
    setOrderStatus(woo, order, 'processing')
  }
  if (status !== 'pending' && status !== 'checkout-draft') setOrderStatus(woo, order, status)
  return order
}

export function settleOrder(woo: WooState, order: Order, after: SaleKind): void {
  if (after === 'trash') trashOrder(woo, order.id)
  else afterSale(woo, order, after)
}
