/** A target written down by hand, record by record, for the oracle's own tests: no app had a part in it. */
import {
  createShopState,
  newGid,
  nowIso,
  saveCustomer,
  saveProduct,
  type Address,
  type Customer,
  type Order,
  type Product,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { saveOrder } from '#test/stand-ins/shopify-admin/resolvers/orders/store.ts'
import { createState, type WooState } from '#test/stand-ins/woocommerce/state.ts'
import { createTaxRate } from '#test/stand-ins/woocommerce/routes/catalogue.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, setOrderStatus } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { bag, blankOrder, deliver, giveBack, line, tax, transaction } from './orders.ts'

export const PROJECT = 'a-project'
const START = Date.parse('2026-03-02T09:00:00Z')

export type ByHand = {
  woo: WooState
  shop: ShopState
  clock: { at: number }
  /** Ids in the old store and in Shopify. */
  source: { product: number; customer: number; order: number; guestOrder: number }
  gid: { product: string; customer: string; guest: string; order: string; guestOrder: string }
}

const PLACE = {
  first_name: 'Ada',
  last_name: 'Byron',
  company: '',
  address_1: '1 Pier Road',
  address_2: '',
  city: 'Oakland',
  state: 'CA',
  postcode: '94607',
  country: 'US',
  phone: '(510) 555-1001',
}

/** A product, a customer, their order with a refund, and a guest's order, in both stores. */
export function storesByHand(): ByHand {
  const clock = { at: START }
  const woo = createState({
    homeUrl: 'http://old.example',
    clock: { now: () => clock.at },
    timezone: 'UTC',
    currency: 'USD',
    seed: 1,
  })
  createTaxRate(woo, { country: 'US', state: 'CA', rate: '7.25', name: 'CA State Tax' })
  const product = createProduct(woo, {
    name: 'Lamp & Shade',
    sku: 'L-1',
    regular_price: '19.99',
    description: '<p>It shines.</p>',
  })
  const customer = createCustomer(woo, {
    email: 'ada@example.com',
    first_name: 'Ada',
    last_name: 'Byron',
    billing: { ...PLACE, email: 'ada@example.com' },
  })
  const lines = [{ product_id: product.id, quantity: 2 }]
  const order = createOrder(woo, {
    customer_id: customer.id,
    billing: { ...PLACE, email: 'ada@example.com' },
    shipping: PLACE,
    customer_note: 'Ring & wait',
    payment_method: 'stripe',
    payment_method_title: 'Credit card',
    line_items: lines,
    shipping_lines: [{ method_id: 'flat_rate', method_title: 'Parcel', total: '6.90' }],
  })
  setOrderStatus(woo, order, 'processing')
  setOrderStatus(woo, order, 'completed')
  const refund = createRefund(woo, order.id, { amount: '5.00', reason: 'Late' })
  const guestOrder = createOrder(woo, {
    billing: { ...PLACE, first_name: 'Guest', email: 'guest@example.com', phone: '' },
    line_items: [{ product_id: product.id, quantity: 1 }],
  })

  const shop = createShopState(
    {
      domain: 'new.myshopify.com',
      plan: 'plus',
      currency: 'USD',
      timezone: 'UTC',
      name: 'New',
    },
    1,
    { now: () => clock.at, searchLagMs: 0 },
  )
  const productGid = addProduct(shop, `product:${product.id}`)
  const customerGid = addCustomer(shop, `customer:${customer.id}`, 'ada@example.com', 'Ada')
  const guest = addCustomer(shop, 'customer:guest:somebody', 'guest@example.com', 'Guest')
  // 2 × 19.99 + 6.90 and 7.25 % on both: 39.98 + 6.90 + 2.90 + 0.50
  const orderGid = addOrder(shop, `order:${order.id}`, {
    ...blankOrder(shop, order.id, 'completed'),
    email: 'ada@example.com',
    phone: '+15105551001',
    note: 'Ring & wait',
    customerId: customerGid,
    billingAddress: address('Ada', '+15105551001'),
    shippingAddress: address('Ada', '+15105551001'),
    customAttributes: [
      { key: 'Old store status', value: 'completed' },
      { key: 'Old store payment method', value: 'Credit card' },
      ...order.notes.map(({ text }, at) => ({ key: `Old store note ${at + 1}`, value: text })),
    ],
    givenFinancialStatus: null,
    closedAt: nowIso(shop),
    lines: [line(shop, productGid, 2, '2.9')],
    shippingLines: [
      {
        id: newGid(shop, 'ShippingLine'),
        title: 'Parcel',
        code: 'flat_rate',
        source: null,
        price: bag('6.9'),
        discount: bag('0'),
        taxLines: [tax('0.5')],
      },
    ],
    transactions: [transaction(shop, 'SALE', '50.28')],
  })
  giveBack(shop, orderGid, '5', `Old store refund ${refund.id}: Late`)
  deliver(shop, orderGid)
  const guestOrderGid = addOrder(shop, `order:${guestOrder.id}`, {
    ...blankOrder(shop, guestOrder.id, 'pending'),
    email: 'guest@example.com',
    customerId: guest,
    billingAddress: address('Guest', null),
    lines: [line(shop, productGid, 1, '1.45')],
  })
  return {
    woo,
    shop,
    clock,
    source: {
      product: product.id,
      customer: customer.id,
      order: order.id,
      guestOrder: guestOrder.id,
    },
    gid: {
      product: productGid,
      customer: customerGid,
      guest,
      order: orderGid,
      guestOrder: guestOrderGid,
    },
  }
}

/** Ties a record to its source, or unties it. */
export function bind(shop: ShopState, ownerId: string, reference: string): void {
  const id = newGid(shop, 'Metafield')
  const at = nowIso(shop)
  const customId = { namespace: 'app--1--migration', key: 'source_id', type: 'id' }
  shop.definitions.set('gid://shopify/MetafieldDefinition/1', {
    ...customId,
    id: 'gid://shopify/MetafieldDefinition/1',
    ownerType: 'ORDER',
    name: 'Source id',
    description: null,
    unique: true,
    filterable: false,
    isCondition: false,
    validations: [],
    pinnedPosition: null,
  })
  shop.metafields.set(id, {
    id,
    ownerId,
    ...customId,
    value: `${PROJECT}:${reference}`,
    createdAt: at,
    updatedAt: at,
  })
}

function address(firstName: string, phone: string | null): Address {
  return {
    id: 'gid://shopify/MailingAddress/1',
    firstName,
    lastName: 'Byron',
    company: null,
    address1: '1 Pier Road',
    address2: null,
    city: 'Oakland',
    province: 'California',
    provinceCode: 'CA',
    country: 'United States',
    countryCode: 'US',
    zip: '94607',
    phone,
  }
}

export function addProduct(shop: ShopState, reference: string): string {
  const id = newGid(shop, 'Product')
  const variantId = newGid(shop, 'ProductVariant')
  const at = nowIso(shop)
  const online = [...shop.publications.values()].find(({ name }) => name === 'Online Store')
  const product: Product = {
    id,
    title: 'Lamp & Shade',
    handle: 'lamp-shade',
    descriptionHtml: '<p>It shines.</p>',
    vendor: 'New',
    productType: '',
    status: 'ACTIVE',
    tags: [],
    templateSuffix: null,
    category: null,
    isGiftCard: false,
    requiresSellingPlan: false,
    seo: { title: null, description: null },
    options: [
      {
        id: newGid(shop, 'ProductOption'),
        name: 'Title',
        values: [{ id: newGid(shop, 'ProductOptionValue'), name: 'Default Title' }],
      },
    ],
    variants: [
      {
        id: variantId,
        productId: id,
        sku: 'L-1',
        barcode: null,
        price: '19.99',
        compareAtPrice: null,
        taxable: true,
        inventoryPolicy: 'DENY',
        values: ['Default Title'],
        mediaIds: [],
        item: {
          id: newGid(shop, 'InventoryItem'),
          variantId,
          tracked: false,
          requiresShipping: true,
          cost: null,
          countryCodeOfOrigin: null,
          provinceCodeOfOrigin: null,
          harmonizedSystemCode: null,
          weight: { value: 0, unit: 'KILOGRAMS' },
          levels: {},
          createdAt: at,
          updatedAt: at,
        },
        createdAt: at,
        updatedAt: at,
      },
    ],
    media: [],
    publications: online ? { [online.id]: at } : {},
    createdAt: at,
    updatedAt: at,
    publishedAt: at,
  }
  saveProduct(shop, product)
  bind(shop, id, reference)
  bind(shop, variantId, reference.replace('product', 'variant'))
  return id
}

export function addCustomer(
  shop: ShopState,
  reference: string,
  email: string,
  firstName: string,
): string {
  const id = newGid(shop, 'Customer')
  const at = nowIso(shop)
  const consent = { state: 'NOT_SUBSCRIBED', optInLevel: null, updatedAt: null }
  const customer: Customer = {
    id,
    firstName,
    lastName: 'Byron',
    email,
    phone: firstName === 'Ada' ? '+15105551001' : null,
    note: null,
    locale: 'en',
    tags: [],
    taxExempt: false,
    taxExemptions: [],
    multipassIdentifier: null,
    addresses: [address(firstName, firstName === 'Ada' ? '+15105551001' : null)],
    defaultAddressId: 'gid://shopify/MailingAddress/1',
    emailConsent: consent,
    smsConsent: { ...consent },
    createdAt: at,
    updatedAt: at,
  }
  saveCustomer(shop, customer)
  bind(shop, id, reference)
  return id
}

export function addOrder(shop: ShopState, reference: string, order: Order): string {
  saveOrder(shop, order)
  bind(shop, order.id, reference)
  return order.id
}
