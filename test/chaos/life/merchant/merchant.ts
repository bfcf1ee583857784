import Big from 'big.js'
import type { Random } from '#test/stand-ins/woocommerce/prng.ts'
import { saveOrder } from '#test/stand-ins/shopify-admin/resolvers/orders/store.ts'
import {
  forgetOwner,
  newGid,
  nowIso,
  saveCustomer,
  saveProduct,
  type Customer,
  type Product,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { decimalsOf } from '#test/chaos/oracle/currency.ts'
import { shownBefore } from '#test/chaos/oracle/edited-values.ts'
import { noEdits, rememberEdit, type EditedField, type MerchantEdits } from './merchant-edits.ts'

export type { MerchantEdits } from './merchant-edits.ts'

type Work = {
  shop: ShopState
  random: Random
  edits: MerchantEdits
  /** A word nobody else would type. */
  word: string
  /** Just this record; any otherwise. */
  only?: string
}

/** Somebody who works in Shopify's admin while runs go on, and remembers what they typed. */
export function createMerchant(): {
  readonly edits: MerchantEdits
  editTarget(shop: ShopState, random: Random, changes: number): string[]
  /** Edits just these records, each in what a careless write would take back first. */
  editThese(shop: ShopState, random: Random, gids: readonly string[]): string[]
  addTag(shop: ShopState, random: Random, gid: string): string | null
  addAddress(shop: ShopState, random: Random, gid: string): string | null
  /** Somebody who never ordered: others cannot be deleted in Shopify. */
  deleteCustomer(shop: ShopState, gid: string, sourceId: number): void
} {
  const edits = noEdits()
  return {
    edits,
    editTarget: (shop, random, changes) => {
      const told: string[] = []
      for (let tries = 0; told.length < changes && tries < changes * 20; tries += 1) {
        const line = random.pick(WORK)({ shop, random, edits, word: random.hex(6) })
        if (line !== null) told.push(line)
      }
      return told
    },
    editThese: (shop, random, gids) =>
      gids.flatMap((gid) => {
        const work: Work = { shop, random, edits, word: random.hex(6), only: gid }
        const acts = shop.products.has(gid)
          ? [editTitle, sellSome]
          : shop.customers.has(gid)
            ? [editFirstName]
            : [(order: Work) => editOrder(order, 'order.note')]
        return acts.flatMap((act) => act(work) ?? [])
      }),
    addTag: (shop, random, gid) =>
      addProductTag({ shop, random, edits, word: random.hex(6), only: gid }),
    addAddress: (shop, random, gid) =>
      addOwnAddress({ shop, random, edits, word: random.hex(6), only: gid }),
    deleteCustomer: (shop, gid, sourceId) => {
      shop.customers.delete(gid)
      shop.index.customer.remove(gid)
      forgetOwner(shop, gid)
      for (const [key, edit] of edits.fields) if (edit.owner === gid) edits.fields.delete(key)
      edits.deleted.set(gid, `customer ${sourceId}`)
    },
  }
}

/** Half of the work goes into the same few records, so that what is edited here also changes there. */
function one<T>(random: Random, items: Iterable<T>): T | null {
  const list = [...items]
  const first = random.chance(0.5) ? list.slice(0, 4) : list
  return first.length === 0 ? null : random.pick(first)
}

function chosen<T>({ random, only }: Work, records: ReadonlyMap<string, T>): T | null {
  return only === undefined ? one(random, records.values()) : (records.get(only) ?? null)
}

const WORK: readonly ((work: Work) => string | null)[] = [
  editTitle,
  sellSome,
  (work) =>
    editProduct(work, 'product.description', (product, word) => {
      product.descriptionHtml = `<p>The merchant’s own text ${word}</p>`
      return `The merchant’s own text ${word}`
    }),
  addProductTag,
  editPrice,
  editFirstName,
  (work) =>
    editCustomer(work, 'customer.note', (customer, word) => {
      customer.note = `Called twice (${word})`
      return customer.note
    }),
  (work) =>
    editCustomer(work, 'customer.phone', (customer, _word, { random, shop }) => {
      const number = `+1415555${String(random.int(1000, 9999))}`
      if ([...shop.customers.values()].some(({ phone }) => phone === number)) return null
      customer.phone = number
      return number
    }),
  (work) =>
    editCustomer(work, 'customer.tag', (customer, word) => {
      customer.tags = [...customer.tags, `vip-${word}`]
      return `vip-${word}`
    }),
  (work) =>
    editCustomer(work, 'customer.address', (customer, word, { edits }) => {
      const own = new Set(
        [...edits.fields.values()]
          .filter(({ field, gid }) => field === 'customer.ownAddress' && gid === customer.id)
          .map(({ value }) => value),
      )
      const address = customer.addresses.find(({ address1 }) => !own.has(address1 ?? ''))
      if (!address) return null
      address.address1 = `${word} Merchant Street`
      return address.address1
    }),
  addOwnAddress,
  (work) => editOrder(work, 'order.note'),
  (work) => editOrder(work, 'order.tag'),
  (work) => editOrder(work, 'order.shippingAddress'),
  makeProduct,
  makeCustomer,
]

/** To be called while Shopify still shows what was there before. */
function remember(
  { shop, edits }: Work,
  field: EditedField,
  owner: string,
  value: string,
  gid = owner,
): string {
  rememberEdit(edits, {
    gid,
    owner,
    field,
    value,
    before: shownBefore(shop, edits, { gid, owner, field }),
  })
  return `${gid}: the merchant made ${field} “${value}”`
}

function editProduct(
  work: Work,
  field: EditedField,
  edit: (product: Product, word: string) => string,
): string | null {
  const found = chosen(work, work.shop.products)
  if (!found || work.edits.made.has(found.id)) return null
  const product = structuredClone(found)
  const value = edit(product, work.word)
  const line = remember(work, field, product.id, value)
  saveProduct(work.shop, product)
  return line
}

function editTitle(work: Work): string | null {
  return editProduct(work, 'product.title', (product, word) => {
    product.title = `Merchant’s title ${word}`
    return product.title
  })
}

function addProductTag(work: Work): string | null {
  return editProduct(work, 'product.tag', (product, word) => {
    product.tags = [...product.tags, `merchant-${word}`]
    return `merchant-${word}`
  })
}

function editFirstName(work: Work): string | null {
  return editCustomer(work, 'customer.firstName', (customer, word) => {
    customer.firstName = `Merchant-${word}`
    return customer.firstName
  })
}

function addOwnAddress(work: Work): string | null {
  return editCustomer(work, 'customer.ownAddress', (customer, word, { shop }) => {
    const address1 = `${word} Warehouse Lane`
    customer.addresses.push({
      id: `${newGid(shop, 'MailingAddress')}?model_name=CustomerAddress`,
      firstName: null,
      lastName: 'Merchant',
      company: null,
      address1,
      address2: null,
      city: 'Portland',
      province: 'Oregon',
      provinceCode: 'OR',
      country: 'United States',
      countryCode: 'US',
      zip: '97201',
      phone: null,
    })
    customer.defaultAddressId ??= customer.addresses[0]?.id ?? null
    return address1
  })
}

/** The new store sells, too: its stock is its own from the first day. */
function sellSome(work: Work): string | null {
  const found = chosen(work, work.shop.products)
  if (!found || work.edits.made.has(found.id)) return null
  const product = structuredClone(found)
  const variant = product.variants.find(({ item }) => item.tracked)
  const level = Object.values(variant?.item.levels ?? {})[0]
  if (!variant || !level) return null
  level.available -= 1
  level.onHand -= 1
  saveProduct(work.shop, product)
  return remember(work, 'variant.stock', product.id, String(level.available), variant.id)
}

function editPrice(work: Work): string | null {
  const found = chosen(work, work.shop.products)
  if (!found || work.edits.made.has(found.id)) return null
  const product = structuredClone(found)
  const variant = one(work.random, product.variants)
  if (!variant) return null
  variant.price = new Big(work.random.int(20_000, 90_000))
    .div(100)
    .toFixed(Math.min(2, decimalsOf(work.shop.currency)))
  const line = remember(work, 'variant.price', product.id, variant.price, variant.id)
  saveProduct(work.shop, product)
  return line
}

function editCustomer(
  work: Work,
  field: EditedField,
  edit: (customer: Customer, word: string, work: Work) => string | null,
): string | null {
  const found = chosen(work, work.shop.customers)
  if (!found || work.edits.made.has(found.id)) return null
  const customer = structuredClone(found)
  const value = edit(customer, work.word, work)
  if (value === null) return null
  const line = remember(work, field, customer.id, value)
  saveCustomer(work.shop, customer)
  return line
}

function editOrder(
  work: Work,
  field: 'order.note' | 'order.tag' | 'order.shippingAddress',
): string | null {
  const found = chosen(work, work.shop.orders)
  if (!found || work.edits.made.has(found.id)) return null
  const order = structuredClone(found)
  const value = {
    'order.note': `Merchant’s note ${work.word}`,
    'order.tag': `merchant-${work.word}`,
    'order.shippingAddress': `${work.word} Merchant Street`,
  }[field]
  if (field === 'order.note') order.note = value
  else if (field === 'order.tag') order.tags = [...order.tags, value]
  else if (order.shippingAddress) order.shippingAddress.address1 = value
  else return null
  const line = remember(work, field, order.id, value)
  saveOrder(work.shop, order)
  return line
}

/** A product of the merchant's own, as like one of ours as can be. */
function makeProduct(work: Work): string | null {
  const { shop, edits, word } = work
  const model = chosen(work, shop.products)
  const [variant] = model?.variants ?? []
  if (!model || !variant || edits.made.size > 3) return null
  const id = newGid(shop, 'Product')
  const variantId = newGid(shop, 'ProductVariant')
  const itemId = newGid(shop, 'InventoryItem')
  const product = structuredClone(model)
  saveProduct(shop, {
    ...product,
    id,
    handle: `merchant-${word}`,
    options: product.options.map((option) => ({
      ...option,
      values: option.values.slice(0, 1),
    })),
    media: [],
    variants: [
      {
        ...structuredClone(variant),
        id: variantId,
        productId: id,
        values: product.options.map((option) => option.values[0]?.name ?? ''),
        mediaIds: [],
        item: { ...structuredClone(variant.item), id: itemId, variantId },
      },
    ],
    createdAt: nowIso(shop),
  })
  edits.made.add(id)
  return `${id}: the merchant made a product like ${model.id}`
}

function makeCustomer(work: Work): string | null {
  const { shop, edits, word } = work
  if (edits.made.size > 3) return null
  const id = newGid(shop, 'Customer')
  const consent = { state: 'NOT_SUBSCRIBED', optInLevel: null, updatedAt: null }
  saveCustomer(shop, {
    id,
    firstName: 'Walk-in',
    lastName: word,
    email: `walk-in-${word}@merchant.example`,
    phone: null,
    note: null,
    locale: 'en',
    tags: [],
    taxExempt: false,
    taxExemptions: [],
    multipassIdentifier: null,
    addresses: [],
    defaultAddressId: null,
    emailConsent: consent,
    smsConsent: { ...consent },
    createdAt: nowIso(shop),
    updatedAt: nowIso(shop),
  })
  edits.made.add(id)
  return `${id}: the merchant entered a customer`
}
