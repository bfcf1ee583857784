import type { CanonicalAddress, CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type {
  CanonicalOrder,
  CanonicalOrderLine,
  CanonicalPayment,
} from '#app/migration/kinds/order/order.ts'
import type { CanonicalProduct, CanonicalVariant } from '#app/migration/kinds/product/product.ts'

/** Plain, valid records; a test names only what it is about. */

export function aVariant(overrides: Partial<CanonicalVariant> = {}): CanonicalVariant {
  return {
    sourceId: '10',
    sku: 'MUG-1',
    barcode: null,
    price: '12.50',
    compareAtPrice: null,
    options: [],
    taxable: true,
    requiresShipping: true,
    weight: null,
    cost: null,
    inventory: { tracked: false, quantity: null, continueSelling: false },
    imageSourceId: null,
    metafields: [],
    ...overrides,
  }
}

export function aProduct(overrides: Partial<CanonicalProduct> = {}): CanonicalProduct {
  const sourceId = overrides.sourceId ?? '10'
  return {
    kind: 'product',
    sourceId,
    title: 'Stoneware mug',
    handle: 'stoneware-mug',
    descriptionHtml: '<p>Glazed by hand.</p>',
    descriptionPictures: [],
    vendor: null,
    productType: null,
    status: 'active',
    published: true,
    tags: [],
    seo: { title: null, description: null },
    collections: [],
    metafields: [],
    options: [],
    variants: [aVariant({ sourceId })],
    images: [],
    ...overrides,
  }
}

/** Categories known by an id made from their name. */
export function categories(...names: string[]): CanonicalProduct['collections'] {
  return names.map((name) => ({ sourceId: `category-${name}`, name }))
}

export function anAddress(overrides: Partial<CanonicalAddress> = {}): CanonicalAddress {
  return {
    firstName: 'Mara',
    lastName: 'Lindqvist',
    company: '',
    address1: '12 Harbour Lane',
    address2: '',
    city: 'Portland',
    province: 'OR',
    zip: '97201',
    country: 'US',
    phone: '',
    ...overrides,
  }
}

export function aCustomer(overrides: Partial<CanonicalCustomer> = {}): CanonicalCustomer {
  return {
    kind: 'customer',
    sourceId: '20',
    guest: false,
    email: 'mara@example.com',
    firstName: 'Mara',
    lastName: 'Lindqvist',
    phone: null,
    note: null,
    tags: [],
    metafields: [],
    emailConsent: null,
    addresses: [],
    ...overrides,
  }
}

export function aLine(overrides: Partial<CanonicalOrderLine> = {}): CanonicalOrderLine {
  return {
    sourceId: '1',
    title: 'Stoneware mug',
    variantTitle: null,
    sku: 'MUG-1',
    quantity: 1,
    productSourceId: null,
    variantSourceId: null,
    subtotal: '12.50',
    total: '12.50',
    taxes: [],
    properties: [],
    ...overrides,
  }
}

export function aPayment(overrides: Partial<CanonicalPayment> = {}): CanonicalPayment {
  return {
    amount: '12.50',
    means: 'money',
    gateway: null,
    paidAt: null,
    reference: null,
    ...overrides,
  }
}

export function anOrder(overrides: Partial<CanonicalOrder> = {}): CanonicalOrder {
  return {
    kind: 'order',
    sourceId: '30',
    number: '1030',
    currency: 'EUR',
    placedAt: '2026-01-15T10:20:30Z',
    email: null,
    phone: null,
    note: null,
    customerSourceId: null,
    guest: null,
    billingAddress: null,
    shippingAddress: null,
    taxesIncluded: false,
    lines: [aLine()],
    shippingLines: [],
    fees: [],
    discounts: [],
    taxes: [],
    total: '12.50',
    totalTax: '0',
    payment: {
      state: 'pending',
      gateway: null,
      gatewayTitle: null,
      transactionId: null,
      paidAt: null,
      received: null,
    },
    fulfillment: 'unfulfilled',
    shipments: [],
    poNumber: null,
    cancelledAt: null,
    refunds: [],
    staffNotes: [],
    sourceStatus: 'pending',
    tags: [],
    attributes: [],
    ...overrides,
  }
}
