import type { SearchIndex } from './search.ts'

/** An amount in the shop's (order's) currency and in the customer's, decimal strings. */
export type Bag = { shop: string; presentment: string }

export type Metafield = {
  id: string
  ownerId: string
  namespace: string
  key: string
  type: string
  value: string
  createdAt: string
  updatedAt: string
}

export type MetafieldDefinition = {
  id: string
  ownerType: string
  namespace: string
  key: string
  name: string
  description: string | null
  type: string
  unique: boolean
  filterable: boolean
  isCondition: boolean
  validations: { name: string; value: string | null }[]
  pinnedPosition: number | null
}

/** A file, on a product or only in Files: its kind is the type in its id. */
export type Media = {
  id: string
  alt: string | null
  originalSource: string
  /** Its name at Shopify's network. */
  filename: string
  /** The request that made it: in its answer the file is UPLOADED, later PROCESSING. */
  madeIn: number
  /** When the download ends on the stand-in's clock, milliseconds. */
  settlesAt: number
  fails: boolean
  /** When another source was given for it: it has no picture until that is fetched. */
  refetchedAt?: number
  createdAt: string
  updatedAt: string
}

export type ProductOption = {
  id: string
  name: string
  values: { id: string; name: string }[]
}

export type InventoryLevel = { available: number; onHand: number; updatedAt: string }

export type InventoryItem = {
  id: string
  variantId: string
  tracked: boolean
  requiresShipping: boolean
  cost: string | null
  countryCodeOfOrigin: string | null
  provinceCodeOfOrigin: string | null
  harmonizedSystemCode: string | null
  weight: { value: number; unit: string }
  /** Location gid → level. */
  levels: Record<string, InventoryLevel>
  createdAt: string
  updatedAt: string
}

export type Variant = {
  id: string
  productId: string
  sku: string | null
  barcode: string | null
  price: string
  compareAtPrice: string | null
  taxable: boolean
  inventoryPolicy: 'CONTINUE' | 'DENY'
  /** Value names, one per product option, same order. */
  values: string[]
  mediaIds: string[]
  item: InventoryItem
  createdAt: string
  updatedAt: string
}

export type Product = {
  id: string
  title: string
  handle: string
  descriptionHtml: string
  vendor: string
  productType: string
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED'
  tags: string[]
  templateSuffix: string | null
  category: string | null
  isGiftCard: boolean
  requiresSellingPlan: boolean
  seo: { title: string | null; description: string | null }
  options: ProductOption[]
  variants: Variant[]
  media: Media[]
  /** Publication gid → publish date. */
  publications: Record<string, string>
  createdAt: string
  updatedAt: string
  publishedAt: string | null
}

export type Collection = {
  id: string
  title: string
  handle: string
  descriptionHtml: string
  seo: { title: string | null; description: string | null }
  sortOrder: string
  templateSuffix: string | null
  /** Rules of a smart collection; null for a manual one. */
  ruleSet: {
    appliedDisjunctively: boolean
    rules: { column: string; relation: string; condition: string }[]
  } | null
  /** gid of the one manual source a manual collection has. */
  sourceId: string
  productIds: string[]
  publications: Record<string, string>
  createdAt: string
  updatedAt: string
}

export type Address = {
  id: string
  firstName: string | null
  lastName: string | null
  company: string | null
  address1: string | null
  address2: string | null
  city: string | null
  province: string | null
  provinceCode: string | null
  country: string | null
  countryCode: string | null
  zip: string | null
  phone: string | null
}

export type Consent = { state: string; optInLevel: string | null; updatedAt: string | null }

export type Customer = {
  id: string
  firstName: string | null
  lastName: string | null
  email: string | null
  phone: string | null
  note: string | null
  locale: string
  tags: string[]
  taxExempt: boolean
  taxExemptions: string[]
  multipassIdentifier: string | null
  addresses: Address[]
  defaultAddressId: string | null
  emailConsent: Consent
  smsConsent: Consent
  createdAt: string
  updatedAt: string
}

export type TaxLine = {
  title: string
  rate: number
  price: Bag
  channelLiable: boolean
}

export type LineDiscount = {
  id: string
  description: string | null
  amount: Bag
  /** Null for a fixed amount. */
  percentage: number | null
}

export type LineItem = {
  id: string
  title: string
  variantTitle: string | null
  sku: string | null
  vendor: string | null
  quantity: number
  variantId: string | null
  productId: string | null
  unitPrice: Bag
  taxLines: TaxLine[]
  customAttributes: { key: string; value: string }[]
  requiresShipping: boolean
  taxable: boolean
  isGiftCard: boolean
  /** The order's discount code, this line's share. */
  discount: Bag
  /** Discounts of its own, given by order edits, over its whole quantity. */
  editDiscounts: LineDiscount[]
  /** Quantity taken off by refunds, order edits and cancellation. */
  removed: number
  refunded: number
}

export type ShippingLine = {
  id: string
  title: string
  code: string | null
  source: string | null
  price: Bag
  discount: Bag
  taxLines: TaxLine[]
}

export type Transaction = {
  id: string
  kind: string
  status: string
  gateway: string | null
  amount: Bag
  parentId: string | null
  processedAt: string
  createdAt: string
  test: boolean
  authorizationCode: string | null
  receiptJson: string | null
}

export type Refund = {
  id: string
  note: string | null
  lines: {
    id: string
    lineItemId: string
    quantity: number
    restockType: string
    locationId: string | null
    subtotal: Bag
    tax: Bag
  }[]
  shipping: Bag
  shippingTax: Bag
  transactionIds: string[]
  total: Bag
  createdAt: string
  processedAt: string
}

/** Who fulfils: the merchant, a fulfilment service of another app, or one of this app. */
export type ManagedBy = 'merchant' | 'third_party' | 'app'

export type FulfillmentHold = {
  id: string
  handle: string
  reason: string
  reasonNotes: string | null
}

export type FulfillmentOrder = {
  id: string
  /** An app sees it only with the scope for it. */
  managedBy: ManagedBy
  holds: FulfillmentHold[]
  status: 'OPEN' | 'IN_PROGRESS' | 'ON_HOLD' | 'CLOSED' | 'CANCELLED'
  locationId: string
  lines: { id: string; lineItemId: string; total: number; remaining: number }[]
  createdAt: string
  updatedAt: string
}

export type Fulfillment = {
  id: string
  name: string
  status: string
  locationId: string
  fulfillmentOrderIds: string[]
  lines: { id: string; lineItemId: string; quantity: number }[]
  tracking: { number: string | null; url: string | null; company: string | null }[]
  createdAt: string
  updatedAt: string
}

export type Order = {
  id: string
  name: string
  number: number
  email: string | null
  phone: string | null
  note: string | null
  poNumber: string | null
  tags: string[]
  customAttributes: { key: string; value: string }[]
  customerId: string | null
  currency: string
  presentmentCurrency: string
  test: boolean
  taxesIncluded: boolean
  taxExempt: boolean
  processedAt: string
  createdAt: string
  updatedAt: string
  closedAt: string | null
  cancelledAt: string | null
  cancelReason: string | null
  cancelNote: string | null
  sourceIdentifier: string | null
  sourceName: string | null
  sourceUrl: string | null
  billingAddress: Address | null
  shippingAddress: Address | null
  lines: LineItem[]
  shippingLines: ShippingLine[]
  /** Tax lines given for the whole order; empty when they were given per line. */
  taxLines: TaxLine[]
  discount:
    | { code: string; kind: 'fixed'; amount: Bag }
    | { code: string; kind: 'percentage'; percentage: number }
    | { code: string; kind: 'free_shipping' }
    | null
  /** What the caller said; the shown status is derived from transactions first. */
  givenFinancialStatus: string | null
  transactions: Transaction[]
  refunds: Refund[]
  fulfillmentOrders: FulfillmentOrder[]
  fulfillments: Fulfillment[]
  /** Committed edits, oldest first. */
  edits: { id: string; at: string; staffNote: string | null }[]
}

/** What an edit would do when it is committed. Lines are named by their calculated gid. */
export type StagedChange =
  | { kind: 'quantity'; lineId: string; quantity: number; restock: boolean }
  | { kind: 'item'; lineId: string; item: Omit<LineItem, 'id'> }
  | {
      kind: 'discount'
      id: string
      lineId: string
      discount: Omit<LineDiscount, 'amount'> & { fixed: Bag | null }
    }
  | { kind: 'shipping'; id: string; title: string; price: Bag }
  | { kind: 'shipping_removed'; id: string }

/** An edit that was begun and not committed; `number` is the one in its gids. */
export type OrderEdit = { number: string; orderId: string; changes: StagedChange[] }

export type Location = {
  id: string
  name: string
  /** Items stocked at a service's location are the service's to fulfil. */
  managedBy: ManagedBy
  isActive: boolean
  countryCode: string
  createdAt: string
  updatedAt: string
}

export type Job = { id: string; done: boolean }

export type ProductSetOperation = {
  id: string
  status: 'CREATED' | 'ACTIVE' | 'COMPLETE'
  /** When it ends on the stand-in's clock; the write itself happens at once. */
  completesAt: number
  productId: string | null
  userErrors: { field: string[] | null; message: string; code: string | null }[]
}

export type ShopPlan = 'basic' | 'advanced' | 'plus' | 'enterprise' | 'development'

export type ShopOptions = {
  domain: string
  plan: ShopPlan
  currency: string
  timezone: string
  name: string
  locations?: string[]
}

export type IndexedKind = 'product' | 'customer' | 'order' | 'collection' | 'file'

/** One shop's records. Typed maps by gid, open to tests and to the admin pages. */
export type Publication = {
  id: string
  name: string
  channel: { id: string; handle: string; appId: string }
}

export type ShopState = ShopOptions & {
  id: string
  createdAt: string
  products: Map<string, Product>
  customers: Map<string, Customer>
  orders: Map<string, Order>
  collections: Map<string, Collection>
  locationList: Map<string, Location>
  /** Of sales channels: the name is in the store's language, the channel's handle is not. */
  publications: Map<string, Publication>
  metafields: Map<string, Metafield>
  definitions: Map<string, MetafieldDefinition>
  jobs: Map<string, Job>
  /** Job of a merge → the customer who is left. */
  merges: Map<string, string>
  /** Order edits that wait for their commit, by number. */
  orderEdits: Map<string, OrderEdit>
  /** The tax Shopify itself puts on taxable items that an order edit adds; null: none is set up. */
  taxOnEdits: { title: string; rate: number } | null
  operations: Map<string, ProductSetOperation>
  /** Idempotency key → what was asked and answered. */
  idempotency: Map<string, { request: string; answer: unknown }>
  /** Times of accepted orderCreate calls, for the limit of development stores. */
  orderCreations: number[]
  nextOrderNumber: number
  /** Units of the second currency for one unit of the first, "CAD/USD" → 0.75. */
  exchangeRates: Record<string, number>
  /** Image hosts or paths whose download fails, besides the evidently broken ones. */
  brokenImages: Set<string>
  /** Files that are on no product, or were not made for one. */
  files: Map<string, Media>
  /** Requests answered so far. */
  requests: number
  index: Record<IndexedKind, SearchIndex>
  /** Variant gid → product gid, inventory item gid → variant gid. */
  variantOwners: Map<string, string>
  itemOwners: Map<string, string>
  /** Owner gid → metafield gids; unique value → owner gid. */
  metafieldsByOwner: Map<string, string[]>
  uniqueValues: Map<string, string>
  ids: Record<string, number>
  now(): number
  searchLagMs: number
}
