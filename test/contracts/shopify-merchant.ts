import {
  legacyId,
  metafieldsOf,
  newGid,
  nowIso,
  type ShopState,
} from '../stand-ins/shopify-admin/store/state.ts'
import type { TargetHarness } from './target-writer/harness.ts'

/** The merchant's own work in the stand-in's store, done straight on its records. */
export function createShopifyMerchant(shop: ShopState): TargetHarness['merchant'] {
  const product = (gid: string) => present(shop.products.get(gid), gid)
  const customer = (gid: string) => present(shop.customers.get(gid), gid)
  const order = (gid: string) => present(shop.orders.get(gid), gid)
  const address = (address1: string | null) => ({
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
  return {
    addCustomer: ({ email, phone, firstName, lastName, tags }) => {
      const id = newGid(shop, 'Customer')
      const consent = { state: 'NOT_SUBSCRIBED', optInLevel: null, updatedAt: null }
      shop.customers.set(id, {
        id,
        firstName: firstName ?? null,
        lastName: lastName ?? null,
        email: email ?? null,
        phone: phone ?? null,
        note: null,
        locale: 'en',
        tags: tags ?? [],
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
      return id
    },
    addProductTag: (gid, tag) => void product(gid).tags.push(tag),
    addCustomerTag: (gid, tag) => void customer(gid).tags.push(tag),
    addCustomerAddress: (gid, address1) => void customer(gid).addresses.push(address(address1)),
    addOrderTag: (gid, tag) => void order(gid).tags.push(tag),
    addOrderAttribute: (gid, key) => void order(gid).customAttributes.push({ key, value: '3' }),
    addToOwnCollection: (gid, title) => {
      const id = newGid(shop, 'Collection')
      shop.collections.set(id, {
        id,
        title,
        handle: `own-${legacyId(id)}`,
        descriptionHtml: '',
        seo: { title: null, description: null },
        sortOrder: 'BEST_SELLING',
        templateSuffix: null,
        ruleSet: null,
        sourceId: newGid(shop, 'CollectionManualSource'),
        productIds: [gid],
        publications: {},
        createdAt: nowIso(shop),
        updatedAt: nowIso(shop),
      })
    },
    addVariant: (gid, value) => {
      const owner = product(gid)
      const model = present(owner.variants[0], gid)
      const id = newGid(shop, 'ProductVariant')
      const itemId = newGid(shop, 'InventoryItem')
      const option = owner.options[0]
      option?.values.push({ id: newGid(shop, 'ProductOptionValue'), name: value })
      const variant = structuredClone(model)
      owner.variants.push({
        ...variant,
        id,
        values: [value],
        item: { ...variant.item, id: itemId, variantId: id },
      })
      shop.variantOwners.set(id, gid)
      shop.itemOwners.set(itemId, id)
      return id
    },
    setMetafield: (gid, key, value) => {
      const id = newGid(shop, 'Metafield')
      const at = nowIso(shop)
      shop.metafields.set(id, {
        id,
        ownerId: gid,
        namespace: 'custom',
        key,
        type: 'single_line_text_field',
        value,
        createdAt: at,
        updatedAt: at,
      })
      shop.metafieldsByOwner.set(gid, [...(shop.metafieldsByOwner.get(gid) ?? []), id])
    },
    tags: (gid) => [...(shop.products.get(gid) ?? shop.customers.get(gid) ?? order(gid)).tags],
    addresses: (gid) => customer(gid).addresses.map(({ address1 }) => address1),
    orderAttributes: (gid) => order(gid).customAttributes.map(({ key }) => key),
    collections: (gid) =>
      [...shop.collections.values()]
        .filter(({ productIds }) => productIds.includes(gid))
        .map(({ title }) => title),
    variants: (gid) => product(gid).variants.map(({ id }) => id),
    metafield: (gid, key) =>
      metafieldsOf(shop, gid).find((field) => field.namespace === 'custom' && field.key === key)
        ?.value ?? null,
    stock: (gid) =>
      product(gid).variants.flatMap(({ item }) =>
        Object.values(item.levels).map(({ available }) => available),
      ),
    remove: (gid) => {
      shop.products.delete(gid)
      shop.customers.delete(gid)
      shop.orders.delete(gid)
    },
  }
}

function present<T>(record: T | undefined, gid: string): T {
  if (record === undefined) throw new Error(`Nothing in the store has the id ${gid}`)
  return record
}
