import Big from 'big.js'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Product, ShopState, Variant } from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  addedBy,
  editOf,
  type Before,
  type EditedField,
  type MerchantEdit,
  type MerchantEdits,
} from '../life/merchant/merchant-edits.ts'
import { differs, type Check } from './findings.ts'
import { originOf, shapeOf } from './products/pictures.ts'
import { blank, targetPlace } from './text.ts'

/** What was there before an edit, for the question whether the old store changed it as well. */
export function shownBefore(
  shop: ShopState,
  edits: MerchantEdits,
  edit: Pick<MerchantEdit, 'gid' | 'owner' | 'field'>,
): Before | null {
  const value = valueOf(shop, edits, edit)
  return value === undefined ? null : { customId: customIdOf(shop, edit.gid), value: textOf(value) }
}

function customIdOf({ metafields }: ShopState, gid: string): string | null {
  const customId = [...metafields.values()].find(
    ({ ownerId, key }) => ownerId === gid && key === 'source_id',
  )
  return customId?.value ?? null
}

const textOf = (value: unknown) => JSON.stringify(value ?? null)

/** As it is compared with the old store's. Undefined: nothing of the old store's is replaced. */
function valueOf(
  shop: ShopState,
  edits: MerchantEdits,
  { gid, owner, field }: { gid: string; owner: string; field: EditedField },
): unknown {
  const product = shop.products.get(owner)
  const customer = shop.customers.get(owner)
  const order = shop.orders.get(owner)
  switch (field) {
    case 'product.title':
      return product?.title
    case 'product.description':
      return product && shapeOf(product.descriptionHtml, (src) => originOf(shop, src))
    case 'variant.price':
      return priceIn(product, gid)
    case 'customer.firstName':
      return customer && (customer.firstName ?? '')
    case 'customer.note':
      return customer?.note
    case 'customer.phone':
      return customer?.phone
    case 'customer.address': {
      const added = addedBy(edits, owner, 'customer.ownAddress')
      return customer?.addresses
        .filter(({ address1 }) => !added.includes(address1 ?? ''))
        .map(targetPlace)
    }
    case 'order.note':
      return order && blank(order.note)
    case 'order.shippingAddress':
      return order && targetPlace(order.shippingAddress)
    case 'product.tag':
    case 'customer.tag':
    case 'customer.ownAddress':
    case 'order.tag':
    // Never brought again.
    case 'variant.stock':
      return undefined
  }
}

function priceIn(product: Product | undefined, gid: string): string | undefined {
  const variant: Variant | undefined = product?.variants.find(({ id }) => id === gid)
  return variant && new Big(variant.price).toFixed()
}

/**
 * Where the merchant typed over a field, their value stays. When the old store changed that field as
 * well, they have to be asked which of the two is right.
 * @returns false when the merchant did not edit it: it is to be compared
 */
export function isTheirs(
  check: Check,
  record: { kind: EntityKind; id: string; gid: string },
  field: EditedField,
  /** The app's name of the field, and what the old store says of it now. */
  { name, wanted }: { name: string; wanted: unknown },
): boolean {
  const { kind, id, gid } = record
  const edit = editOf(check.edits, gid, field)
  if (!edit) return false
  const { before } = edit
  // What was somebody else's then (a guest's, who has an account now) the old store did not change.
  const isSame = before?.customId != null && before.customId === customIdOf(check.shop, gid)
  const isOwn = field === 'variant.price' || before?.customId?.endsWith(`:${kind}:${id}`)
  // A guest is brought once, and never changed by another order.
  if (!isSame || !isOwn || id.startsWith('guest:')) return true
  if (before.value === textOf(wanted)) return true
  if (check.isAsked(kind, id, name) || check.isExplained(kind, id, name)) return true
  const change = differs(name, wanted, edit.value)
  check.count(
    'wrongFields',
    `${kind} ${id}: both stores changed ${name}, and nobody was asked: ${change} (${gid})`,
  )
  return true
}
