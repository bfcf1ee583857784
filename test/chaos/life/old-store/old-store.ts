import { buyerOf, guestOf, sellableItems } from '#test/stand-ins/woocommerce/dataset/sales.ts'
import { makeCoupons, makeTaxes } from '#test/stand-ins/woocommerce/dataset/catalogue.ts'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import type { Customer, Order, Product } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import {
  createProduct,
  createVariation,
  trashProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { addTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'
import { newPerson } from './people.ts'
import { placeOrder, SHAPES, settleOrder, type Shape } from './sales.ts'
import { makeWholeRecords } from './whole-records.ts'

export { liveOn } from './live-on.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * A store with a past: some 35 records, each there for what is odd about it. Made by the same
 * functions the REST API uses, in the order in which it would have come about; the last of it
 * happened a day before now.
 */
export function seedOldStore(woo: WooState, random: Random): void {
  const clock = woo.clock
  const end = clock.now() - DAY
  let now = end - 40 * DAY
  woo.clock = { now: () => now }
  const later = (ms: number) => {
    now = Math.min(end, now + ms)
  }
  woo.settings.pricesIncludeTax = random.chance(0.5)
  woo.settings.weightUnit = random.pick(['kg', 'g', 'lbs', 'oz'])
  woo.settings.customStatuses = [{ slug: 'awaiting-pickup', name: 'Awaiting pickup' }]
  woo.nextId.post = 101
  makeTaxes(woo)
  makeCoupons(woo)
  const products = makeProducts(woo, random, () => later(random.int(1, 3) * HOUR))
  const accounts = Array.from({ length: 6 }, () => {
    later(random.int(0, 1) * HOUR)
    return openAccount(woo, random)
  })

  const { doomed, kept } = products
  const items = sellableItems(woo, [...kept, doomed])
  const guests = [newPerson(woo, random), newPerson(woo, random)].map(guestOf)
  const shapes = random.shuffle(SHAPES)
  const orders: Order[] = []
  for (const [at, shape] of shapes.entries()) {
    // Every third pair of orders comes in the same second.
    if (at % 3 !== 1) later(random.int(2, 30) * HOUR)
    const account = random.pick(accounts)
    const buyer =
      at % 4 === 0
        ? random.pick(guests)
        : at % 4 === 2
          ? // Somebody who has an account and did not sign in.
            guestOf({ ...newPerson(woo, random), email: random.pick(accounts).email.toUpperCase() })
          : buyerOf(account, newPerson(woo, random).address)
    const goods = at === 1 ? [{ product_id: doomed.id }] : items
    orders.push(placeOrder(woo, random, buyer, goods, shape))
  }
  later(2 * DAY)
  settleSome(woo, orders, shapes)
  makeWholeRecords(woo, later)
  later(HOUR)
  trashProduct(woo, doomed.id)
  woo.clock = clock
}

function settleSome(woo: WooState, orders: Order[], shapes: readonly Shape[]) {
  for (const [at, order] of orders.entries()) {
    const after = shapes[at]?.after
    if (after) settleOrder(woo, order, after)
  }
}

export function openAccount(woo: WooState, random: Random): Customer {
  const { firstName, lastName, email, address } = newPerson(woo, random)
  const bare = random.chance(0.15)
  return createCustomer(woo, {
    email,
    first_name: random.chance(0.2) ? `${firstName} & Söhne` : firstName,
    last_name: lastName,
    ...(bare ? {} : { billing: { ...address, email } }),
    ...(bare || random.chance(0.6)
      ? {}
      : { shipping: { ...address, company: '', address_1: '12 Mill Rise', phone: '' } }),
  })
}

const NAMES = [
  'Lamp & Shade',
  'Party Bunting 🎉🏳️‍🌈 & Flags "XL"',
  'Caf&eacute; Tasse für Zoë',
  'Wool <b>blanket</b>',
] as const

function makeProducts(woo: WooState, random: Random, later: () => void) {
  const parent = addTerm(woo, { taxonomy: 'category', name: 'Living & Dining' })
  const child = addTerm(woo, { taxonomy: 'category', name: 'Lamps', parent: parent.id })
  const tags = ['New in', 'Gift & more'].map((name) => addTerm(woo, { taxonomy: 'tag', name }))
  const brand = addTerm(woo, { taxonomy: 'brand', name: 'Hill & Dale' })
  const colour = woo.id('attribute')
  woo.attributes.set(colour, {
    id: colour,
    name: 'Colour',
    slug: 'pa_colour',
    orderBy: 'menu_order',
  })
  const kept: Product[] = NAMES.map((name, at) => {
    later()
    return createProduct(woo, {
      name,
      sku: `CH-${at}`,
      regular_price: ['19.99', '7', '33.33', '120.00'][at] ?? '10.00',
      ...(at === 1 ? { sale_price: '5.55' } : {}),
      description: `<p>Number ${at}, made slowly.</p>`,
      ...(at === 2 ? { short_description: 'A cup for the <em>morning</em>.' } : {}),
      categories: [{ id: at % 2 === 0 ? parent.id : child.id }],
      tags: at === 3 ? [] : [{ id: tags[at % 2]?.id ?? 0 }],
      ...(at === 0 ? { brands: [{ id: brand.id }], weight: '0.45' } : {}),
      ...(at === 0 ? {} : { manage_stock: true, stock_quantity: 40 + at }),
      ...(at === 3 ? { tax_status: 'none' } : {}),
    })
  })
  later()
  kept.push(makeVariable(woo, 'Lighthouse Jumper', 'CH-V', { id: colour, name: 'Colour' }))
  later()
  const any = createProduct(woo, {
    name: 'Any-size Apron',
    type: 'variable',
    attributes: [
      { name: 'Size', visible: true, variation: true, options: ['S', 'M', 'L'] },
      { name: 'Cut', visible: true, variation: true, options: ['Straight', 'Wide'] },
    ],
  })
  createVariation(woo, any.id, {
    sku: 'CH-ANY-S',
    regular_price: '21.00',
    attributes: [
      { name: 'Size', option: 'S' },
      { name: 'Cut', option: 'Wide' },
    ],
  })
  createVariation(woo, any.id, {
    sku: '',
    regular_price: '22.50',
    attributes: [{ name: 'Cut', option: 'Wide' }],
  })
  kept.push(any)
  later()
  kept.push(
    createProduct(woo, { name: 'Draft of a Chair', status: 'draft', regular_price: '410' }),
    createProduct(woo, { name: 'Nothing to pay yet', sku: 'CH-NP' }),
    createProduct(woo, {
      name: 'For friends only',
      sku: 'CH-PR',
      status: 'private',
      regular_price: '66.60',
    }),
  )
  later()
  const doomed = createProduct(woo, { name: 'Sold & gone', sku: 'CH-GONE', regular_price: '14.90' })
  return { kept, doomed }
}

function makeVariable(
  woo: WooState,
  name: string,
  sku: string,
  colour: { id: number; name: string },
): Product {
  const product = createProduct(woo, {
    name,
    type: 'variable',
    description: '<p>Warm & dry.</p>',
    weight: '0.8',
    attributes: [
      { id: colour.id, visible: true, variation: true, options: ['Slate', 'Rust'] },
      { name: 'Cut', position: 1, visible: true, variation: true, options: ['Straight', 'Wide'] },
    ],
  })
  for (const shade of ['Slate', 'Rust']) {
    for (const cut of ['Straight', 'Wide']) {
      createVariation(woo, product.id, {
        sku: `${sku}-${shade[0]}${cut[0]}`,
        regular_price: cut === 'Wide' ? '149.00' : '139.95',
        ...(shade === 'Rust' ? { sale_price: '99.90' } : {}),
        manage_stock: true,
        stock_quantity: 6,
        attributes: [
          { id: colour.id, option: shade },
          { name: 'Cut', option: cut },
        ],
      })
    }
  }
  return product
}
