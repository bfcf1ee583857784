/** One record is edited in everything that nothing else here changes of it. */
import type { Order, Product } from '#test/stand-ins/woocommerce/records.ts'
import { editOwnAddress, updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { addNote, updateOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { updateProduct, updateVariation } from '#test/stand-ins/woocommerce/writes/products.ts'
import { addTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'
import { newPerson } from './old-store/people.ts'
import { accounts, inShopify, one, orders, products, type Happening, type Scene } from './scene.ts'

const migrated = (scene: Scene, test: (product: Product) => boolean) =>
  products(scene, (product) => inShopify(scene, 'product', product.id) !== null && test(product))

/** The fields that goods and their variations share. */
function sellable({ random }: Scene, id: number) {
  const word = random.hex(4)
  const price = random.int(20, 90)
  return {
    sku: `CH-E${id}-${word}`,
    global_unique_id: `40063${random.int(10_000_000, 99_999_999)}`,
    weight: `0.${random.int(11, 99)}`,
    regular_price: `${price + 10}.${random.int(10, 99)}`,
    sale_price: `${price}.${random.int(10, 99)}`,
    description: `<p>Edited <em>${word}</em>.</p>`,
  }
}

export const goodsEdited: Happening = (scene, lived) => {
  const { state, random } = scene
  const product = one(
    random,
    migrated(scene, ({ type, price }) => type === 'simple' && price !== ''),
  )
  if (!product) return null
  const word = random.hex(4)
  const term = (taxonomy: 'category' | 'tag' | 'brand') => [
    { id: addTerm(state, { taxonomy, name: `Edited ${taxonomy} ${word}` }).id },
  ]
  const pictures = product.images.map(({ id, alt }) => ({ id, alt: `${alt} ${word}`.trim() }))
  updateProduct(state, product.id, {
    ...sellable(scene, product.id),
    short_description: `Short ${word}.`,
    dimensions: { length: '3', width: String(random.int(4, 9)), height: '2' },
    tax_status: product.taxStatus === 'none' ? 'taxable' : 'none',
    purchase_note: `Thanks ${word}.`,
    categories: term('category'),
    tags: term('tag'),
    brands: term('brand'),
    images: [...pictures, { src: `/wp-content/uploads/2026/01/${word}.png`, alt: `New ${word}` }],
    meta_data: [
      { key: '_yoast_wpseo_title', value: `Title ${word}` },
      { key: '_yoast_wpseo_metadesc', value: `Words ${word}` },
      { key: 'firing_temperature', value: `${random.int(900, 1300)} °C` },
    ],
  })
  return lived(`product ${product.id}: every other field, “${word}”`)
}

export const variationEdited: Happening = (scene, lived) => {
  const { state, random } = scene
  const product = one(
    random,
    migrated(scene, ({ variationIds }) => variationIds.length > 1),
  )
  const id = product && one(random, product.variationIds)
  if (!product || !id) return null
  const word = random.hex(4)
  const image = { src: `/wp-content/uploads/2026/01/v-${word}.png`, alt: `Variation ${word}` }
  updateVariation(state, id, {
    ...sellable(scene, id),
    // Only what is replaced is promised to be noticed.
    ...(state.variations.get(id)?.image ? { image } : {}),
    meta_data: [{ key: 'fibre', value: `Merino ${word}` }],
  })
  return lived(`product ${product.id}: every other field of variation ${id}, “${word}”`)
}

export const personEdited: Happening = (scene, lived) => {
  const { state, random } = scene
  const customer = one(
    random,
    accounts(scene, ({ id }) => inShopify(scene, 'customer', id) !== null),
  )
  if (!customer) return null
  const word = random.hex(4)
  const places = [newPerson(state, random), newPerson(state, random)].map(({ address }) => ({
    ...address,
    company: `Company ${word}`,
    address_2: `Floor ${random.int(1, 30)}`,
  }))
  updateCustomer(state, customer.id, {
    last_name: `Edited-${word}`,
    billing: places[0],
    shipping: places[1],
    meta_data: [
      { key: 'billing_vat_number', value: `DE${random.int(100_000_000, 999_999_999)}` },
      { key: 'favourite_glaze', value: `Glaze ${word}` },
    ],
  })
  return lived(`customer ${customer.id}: name, both addresses and data, “${word}”`)
}

const TRACKING = '_wc_shipment_tracking_items'

export const orderEdited: Happening = (scene, lived) => {
  const { state, random } = scene
  const isPlain = ({ status, meta, id }: Order) =>
    status === 'completed' &&
    !meta.some(({ key }) => key === TRACKING) &&
    inShopify(scene, 'order', id) !== null
  const order = one(random, orders(scene, isPlain))
  if (!order) return null
  const word = random.hex(4)
  const { address } = newPerson(state, random)
  addNote(state, order, `Edited ${word}.`)
  updateOrder(state, order.id, {
    customer_note: `Edited ${word}`,
    shipping: { ...address, company: `Company ${word}`, address_2: `Floor ${random.int(1, 30)}` },
    transaction_id: `pi_${random.hex(12)}`,
    meta_data: [
      { key: '_po_number', value: `PO-${word}` },
      { key: 'kiln', value: `Kiln ${word}` },
      {
        key: TRACKING,
        value: [{ tracking_provider: 'UPS', tracking_number: `1Z999AA1${random.int(1e9, 9e9)}` }],
      },
    ],
  })
  return lived(`order ${order.id}: where it goes, its number, data and parcel, “${word}”`)
}

/** Customers edit their own address, which moves no date; only their rows tell of it. */
export const ownAddressEdited: Happening = (scene, lived) => {
  const { state, random } = scene
  const customer = one(
    random,
    accounts(
      scene,
      ({ id, billing }) => billing.address_1 !== '' && inShopify(scene, 'customer', id) !== null,
    ),
  )
  if (!customer) return null
  const street = `${random.int(100, 999)} Own Street`
  editOwnAddress(state, customer.id, { address_1: street, address_2: `Door ${random.int(1, 99)}` })
  return lived(`customer ${customer.id} moved to ${street} without any date`)
}

/** Written past WooCommerce, as plugins do: only a comparison promises to see it. */
export const editedWithoutDate: Happening = (scene, lived) => {
  const { state, random } = scene
  const product = one(
    random,
    migrated(scene, ({ type, price }) => type === 'simple' && price !== ''),
  )
  const order = one(
    random,
    orders(
      scene,
      ({ id, shipping }) => shipping.address_1 !== '' && inShopify(scene, 'order', id) !== null,
    ),
  )
  if (!product || !order) return null
  const word = random.hex(4)
  const dates = [product.modifiedAt, order.modifiedAt] as const
  updateProduct(state, product.id, { ...sellable(scene, product.id), name: `Undated ${word}` })
  updateOrder(state, order.id, {
    customer_note: `Undated ${word}`,
    shipping: { address_1: `${random.int(100, 999)} Undated Street` },
  })
  product.modifiedAt = dates[0]
  order.modifiedAt = dates[1]
  return lived(`product ${product.id} and order ${order.id} changed without any date, “${word}”`)
}
