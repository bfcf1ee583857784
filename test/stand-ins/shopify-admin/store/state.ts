export type * from './records.ts'
import type {
  Collection,
  Customer,
  Metafield,
  Product,
  ShopOptions,
  ShopState,
  Variant,
} from './records.ts'
import { createSearchIndex, type SearchDocument } from './search.ts'

const FIRST_IDS: Record<string, number> = {
  Product: 8_100_000_000_001,
  ProductVariant: 44_100_000_000_001,
  InventoryItem: 46_100_000_000_001,
  Customer: 7_100_000_000_001,
  Order: 5_100_000_000_001,
  LineItem: 13_100_000_000_001,
  Metafield: 31_100_000_000_001,
  Location: 71_000_000_001,
}

/** A new gid of a type, counting up per shop. */
export function newGid(shop: ShopState, type: string): string {
  const id = (shop.ids[type] ?? FIRST_IDS[type] ?? 1_000_000_000_001) + 1
  shop.ids[type] = id
  return `gid://shopify/${type}/${id}`
}

/** The number at the end of a gid, as Shopify's `legacyResourceId`. */
export function legacyId(gid: string): string {
  return /\/(\d+)(?:\?.*)?$/.exec(gid)?.[1] ?? gid
}

/** The type inside a gid, or null when it is none. */
export function gidType(gid: string): string | null {
  return /^gid:\/\/shopify\/(\w+)\/[^/]+$/.exec(gid)?.[1] ?? null
}

/** A time as Shopify writes it: whole seconds, UTC. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

export function nowIso(shop: ShopState): string {
  return isoSeconds(shop.now())
}

export function createShopState(
  options: ShopOptions,
  shopNumber: number,
  environment: { now: () => number; searchLagMs: number },
): ShopState {
  const index = () => createSearchIndex(environment)
  const shop: ShopState = {
    ...options,
    id: `gid://shopify/Shop/${60_000_000_000 + shopNumber}`,
    createdAt: isoSeconds(environment.now() - 30 * 24 * 3_600_000),
    products: new Map(),
    customers: new Map(),
    orders: new Map(),
    collections: new Map(),
    locationList: new Map(),
    publications: new Map(),
    metafields: new Map(),
    definitions: new Map(),
    jobs: new Map(),
    merges: new Map(),
    orderEdits: new Map(),
    taxOnEdits: null,
    operations: new Map(),
    idempotency: new Map(),
    orderCreations: [],
    nextOrderNumber: 1001,
    exchangeRates: {},
    brokenImages: new Set(),
    files: new Map(),
    requests: 0,
    index: {
      product: index(),
      customer: index(),
      order: index(),
      collection: index(),
      file: index(),
    },
    variantOwners: new Map(),
    itemOwners: new Map(),
    metafieldsByOwner: new Map(),
    uniqueValues: new Map(),
    ids: {},
    now: environment.now,
    searchLagMs: environment.searchLagMs,
  }
  for (const name of options.locations ?? ['Shop location']) {
    const id = newGid(shop, 'Location')
    const at = nowIso(shop)
    shop.locationList.set(id, {
      id,
      name,
      managedBy: 'merchant',
      isActive: true,
      countryCode: 'US',
      createdAt: at,
      updatedAt: at,
    })
  }
  for (const [name, handle, app] of [
    ['Online Store', 'online_store', 580111],
    ['Point of Sale', 'point_of_sale', 129785],
    ['Shop', 'shop-17', 3890849],
  ] as const) {
    const id = newGid(shop, 'Publication')
    const channel = { id: newGid(shop, 'Channel'), handle, appId: `gid://shopify/App/${app}` }
    shop.publications.set(id, { id, name, channel })
  }
  return shop
}

export function findVariant(
  shop: ShopState,
  gid: string,
): { product: Product; variant: Variant } | null {
  const product = shop.products.get(shop.variantOwners.get(gid) ?? '')
  const variant = product?.variants.find((candidate) => candidate.id === gid)
  return product && variant ? { product, variant } : null
}

export function findItem(
  shop: ShopState,
  gid: string,
): { product: Product; variant: Variant } | null {
  return findVariant(shop, shop.itemOwners.get(gid) ?? '')
}

/** Puts a product in place, keeps the variant look-ups and the search index right. */
export function saveProduct(shop: ShopState, product: Product): void {
  const before = shop.products.get(product.id)
  for (const variant of before?.variants ?? []) {
    shop.variantOwners.delete(variant.id)
    shop.itemOwners.delete(variant.item.id)
    if (!product.variants.some((kept) => kept.id === variant.id)) forgetOwner(shop, variant.id)
  }
  for (const variant of product.variants) {
    shop.variantOwners.set(variant.id, product.id)
    shop.itemOwners.set(variant.item.id, variant.id)
  }
  product.updatedAt = nowIso(shop)
  shop.products.set(product.id, product)
  shop.index.product.put(product.id, productDocument(shop, product))
}

export function saveCustomer(shop: ShopState, customer: Customer): void {
  customer.updatedAt = nowIso(shop)
  shop.customers.set(customer.id, customer)
  shop.index.customer.put(customer.id, customerDocument(customer))
}

export function saveCollection(shop: ShopState, collection: Collection): void {
  collection.updatedAt = nowIso(shop)
  shop.collections.set(collection.id, collection)
  shop.index.collection.put(collection.id, {
    id: legacyId(collection.id),
    title: collection.title,
    handle: collection.handle,
    collection_type: collection.ruleSet ? 'smart' : 'custom',
    updated_at: collection.updatedAt,
    ...metafieldFields(shop, collection.id),
  })
}

export function deleteProduct(shop: ShopState, product: Product): void {
  for (const variant of product.variants) {
    shop.variantOwners.delete(variant.id)
    shop.itemOwners.delete(variant.item.id)
    forgetOwner(shop, variant.id)
  }
  forgetOwner(shop, product.id)
  shop.products.delete(product.id)
  shop.index.product.remove(product.id)
  for (const collection of shop.collections.values()) {
    collection.productIds = collection.productIds.filter((id) => id !== product.id)
  }
}

export function uniqueKey(
  ownerType: string,
  namespace: string,
  key: string,
  value: string,
): string {
  return JSON.stringify([ownerType, namespace, key, value])
}

/** Drops the metafields of an owner that is gone; their unique values become free. */
export function forgetOwner(shop: ShopState, ownerId: string): void {
  for (const id of shop.metafieldsByOwner.get(ownerId) ?? []) shop.metafields.delete(id)
  shop.metafieldsByOwner.delete(ownerId)
  for (const [key, owner] of shop.uniqueValues) {
    if (owner === ownerId) shop.uniqueValues.delete(key)
  }
}

export function metafieldsOf(shop: ShopState, ownerId: string): Metafield[] {
  return (shop.metafieldsByOwner.get(ownerId) ?? []).flatMap((id) => shop.metafields.get(id) ?? [])
}

export function metafieldFields(shop: ShopState, ownerId: string): SearchDocument {
  return Object.fromEntries(
    metafieldsOf(shop, ownerId).map((field) => [
      `metafields.${field.namespace}.${field.key}`,
      field.value,
    ]),
  )
}

function productDocument(shop: ShopState, product: Product): SearchDocument {
  return {
    id: legacyId(product.id),
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status,
    tag: product.tags,
    sku: product.variants.flatMap((variant) => variant.sku ?? []),
    barcode: product.variants.flatMap((variant) => variant.barcode ?? []),
    price: product.variants.map((variant) => variant.price),
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    published_at: product.publishedAt ?? [],
    ...metafieldFields(shop, product.id),
  }
}

function customerDocument(customer: Customer): SearchDocument {
  return {
    id: legacyId(customer.id),
    email: customer.email ?? [],
    phone: customer.phone ?? [],
    first_name: customer.firstName ?? [],
    last_name: customer.lastName ?? [],
    tag: customer.tags,
    customer_date: customer.createdAt,
    updated_at: customer.updatedAt,
  }
}
