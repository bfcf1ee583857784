import { fixed } from '../totals/money.ts'
import type { Coupon, Customer, GlobalAttribute, Review, TaxRate, Term } from '../records.ts'
import type { WooState } from '../state.ts'
import { avatar, dates, links, metaData, type Wire } from './parts.ts'

const address = (a: Customer['shipping']): Wire => ({
  first_name: a.first_name,
  last_name: a.last_name,
  company: a.company,
  address_1: a.address_1,
  address_2: a.address_2,
  city: a.city,
  postcode: a.postcode,
  country: a.country,
  state: a.state,
})

export function customerShape(state: WooState, customer: Customer): Wire {
  return {
    id: customer.id,
    ...dates(state, 'date_created', customer.createdAt),
    ...dates(state, 'date_modified', customer.modifiedAt),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    role: customer.role,
    username: customer.username,
    billing: {
      ...address(customer.billing),
      email: customer.billing.email,
      phone: customer.billing.phone,
    },
    shipping: { ...address(customer.shipping), phone: customer.shipping.phone },
    is_paying_customer: customer.isPaying,
    avatar_url: avatar(customer.email),
    meta_data: metaData(customer.meta),
    _links: links(state, `/customers/${customer.id}`),
  }
}

const PLACE = { category: 'categories', tag: 'tags', brand: 'brands' } as const

export function termShape(state: WooState, term: Term): Wire {
  const count = termCount(state, term)
  if (term.taxonomy === 'attribute') {
    return {
      id: term.id,
      name: term.name,
      slug: term.slug,
      description: term.description,
      menu_order: term.menuOrder,
      count,
      _links: links(state, `/products/attributes/${term.attributeId}/terms/${term.id}`),
    }
  }
  const self = `/products/${PLACE[term.taxonomy]}/${term.id}`
  const head = { id: term.id, name: term.name, slug: term.slug }
  if (term.taxonomy === 'tag') {
    return { ...head, description: term.description, count, _links: links(state, self) }
  }
  return {
    ...head,
    parent: term.parent,
    description: term.description,
    display: 'default',
    image: null,
    menu_order: term.menuOrder,
    count,
    _links: links(
      state,
      self,
      term.parent > 0 ? { up: `/products/${PLACE[term.taxonomy]}/${term.parent}` } : {},
    ),
  }
}

/** Only published products count. */
function termCount(state: WooState, term: Term): number {
  // Brands are never counted (measured: 167).
  if (term.taxonomy === 'brand') return 0
  let count = 0
  for (const product of state.products.values()) {
    if (product.status !== 'publish') continue
    const used =
      term.taxonomy === 'category'
        ? product.categoryIds.includes(term.id)
        : term.taxonomy === 'tag'
          ? product.tagIds.includes(term.id)
          : product.attributes.some(
              (a) => a.id === term.attributeId && a.options.includes(String(term.id)),
            )
    if (used) count++
  }
  return count
}

export function attributeShape(state: WooState, attribute: GlobalAttribute): Wire {
  return {
    id: attribute.id,
    name: attribute.name,
    slug: attribute.slug,
    type: 'select',
    order_by: attribute.orderBy,
    has_archives: false,
    _links: links(state, `/products/attributes/${attribute.id}`),
  }
}

export function couponShape(state: WooState, coupon: Coupon): Wire {
  return {
    id: coupon.id,
    code: coupon.code,
    amount: fixed(coupon.amount),
    status: coupon.status,
    ...dates(state, 'date_created', coupon.createdAt),
    ...dates(state, 'date_modified', coupon.modifiedAt),
    discount_type: coupon.discountType,
    description: coupon.description,
    ...dates(state, 'date_expires', coupon.expiresAt),
    usage_count: coupon.usageCount,
    individual_use: coupon.individualUse,
    product_ids: [],
    excluded_product_ids: [...coupon.excludedProductIds],
    usage_limit: coupon.usageLimit,
    usage_limit_per_user: coupon.usageLimitPerUser,
    limit_usage_to_x_items: null,
    free_shipping: coupon.freeShipping,
    product_categories: [],
    excluded_product_categories: [],
    exclude_sale_items: false,
    minimum_amount: fixed(coupon.minimumAmount),
    maximum_amount: '0.00',
    email_restrictions: [],
    used_by: [...coupon.usedBy],
    meta_data: [],
    _links: links(state, `/coupons/${coupon.id}`),
  }
}

export function taxShape(state: WooState, rate: TaxRate): Wire {
  return {
    id: rate.id,
    country: rate.country,
    state: rate.state,
    postcode: '',
    city: rate.city,
    rate: rate.rate,
    name: rate.name,
    priority: rate.priority,
    compound: rate.compound,
    shipping: rate.shipping,
    order: 0,
    class: rate.taxClass === '' ? 'standard' : rate.taxClass,
    postcodes: [],
    cities: rate.city ? [rate.city] : [],
    _links: links(state, `/taxes/${rate.id}`),
  }
}

export function reviewShape(state: WooState, review: Review): Wire {
  const product = state.products.get(review.productId)
  return {
    id: review.id,
    ...dates(state, 'date_created', review.at),
    product_id: review.productId,
    product_name: product?.name ?? '',
    product_permalink: `${state.homeUrl}/product/${product?.slug ?? ''}/`,
    status: 'approved',
    reviewer: review.reviewer,
    reviewer_email: review.email,
    review: review.text,
    rating: review.rating,
    verified: false,
    reviewer_avatar_urls: {
      24: avatar(review.email, 24),
      48: avatar(review.email, 48),
      96: avatar(review.email, 96),
    },
    _links: links(state, `/products/reviews/${review.id}`, { up: `/products/${review.productId}` }),
  }
}
