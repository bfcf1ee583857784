/** What the store keeps. Times are milliseconds since the epoch, whole seconds. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type Meta = { id: number; key: string; value: Json }
export type Dimensions = { length: string; width: string; height: string }
export type Image = { id: number; at: number; src: string; name: string; alt: string }

type ProductStatus = 'publish' | 'draft' | 'pending' | 'private' | 'future' | 'trash'
type ProductType = 'simple' | 'variable' | 'grouped' | 'external'
type StockStatus = 'instock' | 'outofstock' | 'onbackorder'
type Backorders = 'no' | 'notify' | 'yes'

type ProductAttribute = {
  /** 0 for an attribute of this product alone. */
  id: number
  name: string
  position: number
  visible: boolean
  variation: boolean
  /** Term ids of a global attribute, texts of a local one. */
  options: string[]
}

/** What products and variations have in common. */
export type Sellable = {
  id: number
  createdAt: number
  modifiedAt: number | null
  status: ProductStatus
  description: string
  sku: string
  globalUniqueId: string
  /** As stored: the active price of the last save. */
  price: string
  regularPrice: string
  salePrice: string
  saleFrom: number | null
  saleTo: number | null
  virtual: boolean
  downloadable: boolean
  downloads: { id: string; name: string; file: string }[]
  downloadLimit: number
  downloadExpiry: number
  taxStatus: string
  taxClass: string
  manageStock: boolean
  stockQuantity: number | null
  stockStatus: StockStatus
  backorders: Backorders
  lowStockAmount: number | null
  weight: string
  dimensions: Dimensions
  menuOrder: number
  meta: Meta[]
  totalSales: number
}

export type Product = Sellable & {
  kind: 'product'
  /** HTML-encoded, as the REST API stores names. */
  name: string
  slug: string
  type: ProductType
  featured: boolean
  catalogVisibility: string
  shortDescription: string
  externalUrl: string
  buttonText: string
  soldIndividually: boolean
  reviewsAllowed: boolean
  ratings: number[]
  upsellIds: number[]
  crossSellIds: number[]
  purchaseNote: string
  categoryIds: number[]
  brandIds: number[]
  tagIds: number[]
  images: Image[]
  attributes: ProductAttribute[]
  defaultAttributes: { id: number; name: string; option: string }[]
  variationIds: number[]
  groupedIds: number[]
}

export type Variation = Sellable & {
  kind: 'variation'
  parentId: number
  image: Image | null
  /** Attributes left to "any" are missing. */
  attributes: { id: number; name: string; option: string }[]
}

export type Term = {
  id: number
  taxonomy: 'category' | 'tag' | 'brand' | 'attribute'
  /** The global attribute a term belongs to. */
  attributeId: number
  name: string
  slug: string
  parent: number
  description: string
  menuOrder: number
}

export type GlobalAttribute = { id: number; name: string; slug: string; orderBy: string }

export type Address = {
  first_name: string
  last_name: string
  company: string
  address_1: string
  address_2: string
  city: string
  state: string
  postcode: string
  country: string
  phone: string
}
export type BillingAddress = Address & { email: string }

export type Customer = {
  id: number
  createdAt: number
  modifiedAt: number | null
  email: string
  firstName: string
  lastName: string
  role: string
  username: string
  billing: BillingAddress
  shipping: Address
  isPaying: boolean
  meta: Meta[]
}

export type LineTax = { id: number; total: string; subtotal: string }

export type ProductLine = {
  id: number
  name: string
  productId: number
  variationId: number
  quantity: number
  taxClass: string
  taxable: boolean
  /** Net of tax, up to six decimals. */
  subtotal: string
  total: string
  taxes: LineTax[]
  meta: Meta[]
}
export type ShippingLine = {
  id: number
  methodTitle: string
  methodId: string
  instanceId: string
  total: string
  taxes: LineTax[]
  taxStatus: string
  meta: Meta[]
}
export type FeeLine = {
  id: number
  name: string
  taxClass: string
  taxStatus: string
  total: string
  taxes: LineTax[]
  meta: Meta[]
}
export type CouponLine = {
  id: number
  code: string
  discount: string
  discountTax: string
  couponId: number
  discountType: string
  amount: number
  freeShipping: boolean
  metaId: number
}
export type TaxLine = {
  id: number
  rateId: number
  rateCode: string
  label: string
  compound: boolean
  percent: number
  /** Rounded. */
  cart: string
  shipping: string
}
export type Note = { id: number; at: number; text: string; forCustomer: boolean; author: string }

export type Order = {
  id: number
  status: string
  currency: string
  pricesIncludeTax: boolean
  /** How the totals were rounded when they were last worked out (see `roundTax`). */
  roundedDown: boolean
  createdAt: number
  /** Null where the order tables hold no date, as after some imports (measured on 10.5). */
  modifiedAt: number | null
  customerId: number
  orderKey: string
  billing: BillingAddress
  shipping: Address
  paymentMethod: string
  paymentMethodTitle: string
  transactionId: string
  createdVia: string
  customerNote: string
  customerIp: string
  userAgent: string
  completedAt: number | null
  paidAt: number | null
  meta: Meta[]
  lines: ProductLine[]
  shippingLines: ShippingLine[]
  feeLines: FeeLine[]
  couponLines: CouponLine[]
  taxLines: TaxLine[]
  notes: Note[]
  /** Sales and coupon uses are counted once, when the order first becomes a sale. */
  counted: boolean
}

export type Refund = {
  id: number
  orderId: number
  createdAt: number
  amount: string
  reason: string
  refundedBy: number
  refundedPayment: boolean
  lines: ProductLine[]
  shippingLines: ShippingLine[]
  feeLines: FeeLine[]
  taxLines: TaxLine[]
}

export type Coupon = {
  id: number
  code: string
  amount: string
  status: string
  createdAt: number
  modifiedAt: number
  discountType: 'percent' | 'fixed_cart' | 'fixed_product'
  description: string
  expiresAt: number | null
  usageCount: number
  individualUse: boolean
  excludedProductIds: number[]
  usageLimit: number | null
  usageLimitPerUser: number | null
  freeShipping: boolean
  minimumAmount: string
  usedBy: string[]
}

export type TaxRate = {
  id: number
  country: string
  state: string
  city: string
  /** Four decimals, per cent. */
  rate: string
  name: string
  priority: number
  compound: boolean
  shipping: boolean
  /** '' is the standard class. */
  taxClass: string
}

export type Review = {
  id: number
  productId: number
  at: number
  reviewer: string
  email: string
  text: string
  rating: number
}

export type ApiKey = {
  consumerKey: string
  consumerSecret: string
  permissions: 'read' | 'write' | 'read_write'
  revoked: boolean
}
