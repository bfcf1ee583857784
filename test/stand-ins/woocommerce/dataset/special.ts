import type { Product } from '../records.ts'
import type { WooState } from '../state.ts'
import { createOrder } from '../writes/orders.ts'
import { createProduct, createVariation } from '../writes/products.ts'
import type { OrderInput } from '../writes/inputs.ts'
import { SPECIAL_IDS } from './impossible.ts'

const LONG =
  'A very long name that somebody pasted from a supplier list and nobody ever shortened, '

/** Products that cannot arrive, and products that must arrive repaired. */
export function makeSpecialProducts(state: WooState): Product[] {
  const at = (id: number) => {
    state.nextId.post = id
  }
  const made: Product[] = []

  // Without pictures, so that the id is the one promised.
  at(SPECIAL_IDS.fourAttributes)
  const names = ['Wood', 'Length', 'Finish', 'Engraved']
  const four = createProduct(state, {
    name: 'Shelf to Measure',
    type: 'variable',
    sku: 'AL-SPC-4A',
    attributes: names.map((name, i) => ({
      name,
      visible: true,
      variation: true,
      options: [`${name} A`, i === 0 ? 'Oak' : `${name} B`],
    })),
  })
  for (const first of ['Wood A', 'Oak']) {
    createVariation(state, four.id, {
      regular_price: '240.00',
      attributes: [
        { name: 'Wood', option: first },
        ...names.slice(1).map((name) => ({ name, option: `${name} A` })),
      ],
    })
  }

  at(SPECIAL_IDS.emptyTitle)
  made.push(
    four,
    createProduct(state, { name: '', slug: 'untitled', sku: 'AL-SPC-NT', regular_price: '12.00' }),
  )

  at(SPECIAL_IDS.tooManyImages)
  const many = createProduct(state, {
    name: 'Tile Sampler',
    sku: 'AL-SPC-251',
    regular_price: '18.00',
  })
  many.images = Array.from({ length: 251 }, (_unused, index) => ({
    id: SPECIAL_IDS.tooManyImages + 1 + index,
    at: state.now(),
    src: `/wp-content/uploads/2025/03/tile-${index + 1}.png`,
    name: `Tile ${index + 1}`,
    alt: '',
  }))

  at(SPECIAL_IDS.duplicateOptions)
  const twice = createProduct(state, {
    name: 'Twin Hooks',
    type: 'variable',
    sku: 'AL-SPC-2X',
    attributes: [{ name: 'Colour', visible: true, variation: true, options: ['Brass', 'Black'] }],
  })
  for (const price of ['14.00', '15.00']) {
    createVariation(state, twice.id, {
      regular_price: price,
      attributes: [{ name: 'Colour', option: 'Brass' }],
    })
  }
  made.push(many, twice)

  at(SPECIAL_IDS.longName)
  made.push(
    createProduct(state, {
      name: LONG.repeat(4).slice(0, 300),
      slug: 'long-name',
      sku: 'AL-SPC-LN',
      regular_price: '31.00',
    }),
    createProduct(state, {
      name: 'Party Bunting 🎉🏳️‍🌈 & Flags "XL"',
      sku: 'AL-SPC-EM',
      regular_price: '22.50',
    }),
  )
  const broken = createProduct(state, {
    name: 'Folding Stool',
    sku: 'AL-SPC-BI',
    regular_price: '64.00',
  })
  broken.images = [
    {
      id: SPECIAL_IDS.brokenImage + 1,
      at: state.now(),
      src: 'https://old cdn/stool image.png',
      name: 'stool',
      alt: 'Stool',
    },
  ]
  return [...made, broken]
}

const person = {
  first_name: 'Pat',
  last_name: 'Example',
  address_1: '7 Odd Street',
  city: 'Reno',
  state: 'NV',
  postcode: '89501',
  country: 'US',
  phone: '775-555-0199',
}

/** Orders that cannot arrive, and orders that must arrive repaired. At most `limit` of them. */
export function makeSpecialOrders(state: WooState, productId: number, limit: number) {
  const line = [{ product_id: productId, quantity: 1 }]
  const at = (name: string, address: Partial<typeof person> = {}) => ({
    ...person,
    ...address,
    email: `${name}@example.com`,
  })
  const specials: [keyof typeof SPECIAL_IDS, OrderInput, { createdAt?: number }?][] = [
    [
      'invalidCurrency',
      { currency: 'XBT', status: 'completed', billing: at('odd.currency'), line_items: line },
    ],
    ['noLines', { status: 'processing', billing: at('odd.nolines'), line_items: [] }],
    [
      'invalidPhone',
      {
        status: 'completed',
        billing: at('odd.phone', { phone: 'ask for Pat, ext. ??' }),
        line_items: line,
      },
    ],
    [
      'invalidEmail',
      {
        status: 'completed',
        billing: { ...person, phone: '', email: 'nobody at nowhere' },
        line_items: line,
      },
    ],
    [
      'unknownCountry',
      {
        status: 'completed',
        billing: at('odd.country', { country: 'ZZ', state: '', phone: '' }),
        line_items: line,
      },
    ],
    [
      'from1970',
      { status: 'completed', billing: at('odd.past', { phone: '' }), line_items: line },
      { createdAt: 86_400_000 },
    ],
    [
      'fromTheFuture',
      { status: 'processing', billing: at('odd.future', { phone: '' }), line_items: line },
      { createdAt: Date.parse('2099-12-31T23:59:59Z') },
    ],
    [
      'emojiOrder',
      {
        status: 'completed',
        customer_note: 'Merci 🙏 ❤️',
        billing: at('odd.emoji', { first_name: '🦊', last_name: 'Fuchs', phone: '' }),
        line_items: line,
      },
    ],
    [
      'longNameOrder',
      {
        status: 'completed',
        billing: at('odd.longname', { first_name: LONG.repeat(4).slice(0, 300), phone: '' }),
        line_items: [{ product_id: productId, quantity: 2, name: LONG.repeat(4).slice(0, 300) }],
      },
    ],
  ]
  for (const [name, input, dates] of specials.slice(0, limit)) {
    state.nextId.post = SPECIAL_IDS[name]
    const order = createOrder(state, input)
    if (dates?.createdAt !== undefined) {
      order.createdAt = dates.createdAt
      order.paidAt = null
      order.completedAt = null
    }
  }
}

export const SPECIAL_ORDER_COUNT = 9
