import { createRandom } from '../prng.ts'
import type { Order, Product } from '../records.ts'
import type { WooState } from '../state.ts'
import { updateCustomer } from '../writes/customers.ts'
import { addNote, setOrderStatus, updateOrder } from '../writes/orders.ts'
import {
  createProduct,
  createVariation,
  trashProduct,
  updateProduct,
  updateVariation,
} from '../writes/products.ts'
import { createRefund } from '../writes/refunds.ts'
import { addCustomer, createPeople } from './people.ts'
import { buyerOf, guestOf, makeOrder, refundPieces, sellableItems } from './sales.ts'
import { SPECIAL_IDS } from './impossible.ts'
import { big } from '../totals/money.ts'
import { totalsOf } from '../totals/order-math.ts'
import { refundedSoFar } from '../writes/refunds.ts'

/** What happened, in ids, so that a test can look each of them up. */
export type StorySummary = {
  newProducts: number[]
  newCustomers: number[]
  newOrders: number[]
  changedProducts: number[]
  changedCustomers: number[]
  changedOrders: number[]
  trashedProducts: number[]
  refunds: number[]
  notes: number[]
  /** One sentence each, for the terminal. */
  happened: string[]
}

const special = (id: number) => id >= SPECIAL_IDS.fourAttributes && id < SPECIAL_IDS.next

function newProducts(state: WooState, round: number): Product[] {
  const colour = [...state.attributes.values()].find((attribute) => attribute.name === 'Colour')
  const category = [...state.terms.values()].find((term) => term.name === 'Living Room')?.id ?? 15
  const suffix = round === 1 ? '' : ` No. ${round}`
  const simple = [
    'Cliffside Kettle',
    'Dusk Candle',
    'Ferry Timetable Poster',
    'Oyster Spoon',
    'Brass Hook & Eye',
  ].map((name, index) =>
    createProduct(state, {
      name: `${name}${suffix}`,
      sku: `AL-NEW-${round}${index}`,
      regular_price: ['58.00', '9.00', '19', '7.50', '12.95'][index] ?? '10.00',
      ...(index === 1 ? { sale_price: '6.00' } : {}),
      manage_stock: index % 2 === 0,
      ...(index % 2 === 0 ? { stock_quantity: 12 + index } : {}),
      description: '<p>New in the shop.</p>',
      categories: [{ id: category }],
      images: [{ src: `/wp-content/uploads/2026/01/new-${round}-${index}.png`, name, alt: name }],
    }),
  )
  const variable = createProduct(state, {
    name: `Lighthouse Jumper${suffix}`,
    type: 'variable',
    sku: `AL-NEW-${round}V`,
    categories: [{ id: category }],
    attributes: [
      ...(colour
        ? [{ id: colour.id, visible: true, variation: true, options: ['Slate', 'Rust'] }]
        : []),
      { name: 'Cut', visible: true, variation: true, options: ['Straight', 'Wide'] },
    ],
  })
  for (const shade of ['Slate', 'Rust']) {
    for (const cut of ['Straight', 'Wide']) {
      createVariation(state, variable.id, {
        sku: `AL-NEW-${round}V-${shade[0]}${cut[0]}`,
        regular_price: cut === 'Wide' ? '149.00' : '139.00',
        manage_stock: true,
        stock_quantity: 6,
        attributes: [
          ...(colour ? [{ id: colour.id, option: shade }] : []),
          { name: 'Cut', option: cut },
        ],
      })
    }
  }
  return [...simple, variable]
}

/** Weeks later: new goods, new people, new orders, and changes to what was there. All at the clock's time. */
export function applyStory(state: WooState): StorySummary {
  const round =
    [...state.products.values()].filter(
      (product) => product.sku.endsWith('V') && product.sku.startsWith('AL-NEW-'),
    ).length + 1
  const random = createRandom(4_000 + round)
  const before = {
    products: [...state.products.values()].filter((p) => !special(p.id)),
    orders: [...state.orders.values()].filter((o) => !special(o.id)),
    customers: [...state.customers.values()].filter((c) => c.role === 'customer'),
  }
  const summary: StorySummary = {
    newProducts: [],
    newCustomers: [],
    newOrders: [],
    changedProducts: [],
    changedCustomers: [],
    changedOrders: [],
    trashedProducts: [],
    refunds: [],
    notes: [],
    happened: [],
  }
  const say = (sentence: string) => summary.happened.push(sentence)

  const fresh = newProducts(state, round)
  summary.newProducts = fresh.map((product) => product.id)
  say(`${fresh.length} new products, one of them with variations`)

  const makePerson = createPeople(random)
  const person = () => {
    const one = makePerson()
    return { ...one, email: one.email.replace('@', `.r${round}@`) }
  }
  const people = Array.from({ length: 9 }, person)
  const accounts = people.map((one) => addCustomer(state, random, one))
  summary.newCustomers = accounts.map((customer) => customer.id)
  say(`${accounts.length} new customer accounts`)

  changeProducts(
    state,
    before.products.filter((p) => p.status === 'publish'),
    summary,
    say,
    random.int(0, 3),
    round,
  )
  changeCustomers(state, before.customers, summary, say, round)
  changeOrders(state, before.orders, summary, say)

  const items = sellableItems(state, [...fresh, ...before.products])
  const oldGuests = before.orders.filter(
    (order) => order.customerId === 0 && order.billing.email.includes('@'),
  )
  // A store made small for a target that takes five orders a minute stays quick to catch up with.
  const orderCount =
    before.orders.length >= 40 ? 27 : Math.max(3, Math.ceil(before.orders.length / 4))
  for (let index = 0; index < orderCount; index++) {
    const kind = index % 3
    const old = oldGuests[index % Math.max(1, oldGuests.length)]
    const account =
      index % 2 === 0
        ? accounts[index % accounts.length]
        : before.customers[index % Math.max(1, before.customers.length)]
    const buyer =
      kind === 0 || (kind === 1 && !old)
        ? guestOf(person())
        : kind === 1 && old
          ? { customerId: 0, email: old.billing.email, address: old.billing }
          : account
            ? buyerOf(account, person().address)
            : guestOf(person())
    const { email: _email, ...address } = buyer.address
    const order = makeOrder(
      state,
      random,
      { ...buyer, address },
      items,
      index < 13 ? index : 1000 + index,
    )
    summary.newOrders.push(order.id)
  }
  say(`${summary.newOrders.length} new orders: accounts, new guests, guests who came back`)
  return summary
}

function changeProducts(
  state: WooState,
  products: Product[],
  summary: StorySummary,
  say: (s: string) => void,
  offset: number,
  round: number,
) {
  const simple = products.filter((product) => product.type === 'simple' && product.price !== '')
  const variable = products.filter(
    (product) => product.type === 'variable' && product.variationIds.length > 0,
  )
  const draft = [...state.products.values()].find((p) => p.status === 'draft' && !special(p.id))
  const change = (product: Product | undefined, act: (product: Product) => void) => {
    if (!product) return
    act(product)
    summary.changedProducts.push(product.id)
  }
  change(simple[offset], (p) =>
    updateProduct(state, p.id, { regular_price: big(p.regularPrice).plus('5.50').toFixed(2) }),
  )
  change(simple[offset + 1], (p) => updateProduct(state, p.id, { name: `${p.name}, revised` }))
  change(simple[offset + 2], (p) =>
    updateProduct(state, p.id, { description: `<p>New words for an old thing (${round}).</p>` }),
  )
  change(variable[offset], (p) => {
    const id = p.variationIds[0]
    const variation = id === undefined ? undefined : state.variations.get(id)
    if (variation)
      updateVariation(state, variation.id, {
        regular_price: big(variation.regularPrice).plus(3).toFixed(2),
      })
  })
  change(variable[offset + 1], (p) => addOneVariation(state, p, round))
  change(draft, (p) =>
    updateProduct(state, p.id, {
      status: 'publish',
      ...(p.type === 'simple' && p.price === '' ? { regular_price: '15.00' } : {}),
    }),
  )
  change(simple.filter((p) => p.manageStock)[offset + 3], (p) =>
    updateProduct(state, p.id, { stock_quantity: (p.stockQuantity ?? 0) + 40 }),
  )
  say('prices, a title, a description, a new variation, a draft published, a stock-only change')
  const doomed = simple.at(-1)
  if (doomed) {
    trashProduct(state, doomed.id)
    summary.trashedProducts.push(doomed.id)
    say('one product put in the trash')
  }
}

function addOneVariation(state: WooState, product: Product, round: number) {
  const first = state.variations.get(product.variationIds[0] ?? 0)
  if (!first) return
  const [attribute, ...rest] = first.attributes
  if (!attribute) return
  const global = state.attributes.get(attribute.id)
  const value = `Limited ${round}`
  const own = product.attributes.find((one) =>
    global ? one.id === global.id : one.name === attribute.name,
  )
  createVariation(state, product.id, {
    sku: `${product.sku || product.id}-LTD${round}`,
    regular_price: big(first.regularPrice).plus(10).toFixed(2),
    attributes: [
      { id: attribute.id, name: attribute.name, option: value },
      ...rest.map((one) => ({
        id: one.id,
        name: one.name,
        option: state.attributes.has(one.id)
          ? (state.terms.get(Number(one.option))?.name ?? one.option)
          : one.option,
      })),
    ],
  })
  const term = [...state.terms.values()].find(
    (one) => one.attributeId === attribute.id && one.name === value,
  )
  own?.options.push(global && term ? String(term.id) : value)
}

function changeCustomers(
  state: WooState,
  customers: { id: number; email: string; billing: { country: string } }[],
  summary: StorySummary,
  say: (s: string) => void,
  round: number,
) {
  const addressed = customers.filter((customer) => customer.billing.country !== '')
  const [moved, renamed, phoned] = [addressed[2], addressed[3], addressed[4]]
  if (moved) updateCustomer(state, moved.id, { billing: { address_1: `${90 + round} Pier Road` } })
  if (renamed) updateCustomer(state, renamed.id, { email: `new${round}.${renamed.email}` })
  if (phoned) updateCustomer(state, phoned.id, { first_name: `Alex${round}` })
  for (const customer of [moved, renamed, phoned])
    if (customer) summary.changedCustomers.push(customer.id)
  say('a customer moved, one changed the e-mail address, one the name')
}

function changeOrders(
  state: WooState,
  orders: Order[],
  summary: StorySummary,
  say: (s: string) => void,
) {
  const used = new Set<number>()
  const take = (test: (order: Order) => boolean) => {
    const found = orders.findLast((order) => !used.has(order.id) && test(order))
    if (found) {
      used.add(found.id)
      summary.changedOrders.push(found.id)
    }
    return found
  }
  const rest = (order: Order) => totalsOf(order).total.minus(refundedSoFar(state, order.id))
  const shipped = [1, 2, 3].map(() =>
    take((order) => order.status === 'processing' && order.lines.length > 0),
  )
  for (const order of shipped) if (order) setOrderStatus(state, order, 'completed')
  const paid = take((order) => order.status === 'pending' || order.status === 'on-hold')
  if (paid) setOrderStatus(state, paid, 'processing')
  const cancelled = take((order) => order.status === 'processing' || order.status === 'on-hold')
  if (cancelled) setOrderStatus(state, cancelled, 'cancelled')

  const big40 = (order: Order) =>
    order.status === 'completed' && rest(order).gt(40) && rest(order).eq(totalsOf(order).total)
  const part = take(
    (order) =>
      big40(order) && order.lines.some((line) => line.quantity > 1 && big(line.total).gt(0)),
  )
  const full = take(big40)
  const amount = take(big40)
  const refunds = [
    part ? refundPieces(state, part, 1, 'One piece broken') : null,
    full
      ? createRefund(state, full.id, {
          amount: rest(full).toFixed(2),
          reason: 'Customer changed their mind',
        })
      : null,
    amount ? createRefund(state, amount.id, { amount: '3.00', reason: 'Late' }) : null,
  ]
  summary.refunds = refunds.flatMap((refund) => (refund ? [refund.id] : []))

  const moved = take((order) => order.status === 'processing' || order.status === 'completed')
  if (moved)
    updateOrder(state, moved.id, {
      shipping: { address_1: '5 Mill Rise', city: 'Oakland' },
      customer_note: 'Please use the new address.',
    })
  // A note moves no date: the store's list of changes will not show it.
  const noted = orders.findLast((order) => !used.has(order.id) && order.status === 'completed')
  if (noted) summary.notes.push(addNote(state, noted, 'Customer asked for an invoice copy.').id)
  say(
    'orders shipped, paid, cancelled, refunded in part and in full, an address corrected, a note added',
  )
}
