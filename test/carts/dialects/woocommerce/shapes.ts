import type { Json, Wire } from '../../store/dialect.ts'
import { slugOf, variantsOf } from '../../store/life.ts'
import { decimal, taxOn, totalsOf } from '../../store/shop.ts'
import type {
  Address,
  Category,
  Customer,
  Order,
  OrderLine,
  Product,
  Refund,
  Shop,
  Variant,
} from '../../store/shop.ts'
import { SITE_TIME } from './lists.ts'

export const VERSION = '9.9.5'

const api = (shop: Shop, path: string) => `${shop.url}/wp-json/wc/v3/${path}`

function links(shop: Shop, path: string, more: Wire = {}): Wire {
  const collection = path.replace(/\/\d+$/, '')
  const allow = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
  return {
    self: [{ href: api(shop, path), targetHints: { allow } }],
    collection: [{ href: api(shop, collection) }],
    ...more,
  }
}

const up = (shop: Shop, path: string): Wire => ({ up: [{ href: api(shop, path) }] })

/** `date_x` in the site's time and `date_x_gmt`, both without a zone. */
const dates = (name: string, at: number | null): Wire => ({
  [name]: at === null ? null : SITE_TIME.local(at),
  [`${name}_gmt`]: at === null ? null : SITE_TIME.gmt(at),
})

/** What cannot be read any more, where the shop is to send nonsense. */
function sent(shop: Shop, record: string, wire: Wire): Wire {
  if (!shop.faults.corrupted.has(record)) return wire
  return { ...wire, billing: 'gone', line_items: 'gone', name: { no: 'text' } }
}

/** What products and variations have in common. */
function sellable(record: Product | Variant, isVariation: boolean): Wire {
  return {
    date_on_sale_from: null,
    date_on_sale_from_gmt: null,
    date_on_sale_to: null,
    date_on_sale_to_gmt: null,
    on_sale: false,
    purchasable: true,
    virtual: false,
    downloadable: false,
    downloads: [],
    download_limit: -1,
    download_expiry: -1,
    tax_status: 'taxable',
    tax_class: '',
    manage_stock: record.stock !== null,
    stock_quantity: record.stock,
    stock_status: record.stock === null || record.stock > 0 ? 'instock' : 'outofstock',
    backorders: 'no',
    backorders_allowed: false,
    backordered: false,
    low_stock_amount: null,
    weight: '',
    dimensions: { length: '', width: '', height: '' },
    shipping_class: '',
    shipping_class_id: 0,
    sku: record.sku,
    global_unique_id: '',
    price: decimal(record.price),
    regular_price: decimal(record.price),
    sale_price: '',
    ...dates('date_created', record.createdAt),
    ...dates('date_modified', record.changedAt),
    ...(isVariation ? { type: 'variation', status: 'publish', image: null } : {}),
    menu_order: 0,
    meta_data: [],
  }
}

export function productShape(shop: Shop, product: Product): Wire {
  const variants = variantsOf(shop, product.id)
  const isVariable = variants.length > 0
  const lowest = Math.min(...variants.map(({ price }) => price), Number.POSITIVE_INFINITY)
  const categories = product.categoryIds.flatMap((id) => shop.categories.get(id) ?? [])
  return sent(shop, `product ${product.id}`, {
    ...sellable(product, false),
    id: product.id,
    name: encoded(product.title),
    slug: slugOf(product.title),
    permalink: `${shop.url}/product/${slugOf(product.title)}/`,
    type: isVariable ? 'variable' : 'simple',
    status: product.isPublished ? 'publish' : 'draft',
    ...(isVariable ? { price: decimal(lowest), regular_price: '' } : {}),
    featured: false,
    catalog_visibility: 'visible',
    description: product.description,
    short_description: '',
    total_sales: 0,
    external_url: '',
    button_text: '',
    sold_individually: false,
    shipping_required: true,
    shipping_taxable: true,
    reviews_allowed: true,
    average_rating: '0.00',
    rating_count: 0,
    upsell_ids: [],
    cross_sell_ids: [],
    parent_id: 0,
    purchase_note: '',
    categories: categories.map(({ id, name, slug }) => ({ id, name: encoded(name), slug })),
    brands: [],
    tags: [],
    images: [],
    attributes: product.options.map(({ name, values }, position) => ({
      id: 0,
      name,
      slug: name,
      position,
      visible: true,
      variation: true,
      options: values,
    })),
    default_attributes: [],
    variations: variants.map(({ id }) => id),
    grouped_products: [],
    price_html: `<span class="amount">&#36;${decimal(product.price)}</span>`,
    related_ids: [],
    has_options: isVariable,
    post_password: '',
    _links: links(shop, `products/${product.id}`),
  })
}

export function variationShape(shop: Shop, variant: Variant): Wire {
  const product = shop.products.get(variant.productId)
  const path = `products/${variant.productId}`
  return {
    ...sellable(variant, true),
    id: variant.id,
    description: '',
    permalink: `${shop.url}/product/${slugOf(product?.title ?? '')}/`,
    name: variant.values.join(', '),
    parent_id: variant.productId,
    attributes: (product?.options ?? []).map(({ name }, i) => ({
      id: 0,
      name,
      slug: slugOf(name),
      option: variant.values[i] ?? '',
    })),
    _links: links(shop, `${path}/variations/${variant.id}`, up(shop, path)),
  }
}

export function categoryShape(shop: Shop, { id, name, slug, parentId }: Category): Wire {
  const products = [...shop.products.values()]
  return {
    id,
    name: encoded(name),
    slug,
    parent: parentId,
    description: '',
    display: 'default',
    image: null,
    menu_order: 0,
    count: products.filter(({ categoryIds }) => categoryIds.includes(id)).length,
    _links: links(
      shop,
      `products/categories/${id}`,
      parentId === 0 ? {} : up(shop, `products/categories/${parentId}`),
    ),
  }
}

const address = (place: Address): Wire => ({
  first_name: place.firstName,
  last_name: place.lastName,
  company: '',
  address_1: place.street,
  address_2: '',
  city: place.city,
  state: place.region,
  postcode: place.postcode,
  country: place.country,
  phone: place.phone,
})

export function customerShape(shop: Shop, customer: Customer): Wire {
  const { id, email, firstName, lastName } = customer
  const orders = [...shop.orders.values()]
  return sent(shop, `customer ${id}`, {
    id,
    ...dates('date_created', customer.createdAt),
    ...dates('date_modified', customer.changedAt),
    email,
    first_name: firstName,
    last_name: lastName,
    role: customer.isStaff ? 'administrator' : 'customer',
    username: email.split('@')[0] ?? '',
    billing: { ...address(customer.address), email },
    shipping: address(customer.address),
    is_paying_customer: orders.some((order) => order.customerId === id && order.paidAt !== null),
    avatar_url: `https://secure.gravatar.com/avatar/${id}?s=96&d=mm&r=g`,
    meta_data: [],
    _links: links(shop, `customers/${id}`),
  })
}

const STATUS = { open: 'pending', paid: 'processing', sent: 'completed', cancelled: 'cancelled' }
export const statusOf = ({ status }: Order): string => STATUS[status]
const RATE = { id: 16, code: 'US-CA-CA STATE TAX-1', label: 'CA State Tax' }

/** What of an order line was sold, or of `quantity` pieces of it is given back. */
function lineShape(
  shop: Shop,
  order: Order,
  line: OrderLine,
  quantity: number,
  meta: Json[],
): Wire {
  const net = line.unitPrice * quantity
  const tax = taxOn(net, order.taxRate)
  const product = shop.products.get(line.productId)
  return {
    id: line.id,
    name: encoded(line.title),
    product_id: product ? line.productId : 0,
    variation_id: (product && line.variantId) ?? 0,
    quantity,
    tax_class: '',
    subtotal: decimal(net),
    subtotal_tax: decimal(tax),
    total: decimal(net),
    total_tax: decimal(tax),
    taxes: [{ id: RATE.id, total: decimal(tax), subtotal: decimal(tax) }],
    meta_data: meta,
    sku: product ? line.sku : null,
    // PHP divides, and nobody rounds.
    price: net / quantity / 100,
    image: { id: '', src: '' },
    parent_name: product && line.variantId !== null ? encoded(product.title) : null,
  }
}

const taxLine = (order: Order, id: number, cart: number, shipping: number): Wire => ({
  id,
  rate_code: RATE.code,
  rate_id: RATE.id,
  label: RATE.label,
  compound: false,
  tax_total: decimal(cart),
  shipping_tax_total: decimal(shipping),
  rate_percent: order.taxRate / 100,
  meta_data: [],
})

export function orderShape(shop: Shop, order: Order): Wire {
  const { id, billing, shipping } = order
  const totals = totalsOf(order)
  const isOpen = order.status === 'open'
  const completedAt = order.status === 'sent' ? order.changedAt : null
  return sent(shop, `order ${id}`, {
    id,
    parent_id: 0,
    status: statusOf(order),
    currency: shop.currency,
    version: VERSION,
    prices_include_tax: false,
    ...dates('date_created', order.createdAt),
    ...dates('date_modified', order.changedAt),
    ...dates('date_completed', completedAt),
    ...dates('date_paid', order.paidAt),
    discount_total: '0.00',
    discount_tax: '0.00',
    shipping_total: decimal(totals.shipping),
    shipping_tax: decimal(totals.shippingTax),
    cart_tax: decimal(totals.lineTax),
    total: decimal(totals.total),
    total_tax: decimal(totals.lineTax + totals.shippingTax),
    customer_id: order.customerId ?? 0,
    order_key: `wc_order_${id}`,
    billing: { ...address(billing), email: order.email },
    shipping: address(shipping),
    payment_method: 'bacs',
    payment_method_title: 'Direct bank transfer',
    transaction_id: '',
    customer_ip_address: '',
    customer_user_agent: '',
    created_via: 'checkout',
    customer_note: order.note,
    cart_hash: '',
    number: order.number,
    meta_data: [],
    line_items: order.lines.map((line) => lineShape(shop, order, line, line.quantity, [])),
    tax_lines: [taxLine(order, id * 10 + 1, totals.lineTax, totals.shippingTax)],
    shipping_lines: [
      {
        id: id * 10 + 2,
        method_title: 'Flat rate parcel',
        method_id: 'flat_rate',
        instance_id: '4',
        total: decimal(totals.shipping),
        total_tax: decimal(totals.shippingTax),
        taxes: [{ id: RATE.id, total: decimal(totals.shippingTax), subtotal: '' }],
        tax_status: 'taxable',
        meta_data: [],
      },
    ],
    fee_lines: [],
    coupon_lines: [],
    refunds: order.refunds.map(({ id: refundId, reason, amount }) => ({
      id: refundId,
      reason,
      total: decimal(-amount),
    })),
    payment_url: `${shop.url}/checkout/order-pay/${id}/?pay_for_order=true&key=wc_order_${id}`,
    is_editable: isOpen,
    needs_payment: isOpen && totals.total > 0,
    needs_processing: true,
    currency_symbol: '$',
    _links: links(shop, `orders/${id}`, {
      email_templates: [
        { embeddable: true, href: api(shop, `orders/${id}/actions/email_templates`) },
      ],
      ...(order.customerId === null
        ? {}
        : { customer: [{ href: api(shop, `customers/${order.customerId}`) }] }),
    }),
  })
}

/** Below an order they have no `parent_id` (measured: 089, 153). */
export function refundShape(shop: Shop, order: Order, refund: Refund): Wire {
  const path = `orders/${order.id}`
  const lines = refund.lines.flatMap(({ id, lineId, quantity }) => {
    const line = order.lines.find((each) => each.id === lineId)
    if (!line) return []
    const value = String(lineId)
    const key = '_refunded_item_id'
    const meta = [{ id: id * 10, key, value, display_key: key, display_value: value }]
    return [{ ...lineShape(shop, order, line, -quantity, meta), id }]
  })
  const tax = refund.lines.length === 0 ? [] : [taxLine(order, refund.id * 10, 0, 0)]
  return {
    id: refund.id,
    ...dates('date_created', refund.at),
    amount: decimal(refund.amount),
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [],
    line_items: lines,
    shipping_lines: [],
    tax_lines: tax,
    fee_lines: [],
    _links: links(shop, `${path}/refunds/${refund.id}`, up(shop, path)),
  }
}

export function noteShape(shop: Shop, order: Order, note: Order['comments'][number]): Wire {
  const path = `orders/${order.id}`
  return {
    id: note.id,
    author: 'WooCommerce',
    ...dates('date_created', note.at),
    note: note.text,
    customer_note: false,
    _links: links(shop, `${path}/notes/${note.id}`, up(shop, path)),
  }
}

/** Names are stored HTML-encoded, addresses are not (measured). */
const encoded = (name: string) =>
  name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
