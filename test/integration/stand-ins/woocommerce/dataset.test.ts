import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { IMPOSSIBLE_ON_PURPOSE } from '#test/stand-ins/woocommerce/dataset/impossible.ts'
import { orderShape } from '#test/stand-ins/woocommerce/shapes/order.ts'
import { closeAll, expectExact, idsOf, open, START } from '#test/stand-ins/woocommerce/testing.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

afterEach(closeAll)

describe('money', () => {
  it('adds up to the cent in every order of the data set', async () => {
    const { store } = await open({ dataset: 'demo' })
    for (const order of store.state.orders.values()) expectExact(orderShape(store.state, order))
  })

  it('adds up to the cent for any mix of prices, taxes, coupons, fees and shipping', async () => {
    const { store } = await open({ dataset: 'small' })
    const { state } = store
    const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => (n / 100).toFixed(2))
    const price = fc.oneof(cents(30_000), fc.constantFrom('3.33', '0.01', '14.5', '129'))
    const places = [
      ['US', 'CA', 'Oakland'],
      ['DE', '', 'Köln'],
      ['CA', 'QC', 'Montréal'],
      ['JP', '', ''],
      ['US', 'NV', 'Reno'],
    ] as const
    const coupons = [...state.coupons.values()].map((coupon) => ({ code: coupon.code }))
    const input = fc.record({
      inclusive: fc.boolean(),
      place: fc.constantFrom(...places),
      lines: fc.array(fc.tuple(price, fc.integer({ min: 1, max: 9 }), fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
      coupons: fc.subarray(coupons, { maxLength: 2 }),
      fees: fc.array(fc.tuple(fc.integer({ min: -500, max: 900 }), fc.boolean()), { maxLength: 3 }),
      shipping: fc.array(cents(2_000), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(input, ({ inclusive, place, lines, coupons: codes, fees, shipping }) => {
        state.settings.pricesIncludeTax = inclusive
        const items = lines.map(([amount, quantity, reduced]) => {
          const product = createProduct(state, {
            name: 'Thing',
            regular_price: amount,
            tax_class: reduced ? 'reduced-rate' : '',
          })
          return { product_id: product.id, quantity }
        })
        const order = createOrder(state, {
          billing: { country: place[0], state: place[1], city: place[2] },
          line_items: items,
          coupon_lines: codes,
          fee_lines: fees.map(([amount, taxed]) => ({
            name: 'Fee',
            total: (amount / 100).toFixed(2),
            tax_status: taxed ? 'taxable' : 'none',
          })),
          shipping_lines: shipping.map((total) => ({ method_id: 'flat_rate', total })),
        })
        expectExact(orderShape(state, order))
        for (const line of order.lines) expect(Number(line.total)).toBeGreaterThanOrEqual(0)
        for (const item of items) state.products.delete(item.product_id)
        state.orders.delete(order.id)
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})

describe('the data set', () => {
  it('is large enough, has every shape, and is the same each time', async () => {
    const [{ store }, { store: again }] = await Promise.all([
      open({ dataset: 'demo' }),
      open({ dataset: 'demo' }),
    ])
    const { products, customers, orders, refunds, variations } = store.state
    expect(products.size).toBeGreaterThanOrEqual(300)
    expect(customers.size).toBeGreaterThanOrEqual(500)
    expect(orders.size).toBeGreaterThanOrEqual(1500)
    const all = [...orders.values()]
    for (const status of [
      'completed',
      'processing',
      'awaiting-pickup',
      'on-hold',
      'pending',
      'failed',
      'cancelled',
      'refunded',
      'checkout-draft',
      'trash',
    ]) {
      expect(all.filter((order) => order.status === status).length, status).toBeGreaterThan(0)
    }
    const shapes: Record<string, (order: (typeof all)[number]) => boolean> = {
      guest: (o) => o.customerId === 0,
      'prices include tax': (o) => o.pricesIncludeTax,
      'compound tax': (o) => o.taxLines.some((line) => line.compound),
      'several taxes': (o) => o.taxLines.length > 1,
      'several coupons': (o) => o.couponLines.length > 1,
      'negative fee': (o) => o.feeLines.some((line) => line.total.startsWith('-')),
      'untaxed fee': (o) => o.feeLines.some((line) => line.taxStatus === 'none'),
      'two shipping lines': (o) => o.shippingLines.length > 1,
      'deleted product': (o) => o.lines.some((line) => line.productId === 0),
      variation: (o) => o.lines.some((line) => line.variationId > 0),
      EUR: (o) => o.currency === 'EUR',
      JPY: (o) => o.currency === 'JPY',
      'free of charge': (o) =>
        o.lines.length > 0 && o.lines.every((line) => Number(line.total) === 0),
      'line meta': (o) =>
        o.lines.some((line) => line.meta.some((meta) => meta.key === 'Engraving')),
      'transaction id': (o) => o.transactionId !== '',
      note: (o) => o.notes.some((note) => note.forCustomer),
    }
    for (const [name, test] of Object.entries(shapes)) expect(all.some(test), name).toBe(true)
    expect([...refunds.values()].some((r) => r.lines.length === 0)).toBe(true)
    expect([...refunds.values()].some((r) => r.shippingLines.length > 0)).toBe(true)
    expect(variations.size).toBeGreaterThan(300)
    expect(JSON.stringify([...again.state.orders.values()])).toBe(JSON.stringify(all))
    const newest = Math.max(
      ...all.map((o) => o.modifiedAt ?? 0).filter((at) => at < Date.parse(START) * 2),
    )
    expect(newest).toBeLessThan(Date.parse(START) - 14 * 86_400_000)
  })

  it.each(['demo', 'small'] as const)('has goods of every kind in the %s one', async (dataset) => {
    const { store } = await open({ dataset })
    const { products, variations } = store.state
    const all = [...products.values()]
    const options = (product: (typeof all)[number]) =>
      product.attributes.filter((attribute) => attribute.variation).length
    const kinds: Record<string, (product: (typeof all)[number]) => boolean> = {
      simple: (p) => p.type === 'simple',
      'three options': (p) => options(p) === 3,
      draft: (p) => p.status === 'draft',
      private: (p) => p.status === 'private',
      'on sale': (p) => p.type === 'simple' && p.salePrice !== '',
      'out of stock': (p) => p.stockStatus === 'outofstock',
      'stock managed': (p) => p.manageStock,
      'stock not managed': (p) => p.type === 'simple' && !p.manageStock,
      'several images': (p) => p.images.length > 1,
      'encoded name': (p) => p.name.includes('&amp;'),
      'any value of an option': (p) =>
        p.variationIds.some((id) => (variations.get(id)?.attributes.length ?? 9) < options(p)),
    }
    for (const [name, test] of Object.entries(kinds)) expect(all.some(test), name).toBe(true)
  })

  it('shows every shape in the small one too', async () => {
    const { store } = await open({ dataset: 'small' })
    const { orders, products, refunds } = store.state
    expect([products.size, orders.size]).toEqual([25, 60])
    expect(refunds.size).toBeGreaterThanOrEqual(3)
    const statuses = new Set([...orders.values()].map((order) => order.status))
    expect(statuses).toContain('trash')
    expect(statuses).toContain('awaiting-pickup')
    expect([...orders.values()].some((order) => order.pricesIncludeTax)).toBe(true)
    expect([...orders.values()].some((order) => order.lines.some((l) => l.productId === 0))).toBe(
      true,
    )
  })

  it.each(['demo', 'small'] as const)(
    'names each impossible record of the %s one, and they are few',
    async (dataset) => {
      const { store } = await open({ dataset })
      for (const { kind, id } of IMPOSSIBLE_ON_PURPOSE) {
        expect(
          store.state[
            kind === 'product' ? 'products' : kind === 'order' ? 'orders' : 'customers'
          ].has(id),
        ).toBe(true)
      }
      const { products, orders, customers } = store.state
      if (dataset === 'demo') {
        expect(IMPOSSIBLE_ON_PURPOSE.length).toBeLessThan(
          (products.size + orders.size + customers.size) / 100,
        )
      }
    },
  )

  it('keeps to the number of orders asked for', async () => {
    const { store } = await open({ dataset: 'demo', orders: 12 })
    expect(store.state.orders.size).toBe(12)
  })
})

describe('when weeks pass', () => {
  it('makes new records, changes old ones, and moves the dates of exactly these', async () => {
    const { store } = await open({ dataset: 'small' })
    const story = await store.applyStory()
    expect(story.newProducts.length).toBeGreaterThanOrEqual(5)
    expect(story.newCustomers.length).toBeGreaterThanOrEqual(8)
    expect(story.newOrders.length).toBeGreaterThanOrEqual(25)
    expect(story.changedOrders.length).toBeGreaterThanOrEqual(7)
    expect(story.refunds.length).toBeGreaterThanOrEqual(2)
    const since = 'modified_after=2026-03-01T00:00:00&dates_are_gmt=true&per_page=100'
    const orders = await idsOf(store, `/orders?${since}`)
    for (const id of [...story.newOrders, ...story.changedOrders]) expect(orders).toContain(id)
    const products = await idsOf(store, `/products?${since}`)
    for (const id of [...story.newProducts, ...story.changedProducts])
      expect(products).toContain(id)
    expect(await idsOf(store, `/products?${since}&status=trash`)).toEqual(story.trashedProducts)
    expect((await store.applyStory()).newOrders.length).toBeGreaterThanOrEqual(25)
    for (const order of store.state.orders.values()) expectExact(orderShape(store.state, order))
  })
})
