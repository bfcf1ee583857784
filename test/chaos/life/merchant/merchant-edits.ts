/** Fields a merchant edits in Shopify's admin, by the name the oracle knows them under. */
export type EditedField =
  | 'product.title'
  | 'product.description'
  | 'product.tag'
  | 'variant.price'
  | 'variant.stock'
  | 'customer.firstName'
  | 'customer.note'
  | 'customer.phone'
  | 'customer.tag'
  | 'customer.address'
  | 'customer.ownAddress'
  | 'order.note'
  | 'order.tag'
  | 'order.shippingAddress'

export type MerchantEdit = {
  /** The record's, or the variant's. */
  gid: string
  field: EditedField
  /** What Shopify has to show from now on. */
  value: string
  /** Record the variant belongs to; the same as `gid` for everything else. */
  owner: string
  /** What Shopify showed before the merchant first typed over it; null: they only added something. */
  before: Before | null
}

export type Before = {
  /** Custom id of what was edited: whose record it was. */
  customId: string | null
  /** As the oracle compares it with the old store's. */
  value: string
}

/** What the merchant did in Shopify by hand and must find again, whatever a run does. */
export type MerchantEdits = {
  /** Latest value per record and field; several tags and own addresses of one record stand beside each other. */
  readonly fields: Map<string, MerchantEdit>
  /** Records the merchant made in Shopify: neither lost nor extra, and never changed by us. */
  readonly made: Set<string>
  /** Records of ours that the merchant deleted in Shopify, by gid: "kind id" in the old store. */
  readonly deleted: Map<string, string>
}

export function noEdits(): MerchantEdits {
  return { fields: new Map(), made: new Set(), deleted: new Map() }
}

const ADDED: ReadonlySet<EditedField> = new Set([
  'product.tag',
  'customer.tag',
  'customer.ownAddress',
  'order.tag',
])

export function rememberEdit(edits: MerchantEdits, edit: MerchantEdit): void {
  const key = ADDED.has(edit.field)
    ? `${edit.gid} ${edit.field} ${edit.value}`
    : `${edit.gid} ${edit.field}`
  const first = edits.fields.get(key)
  // A second edit of the same is still one of what we wrote, while the record is the same one's.
  const before = first?.before?.customId === edit.before?.customId ? first?.before : undefined
  edits.fields.set(key, { ...edit, before: before ?? edit.before })
}

/** The merchant's own value of this field, where they replaced it. */
export const editOf = (
  edits: MerchantEdits,
  gid: string,
  field: EditedField,
): MerchantEdit | undefined => edits.fields.get(`${gid} ${field}`)

/** True when the merchant replaced this field by a value of their own. */
export function isEdited(edits: MerchantEdits, gid: string, field: EditedField): boolean {
  return editOf(edits, gid, field) !== undefined
}

/** Values the merchant added to a list of the record. */
export function addedBy(edits: MerchantEdits, gid: string, field: EditedField): string[] {
  return [...edits.fields.values()]
    .filter((edit) => edit.gid === gid && edit.field === field)
    .map(({ value }) => value)
}
