import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { addNote, createOrder, setOrderStatus } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct, createVariation } from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { addTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'
import type { Customer, Product, Variation } from '#test/stand-ins/woocommerce/records.ts'

const HOUR = 3_600_000

/** Records in which each field that there is has a value of its own, so that none can be mixed up. */
export function makeWholeRecords(woo: WooState, later: (ms: number) => void): void {
  const teapot = makeTeapot(woo)
  later(HOUR)
  const { scarf, shades } = makeScarf(woo)
  later(HOUR)
  const voucher = createProduct(woo, {
    name: 'Letter by hand',
    sku: 'CH-W-L',
    regular_price: '3.30',
    virtual: true,
  })
  const account = makeAccount(woo)
  later(2 * HOUR)
  refundedOrder(woo, later, account, { teapot, scarf, shades })
  later(HOUR)
  halfSentOrder(woo, later, account, { teapot, voucher })
  later(HOUR)
  sentOrder(woo, later, account, teapot)
  later(HOUR)
  depositOrder(woo, later, account, teapot)
  for (const domain of ['ada.example', 'byron.example']) {
    later(HOUR)
    guestOrder(woo, later, domain, teapot)
  }
}

function makeTeapot(woo: WooState): Product {
  const parent = addTerm(woo, { taxonomy: 'category', name: 'Table' })
  const child = addTerm(woo, { taxonomy: 'category', name: 'Tea', parent: parent.id })
  const tags = ['Hand made', 'Stoneware'].map((name) => addTerm(woo, { taxonomy: 'tag', name }).id)
  const brands = ['Kiln & Co', 'Clay House'].map(
    (name) => addTerm(woo, { taxonomy: 'brand', name }).id,
  )
  return createProduct(woo, {
    name: 'Teapot with everything',
    sku: 'CH-W-T',
    regular_price: '48.60',
    sale_price: '39.90',
    global_unique_id: '4006381333931',
    short_description: 'Pours <em>well</em>.',
    description:
      '<p>Thrown by hand.</p><img src="/wp-content/uploads/2025/02/steam.png" alt="Steam"><p>See <a href="https://kiln.example/care">how to care</a>.</p>',
    categories: [{ id: parent.id }, { id: child.id }],
    tags: tags.map((id) => ({ id })),
    brands: brands.map((id) => ({ id })),
    weight: '1.35',
    dimensions: { length: '24', width: '15', height: '16.5' },
    manage_stock: true,
    stock_quantity: 17,
    backorders: 'yes',
    tax_class: 'reduced-rate',
    purchase_note: 'Rinse before first use.',
    attributes: [{ name: 'Glaze', visible: true, variation: false, options: ['Ash', 'Celadon'] }],
    images: [
      { src: '/wp-content/uploads/2025/02/teapot-1.png', name: 'Teapot', alt: 'From the side' },
      { src: '/wp-content/uploads/2025/02/teapot-2.png', name: 'Lid', alt: 'The lid' },
    ],
    meta_data: [
      { key: '_yoast_wpseo_title', value: 'Stoneware teapot' },
      { key: '_yoast_wpseo_metadesc', value: 'A pot that pours.' },
      { key: '_wc_cog_cost', value: '12.40' },
      { key: '_hs_code', value: '691200' },
      { key: '_country_of_origin', value: 'PT' },
      { key: 'firing_temperature', value: '1260 °C' },
      { key: '_wp_internal', value: 'of no meaning' },
    ],
  })
}

function makeScarf(woo: WooState): { scarf: Product; shades: Variation[] } {
  const scarf = createProduct(woo, {
    name: 'Scarf with everything',
    type: 'variable',
    sku: 'CH-W-S',
    description: '<p>Long and soft.</p>',
    images: [{ src: '/wp-content/uploads/2025/03/scarf.png', name: 'Scarf', alt: 'Both shades' }],
    attributes: [
      { name: 'Shade', position: 0, visible: true, variation: true, options: ['Moss', 'Plum'] },
      { name: 'Length', position: 1, visible: true, variation: true, options: ['Short', 'Long'] },
    ],
  })
  const rows = [
    { shade: 'Moss', length: 'Short', weight: '0.2', code: '4006381333948', stock: 5 },
    { shade: 'Moss', length: 'Long', weight: '0.3', code: '4006381333955', stock: 6 },
    { shade: 'Plum', length: 'Short', weight: '0.21', code: '4006381333962', stock: 7 },
    { shade: 'Plum', length: 'Long', weight: '0.31', code: '4006381333979', stock: null },
  ] as const
  const shades = rows.map(({ shade, length, weight, code, stock }, at) =>
    createVariation(woo, scarf.id, {
      sku: `CH-W-S${at}`,
      // The same price for all: only their identity tells them apart.
      regular_price: '59.00',
      ...(shade === 'Plum' ? { sale_price: '49.00' } : {}),
      global_unique_id: code,
      weight,
      description: `<p>In ${shade.toLowerCase()}, ${length.toLowerCase()}.</p>`,
      ...(stock === null ? {} : { manage_stock: true, stock_quantity: stock }),
      ...(at === 1 ? { backorders: 'notify' as const } : {}),
      image: {
        src: `/wp-content/uploads/2025/03/scarf-${at}.png`,
        name: shade,
        alt: `${shade}, ${length}`,
      },
      attributes: [
        { name: 'Shade', option: shade },
        { name: 'Length', option: length },
      ],
      meta_data: [
        { key: '_wc_cog_cost', value: `1${at}.50` },
        { key: 'fibre', value: `Merino ${at}` },
      ],
    }),
  )
  return { scarf, shades }
}

const PLACE = {
  first_name: 'Wilma',
  last_name: 'Ganz',
  company: 'Ganz Keramik',
  address_1: 'Am Ofen 12',
  address_2: 'Hinterhaus',
  city: 'Berlin',
  state: 'DE-BE',
  postcode: '10115',
  country: 'DE',
  phone: '030 23125012',
}
const ELSEWHERE = {
  first_name: 'Werner',
  last_name: 'Ganz',
  company: 'Lager Ganz',
  address_1: 'Uferweg 3',
  address_2: 'Tor 4',
  city: 'Oakland',
  state: 'CA',
  postcode: '94607',
  country: 'US',
  phone: '(510) 555-1077',
}

function makeAccount(woo: WooState): Customer {
  const account = createCustomer(woo, {
    email: 'wilma.ganz@example.com',
    first_name: 'Wilma',
    last_name: 'Ganz',
    billing: { ...PLACE, email: 'buchhaltung@ganz.example' },
    shipping: ELSEWHERE,
    meta_data: [
      { key: 'billing_vat_number', value: 'DE136695976' },
      { key: 'mailchimp_woocommerce_is_subscribed', value: '1' },
      { key: 'favourite_glaze', value: 'Celadon' },
      { key: '_wp_internal', value: 'of no meaning' },
    ],
  })
  account.role = 'wholesale_customer'
  createCustomer(woo, {
    email: 'einkauf@ofenbau.example',
    first_name: 'Otto',
    last_name: 'Brandt',
    billing: { first_name: 'Otto', last_name: 'Brandt', company: 'Ofenbau Brandt' },
  })
  return account
}

/** Paid on another day than it was placed, sent in two parcels, given back in parts on other days. */
function refundedOrder(
  woo: WooState,
  later: (ms: number) => void,
  account: Customer,
  { teapot, scarf, shades }: { teapot: Product; scarf: Product; shades: readonly Variation[] },
): void {
  const order = createOrder(woo, {
    customer_id: account.id,
    billing: { ...PLACE, email: 'wilma.ganz@example.com' },
    shipping: ELSEWHERE,
    customer_note: 'Not before noon.',
    payment_method: 'paypal',
    payment_method_title: 'PayPal',
    transaction_id: 'PP-77123',
    line_items: [
      {
        product_id: teapot.id,
        quantity: 3,
        meta_data: [
          { key: 'Engraving', value: 'W. G.' },
          { key: '_reduced_by', value: 'nobody' },
        ],
      },
      ...shades.slice(0, 3).map(({ id }, at) => ({
        product_id: scarf.id,
        variation_id: id,
        quantity: at + 1,
      })),
    ],
    shipping_lines: [
      { method_id: 'flat_rate', method_title: 'First parcel', total: '6.90' },
      { method_id: 'express', method_title: 'Second parcel', total: '14.50' },
    ],
    coupon_lines: [{ code: 'FREESHIP' }, { code: 'HEARTH15' }],
    meta_data: [
      { key: '_po_number', value: 'B-2026/17' },
      { key: '_gift_message', value: 'For the new flat' },
      { key: 'kiln', value: 'North' },
      { key: '_ppcp_internal', value: 'of no meaning' },
    ],
  })
  later(26 * HOUR)
  setOrderStatus(woo, order, 'processing')
  addNote(woo, order, 'Packed by <b>Uwe</b>.')
  later(3 * HOUR)
  const [first, second, ...others] = order.lines.map(({ id, quantity }) => ({
    item_id: String(id),
    qty: String(quantity),
  }))
  order.meta.push(
    ...woo.meta([
      {
        key: '_wc_shipment_tracking_items',
        value: [
          {
            tracking_provider: 'USPS',
            tracking_number: '9400111899223100001234',
            products_list: [first, second].flatMap((part) => part ?? []),
          },
          {
            custom_tracking_provider: 'Kiln Couriers',
            custom_tracking_link: 'https://couriers.example/K-55',
            tracking_number: 'K-55',
            products_list: others,
          },
        ],
      },
    ]),
  )
  setOrderStatus(woo, order, 'completed')
  const amounts = ['11.11', '7.77', '3.33']
  for (const [at, reason] of ['Chipped spout', 'Late', ''].entries()) {
    later(9 * HOUR)
    const line = order.lines[at]
    if (at === 0 && line) {
      createRefund(woo, order.id, {
        amount: amounts[at],
        reason,
        line_items: [{ id: line.id, quantity: 2, refund_total: '11.11' }],
      })
    } else createRefund(woo, order.id, { amount: amounts[at], reason })
  }
}

/** Open, with one parcel on its way. */
function halfSentOrder(
  woo: WooState,
  later: (ms: number) => void,
  account: Customer,
  { teapot, voucher }: { teapot: Product; voucher: Product },
): void {
  const order = createOrder(woo, {
    customer_id: account.id,
    billing: { ...ELSEWHERE, email: 'wilma.ganz@example.com' },
    payment_method: 'bacs',
    payment_method_title: 'Bank transfer',
    line_items: [
      { product_id: teapot.id, quantity: 2 },
      { product_id: voucher.id, quantity: 1 },
    ],
    fee_lines: [{ name: 'Gift wrapping', total: '2.50' }],
  })
  later(5 * HOUR)
  setOrderStatus(woo, order, 'processing')
  const [line] = order.lines
  order.meta.push(
    ...woo.meta([
      {
        key: '_wc_shipment_tracking_items',
        value: [
          {
            tracking_provider: 'UPS',
            tracking_number: '1Z999AA10123456784',
            products_list: line ? [{ item_id: String(line.id), qty: '1' }] : [],
          },
        ],
      },
    ]),
  )
  order.modifiedAt = woo.now()
}

/** All of it in one parcel. */
function sentOrder(
  woo: WooState,
  later: (ms: number) => void,
  account: Customer,
  teapot: Product,
): void {
  const order = createOrder(woo, {
    customer_id: account.id,
    billing: { ...PLACE, email: 'wilma.ganz@example.com' },
    shipping: ELSEWHERE,
    payment_method: 'stripe',
    payment_method_title: 'Credit card',
    line_items: [{ product_id: teapot.id, quantity: 1 }],
  })
  setOrderStatus(woo, order, 'processing')
  later(7 * HOUR)
  const parcel = { tracking_provider: 'UPS', tracking_number: '1Z999AA10123456785' }
  order.meta.push(...woo.meta([{ key: '_wc_shipment_tracking_items', value: [parcel] }]))
  setOrderStatus(woo, order, 'completed')
}

/** Paid in two parts, of which the first does not suffice for what was given back. */
function depositOrder(
  woo: WooState,
  later: (ms: number) => void,
  account: Customer,
  teapot: Product,
): void {
  const order = createOrder(woo, {
    customer_id: account.id,
    billing: { ...PLACE, email: 'wilma.ganz@example.com' },
    payment_method: 'stripe',
    payment_method_title: 'Credit card',
    line_items: [{ product_id: teapot.id, quantity: 1 }],
    meta_data: [
      { key: '_wc_deposits_deposit_amount', value: '8.15' },
      { key: '_wc_deposits_deposit_paid', value: 'yes' },
      { key: '_wc_deposits_second_payment_paid', value: 'yes' },
    ],
  })
  later(50 * HOUR)
  setOrderStatus(woo, order, 'processing')
  for (const amount of ['9.25', '2.05']) {
    later(2 * HOUR)
    createRefund(woo, order.id, { amount, reason: `Out of two payments: ${amount}` })
  }
}

/** Two people whose addresses differ behind the @ alone. Both got money back twice, not the same. */
function guestOrder(
  woo: WooState,
  later: (ms: number) => void,
  domain: string,
  teapot: Product,
): void {
  const order = createOrder(woo, {
    billing: { ...ELSEWHERE, first_name: domain, phone: '', email: `info@${domain}` },
    payment_method: 'stripe',
    payment_method_title: 'Credit card',
    line_items: [{ product_id: teapot.id, quantity: 1 }],
  })
  setOrderStatus(woo, order, 'processing')
  for (const amount of ['4.10', '6.50']) {
    later(2 * HOUR)
    createRefund(woo, order.id, { amount, reason: `Goodwill of ${amount}` })
  }
}
