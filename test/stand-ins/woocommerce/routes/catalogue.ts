import { badRequest, invalidId, missingParams, RestError } from '../rest/errors.ts'
import type { ListSpec } from '../rest/listing.ts'
import { asPrice, big } from '../totals/money.ts'
import { flag, ids, list, text, type Query } from '../rest/query.ts'
import type { Coupon, TaxRate, Term } from '../records.ts'
import {
  answerList,
  bodyOf,
  created,
  ITEM_ALLOW,
  LIST_ALLOW,
  numberParam,
  route,
  type RestRequest,
  type Route,
} from '../rest/rest.ts'
import { attributeShape, couponShape, reviewShape, taxShape, termShape } from '../shapes/others.ts'
import { encodeName, slugify, touchProduct, type WooState } from '../state.ts'
import { parseRestDate } from '../time.ts'
import { attributeInput, couponInput, reviewInput, taxInput, termInput } from '../writes/inputs.ts'
import { addTerm, deleteTerm } from '../writes/terms.ts'

const ofTerm = (state: WooState, query: Query, test: (term: Term) => boolean): ListSpec<Term> => {
  const search = text(query, 'search')?.toLowerCase()
  const slugs = list(query, 'slug')
  const parent = ids(query, 'parent')?.[0]
  const product = state.products.get(Number(text(query, 'product') ?? 0))
  return {
    all: () => [...state.terms.values()].filter(test),
    id: (term) => term.id,
    storage: 'plain',
    orderNames: ['id', 'include', 'name', 'slug', 'term_group', 'description', 'count'],
    defaultOrderBy: 'name',
    defaultOrder: 'asc',
    orders: {
      name: (a, b) => a.name.localeCompare(b.name),
      slug: (a, b) => a.slug.localeCompare(b.slug),
    },
    filter: (term) =>
      (!search || term.name.toLowerCase().includes(search)) &&
      (!slugs || slugs.includes(term.slug)) &&
      (parent === undefined || term.parent === parent) &&
      (!product || [...product.categoryIds, ...product.tagIds].includes(term.id)),
  }
}

/** Terms carry no dates; changing one moves no product (measured: d24, d36). */
function termRoutes(
  path: string,
  taxonomy: Term['taxonomy'],
  attributeOf: (request: RestRequest) => number,
): Route[] {
  const mine = (request: RestRequest) => {
    const attributeId = attributeOf(request)
    return (term: Term) => term.taxonomy === taxonomy && term.attributeId === attributeId
  }
  const one = (request: RestRequest) => {
    const term = request.state.terms.get(numberParam(request, 'id'))
    if (!term || !mine(request)(term)) throw invalidId('term')
    return term
  }
  return [
    route('GET', path, 'list', LIST_ALLOW, (request) =>
      answerList(request, ofTerm(request.state, request.query, mine(request)), (term) =>
        termShape(request.state, term),
      ),
    ),
    route('POST', path, 'create', LIST_ALLOW, (request) => {
      const input = termInput.parse(bodyOf(request))
      if (!input.name) throw missingParams(['name'])
      const term = addTerm(request.state, {
        taxonomy,
        attributeId: attributeOf(request),
        name: input.name,
        ...(input.slug ? { slug: input.slug } : {}),
        parent: input.parent ?? 0,
        description: input.description ?? '',
        menuOrder: input.menu_order ?? 0,
      })
      const collection = path.replace(':attribute', String(term.attributeId))
      return created(request, termShape(request.state, term), `${collection}/${term.id}`)
    }),
    route('GET', `${path}/:id`, 'view', ITEM_ALLOW, (request) => ({
      body: termShape(request.state, one(request)),
    })),
    route('EDIT', `${path}/:id`, 'edit', ITEM_ALLOW, (request) => {
      const term = one(request)
      const input = termInput.parse(bodyOf(request))
      term.name = input.name === undefined ? term.name : encodeName(input.name)
      term.slug = input.slug ?? term.slug
      term.parent = input.parent ?? term.parent
      term.description = input.description?.replace(/<[^>]*>/g, '') ?? term.description
      term.menuOrder = input.menu_order ?? term.menuOrder
      return { body: termShape(request.state, term) }
    }),
    route('DELETE', `${path}/:id`, 'delete', ITEM_ALLOW, (request) => {
      const term = one(request)
      if (!flag(request.query, 'force')) {
        throw new RestError(
          501,
          'woocommerce_rest_trash_not_supported',
          'Resource does not support trashing.',
        )
      }
      const before = termShape(request.state, term)
      deleteTerm(request.state, term.id)
      return { body: before }
    }),
  ]
}

const attributeId = (request: RestRequest) => {
  const id = numberParam(request, 'attribute')
  if (!request.state.attributes.has(id)) throw invalidId('attribute')
  return id
}

const couponSpec = (state: WooState, query: Query): ListSpec<Coupon> => {
  const code = text(query, 'code')?.toLowerCase()
  const search = text(query, 'search')?.toLowerCase()
  return {
    all: () => [...state.coupons.values()],
    id: (coupon) => coupon.id,
    created: (coupon) => coupon.createdAt,
    modified: (coupon) => coupon.modifiedAt,
    storage: 'posts',
    orderNames: ['date', 'id', 'include', 'title', 'slug', 'modified'],
    defaultOrderBy: 'date',
    defaultOrder: 'desc',
    orders: {
      date: (a, b) => a.createdAt - b.createdAt,
      modified: (a, b) => a.modifiedAt - b.modifiedAt,
      title: (a, b) => a.code.localeCompare(b.code),
    },
    filter: (coupon) =>
      (code === undefined || coupon.code.toLowerCase() === code) &&
      (!search || coupon.code.toLowerCase().includes(search)),
  }
}

export function createCoupon(state: WooState, raw: unknown): Coupon {
  const input = couponInput.parse(raw)
  const { code } = input
  if (!code) throw missingParams(['code'])
  if ([...state.coupons.values()].some((one) => one.code.toLowerCase() === code.toLowerCase())) {
    throw badRequest(
      'woocommerce_rest_coupon_code_already_exists',
      'The coupon code already exists',
    )
  }
  const coupon: Coupon = {
    id: state.id('post'),
    code,
    amount: '0',
    status: 'publish',
    createdAt: state.now(),
    modifiedAt: state.now(),
    discountType: 'fixed_cart',
    description: '',
    expiresAt: null,
    usageCount: 0,
    individualUse: false,
    excludedProductIds: [],
    usageLimit: null,
    usageLimitPerUser: null,
    freeShipping: false,
    minimumAmount: '0',
    usedBy: [],
  }
  setCoupon(state, coupon, input)
  state.coupons.set(coupon.id, coupon)
  return coupon
}

/** A coupon keeps its date when it is edited (measured: d32). */
function setCoupon(state: WooState, coupon: Coupon, raw: unknown) {
  const input = couponInput.parse(raw)
  coupon.code = input.code ?? coupon.code
  coupon.amount = input.amount === undefined ? coupon.amount : asPrice(input.amount)
  coupon.discountType = input.discount_type ?? coupon.discountType
  coupon.description = input.description ?? coupon.description
  if (input.date_expires !== undefined) {
    const parsed = input.date_expires ? parseRestDate(input.date_expires) : null
    coupon.expiresAt = parsed ? (parsed.instant ?? state.time.fromWall(parsed.asWritten)) : null
  }
  coupon.usageLimit = input.usage_limit === undefined ? coupon.usageLimit : input.usage_limit
  coupon.usageLimitPerUser =
    input.usage_limit_per_user === undefined ? coupon.usageLimitPerUser : input.usage_limit_per_user
  coupon.minimumAmount = input.minimum_amount ?? coupon.minimumAmount
  coupon.individualUse = input.individual_use ?? coupon.individualUse
  coupon.freeShipping = input.free_shipping ?? coupon.freeShipping
  coupon.excludedProductIds = input.excluded_product_ids ?? coupon.excludedProductIds
}

const couponOf = (request: RestRequest) => {
  const coupon = request.state.coupons.get(numberParam(request, 'id'))
  if (!coupon) throw invalidId('coupon')
  return coupon
}

const taxSpec = (state: WooState, query: Query): ListSpec<TaxRate> => {
  const taxClass = text(query, 'class')
  return {
    all: () => [...state.taxRates.values()],
    id: (rate) => rate.id,
    storage: 'plain',
    orderNames: ['id', 'order', 'priority'],
    defaultOrderBy: 'order',
    defaultOrder: 'asc',
    orders: { order: () => 0, priority: (a, b) => a.priority - b.priority },
    filter: (rate) => taxClass === undefined || (rate.taxClass || 'standard') === taxClass,
  }
}

export function createTaxRate(state: WooState, raw: unknown): TaxRate {
  const input = taxInput.parse(raw)
  const rate: TaxRate = {
    id: state.id('tax'),
    country: input.country ?? '',
    state: input.state ?? '',
    city: (input.cities?.[0] ?? input.city ?? '').toUpperCase(),
    rate: big(asPrice(input.rate ?? '0')).toFixed(4),
    name: input.name ?? '',
    priority: input.priority ?? 1,
    compound: input.compound ?? false,
    shipping: input.shipping ?? true,
    taxClass: input.class === undefined || input.class === 'standard' ? '' : input.class,
  }
  state.taxRates.set(rate.id, rate)
  return rate
}

const TAX_CLASSES = [
  { slug: 'standard', name: 'Standard rate' },
  { slug: 'reduced-rate', name: 'Reduced rate' },
  { slug: 'zero-rate', name: 'Zero rate' },
]

export const catalogueRoutes: Route[] = [
  ...termRoutes('/products/categories', 'category', () => 0),
  ...termRoutes('/products/tags', 'tag', () => 0),
  ...termRoutes('/products/brands', 'brand', () => 0),
  ...termRoutes('/products/attributes/:attribute/terms', 'attribute', attributeId),
  route('GET', '/products/attributes', 'list', LIST_ALLOW, ({ state }) => ({
    body: [...state.attributes.values()].map((attribute) => attributeShape(state, attribute)),
  })),
  route('POST', '/products/attributes', 'create', LIST_ALLOW, (request) => {
    const { state } = request
    const input = attributeInput.parse(bodyOf(request))
    const slug = input.slug ?? slugify(input.name)
    const attribute = {
      id: state.id('attribute'),
      name: input.name,
      slug: slug.startsWith('pa_') ? slug : `pa_${slug}`,
      orderBy: input.order_by ?? 'menu_order',
    }
    state.attributes.set(attribute.id, attribute)
    return created(
      request,
      attributeShape(state, attribute),
      `/products/attributes/${attribute.id}`,
    )
  }),
  route('GET', '/products/attributes/:attribute', 'view', ITEM_ALLOW, (request) => {
    const attribute = request.state.attributes.get(attributeId(request))
    if (!attribute) throw invalidId('attribute')
    return { body: attributeShape(request.state, attribute) }
  }),
  route('POST', '/products/reviews', 'create', LIST_ALLOW, (request) => {
    const { state } = request
    const input = reviewInput.parse(bodyOf(request))
    const product = state.products.get(input.product_id)
    if (!product) throw invalidId('product')
    const review = {
      id: state.id('comment'),
      productId: product.id,
      at: state.now(),
      reviewer: input.reviewer,
      email: input.reviewer_email,
      text: input.review,
      rating: input.rating ?? 0,
    }
    state.reviews.set(review.id, review)
    // A review moves the product's date; its rating is counted later (measured: d35).
    touchProduct(state, product.id)
    return created(request, reviewShape(state, review), `/products/reviews/${review.id}`)
  }),

  route('GET', '/coupons', 'list', LIST_ALLOW, (request) =>
    answerList(request, couponSpec(request.state, request.query), (coupon) =>
      couponShape(request.state, coupon),
    ),
  ),
  route('POST', '/coupons', 'create', LIST_ALLOW, (request) => {
    const coupon = createCoupon(request.state, bodyOf(request))
    return created(request, couponShape(request.state, coupon), `/coupons/${coupon.id}`)
  }),
  route('GET', '/coupons/:id', 'view', ITEM_ALLOW, (request) => ({
    body: couponShape(request.state, couponOf(request)),
  })),
  route('EDIT', '/coupons/:id', 'edit', ITEM_ALLOW, (request) => {
    const coupon = couponOf(request)
    setCoupon(request.state, coupon, bodyOf(request))
    return { body: couponShape(request.state, coupon) }
  }),

  route('GET', '/taxes', 'list', LIST_ALLOW, (request) =>
    answerList(request, taxSpec(request.state, request.query), (r) => taxShape(request.state, r)),
  ),
  route('POST', '/taxes', 'create', LIST_ALLOW, (request) => {
    const rate = createTaxRate(request.state, bodyOf(request))
    return created(request, taxShape(request.state, rate), `/taxes/${rate.id}`)
  }),
  route('GET', '/taxes/classes', 'list', LIST_ALLOW, ({ state }) => ({
    headers: { 'X-WP-Total': '3', 'X-WP-TotalPages': '1' },
    body: TAX_CLASSES.map((one) => ({
      ...one,
      _links: { collection: [{ href: `${state.homeUrl}/wp-json/wc/v3/taxes/classes` }] },
    })),
  })),
  route('GET', '/taxes/:id', 'view', ITEM_ALLOW, (request) => {
    const rate = request.state.taxRates.get(numberParam(request, 'id'))
    if (!rate) throw invalidId('tax')
    return { body: taxShape(request.state, rate) }
  }),
]
