import type { CanonicalAddress, CanonicalCustomer } from '../customer/customer.ts'
import type { DecimalString } from '../values/money.ts'

/**
 * An order as the source has it. All amounts are in `currency`, decimal strings, never rounded by
 * us. Amounts are net of tax when `taxesIncluded` is false and gross when it is true, so that in
 * both cases:
 *
 *   taxesIncluded false: total = Σ lines.subtotal − Σ discounts + Σ fees + Σ shipping + totalTax
 *   taxesIncluded true:  total = Σ lines.subtotal − Σ discounts + Σ fees + Σ shipping
 */
export type CanonicalOrder = {
  kind: 'order'
  sourceId: string
  /** The number the merchant and the customer know. */
  number: string
  currency: string
  /** ISO 8601 UTC. When the order was placed. */
  placedAt: string
  email: string | null
  phone: string | null
  /** The customer's own note. */
  note: string | null
  /** Account id or guest id (see CanonicalCustomer.sourceId); null when there is no e-mail at all. */
  customerSourceId: string | null
  /**
   * The customer as this order describes them, as a guest: whose the order is when it names no
   * account, or one that nobody can read any more. Null when there is no e-mail.
   */
  guest: CanonicalCustomer | null
  billingAddress: CanonicalAddress | null
  shippingAddress: CanonicalAddress | null
  taxesIncluded: boolean
  lines: CanonicalOrderLine[]
  shippingLines: { title: string; code: string; amount: DecimalString; taxes: CanonicalTax[] }[]
  /** Positive fees only; a negative fee is a discount. */
  fees: { title: string; amount: DecimalString; taxes: CanonicalTax[] }[]
  /** Coupons and negative fees, positive amounts; Σ equals Σ(lines.subtotal − lines.total) + Σ|negative fees|. */
  discounts: { code: string; amount: DecimalString }[]
  /** Per rate, authoritative: line taxes are shares of these. Already net of discounts. */
  taxes: CanonicalTax[]
  total: DecimalString
  totalTax: DecimalString
  /**
   * What the order came to in the currency of the old store's own books, where that is not the one the
   * buyer paid in and the source keeps both. Absent otherwise. All other amounts are in `currency`.
   */
  inStoreCurrency?: { currency: string; total: DecimalString }
  payment: {
    state: 'paid' | 'pending' | 'authorized' | 'voided'
    gateway: string | null
    gatewayTitle: string | null
    transactionId: string | null
    /** ISO 8601 UTC */
    paidAt: string | null
    /** What was really received, where that is not the total (deposits); null: the total. */
    received: DecimalString | null
  }
  /**
   * Each payment received, oldest first, where the source tells of them one by one; they sum to what
   * was received, and `payment.received` does not count. Absent: `payment` says all there is.
   *
   * A gift card or store credit is a payment where the total is what was owed before it was used.
   * Where the total is what was left to pay, it is one of the `discounts`.
   */
  payments?: CanonicalPayment[]
  fulfillment: 'fulfilled' | 'unfulfilled'
  /**
   * Parcels the source tells of. None although fulfilled: everything was sent, nobody knows how.
   * Parcels although unfulfilled: these were sent, the rest is open.
   */
  shipments: CanonicalShipment[]
  /** The customer's own order number (purchase order); null when there is none. */
  poNumber: string | null
  /** ISO 8601 UTC when cancelled in the source, else null. */
  cancelledAt: string | null
  refunds: CanonicalRefund[]
  /** Notes kept by staff or the system, oldest first; kept as custom attributes, never shown to customers. */
  staffNotes: string[]
  /** Source status as the source calls it, custom ones included ("processing", "awaiting-pickup"). */
  sourceStatus: string
  tags: string[]
  attributes: { name: string; value: string }[]
}

export type CanonicalPayment = {
  /** Positive, in the order's currency. */
  amount: DecimalString
  /** What was given back is first given back as money. */
  means: 'money' | 'gift card' | 'store credit'
  gateway: string | null
  /** ISO 8601 UTC; null when the source keeps no date of its own for it. */
  paidAt: string | null
  /** Transaction id, or the code of a gift card. */
  reference: string | null
}

export type CanonicalOrderLine = {
  sourceId: string
  title: string
  variantTitle: string | null
  sku: string | null
  quantity: number
  /** Null when the product was deleted in the source or the line never had one. */
  productSourceId: string | null
  /** `CanonicalVariant.sourceId`; equals productSourceId for products without options. */
  variantSourceId: string | null
  /** For the whole quantity, before discounts. */
  subtotal: DecimalString
  /** For the whole quantity, after discounts. */
  total: DecimalString
  taxes: CanonicalTax[]
  /** Line meta the customer chose ("Engraving": "Anna"); internal keys (leading underscore) left out. */
  properties: { name: string; value: string }[]
}

export type CanonicalShipment = {
  trackingNumber: string
  /** Of a shipment that went in several parcels: the others' numbers. Left out where there are none. */
  moreNumbers?: string[]
  /** Carrier as the source names it ("USPS", "DHL"); null when it does not. */
  company: string | null
  url: string | null
  /** ISO 8601 UTC; null when the source keeps no date. */
  shippedAt: string | null
  /** What is in the parcel; null when the source does not say: then everything. */
  lines: { lineSourceId: string; quantity: number }[] | null
}

/** `rate` is a fraction as a decimal string ("0.0825"). */
export type CanonicalTax = { title: string; rate: DecimalString; amount: DecimalString }

export type CanonicalRefund = {
  sourceId: string
  /** Positive, what the customer got back, tax included. */
  amount: DecimalString
  reason: string | null
  /** ISO 8601 UTC */
  refundedAt: string
  /** Empty for an amount-only refund. Quantities positive. */
  lines: { lineSourceId: string; quantity: number; amount: DecimalString }[]
  shippingAmount: DecimalString
}
