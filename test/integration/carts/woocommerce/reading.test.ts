import { describe, expect, it, onTestFinished } from 'vitest'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import type {
  SourceConnector,
  SourcePage,
  SourceWindow,
} from '#app/migration/engine/ports/source.ts'
import type { OutboundHttp } from '#app/platform/outbound-http.server.ts'
import type { WooHarness } from '#test/carts/woocommerce-harness.ts'
import { startWooHarness, tampering } from '#test/carts/woocommerce-harness.ts'
import type { WooStandInOptions } from '#test/stand-ins/woocommerce/server.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, trashOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  createVariation,
  trashProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'

async function start(options: WooStandInOptions = {}): Promise<WooHarness> {
  const harness = await startWooHarness(options)
  onTestFinished(() => harness.close())
  return harness
}

async function readAll(
  connector: SourceConnector,
  kind: 'product' | 'customer' | 'order',
  window: SourceWindow,
): Promise<SourcePage[]> {
  const pages: SourcePage[] = []
  for await (const page of connector.readChanged(kind, window)) pages.push(page)
  return pages
}

const idsOf = (pages: readonly SourcePage[]) =>
  pages.flatMap((page) => page.records.map((record) => record.sourceId))

const everything = (store: WooHarness): SourceWindow => ({ from: null, to: store.now() })

async function oneOrder(store: WooHarness, id: number): Promise<CanonicalOrder> {
  const { records } = await store.connector().readByIds('order', [String(id)])
  const record = records[0]?.record
  if (record?.kind !== 'order') throw new Error('no order came back')
  return record
}

async function oneProduct(store: WooHarness, id: number): Promise<CanonicalProduct> {
  const { records } = await store.connector().readByIds('product', [String(id)])
  const record = records[0]?.record
  if (record?.kind !== 'product') throw new Error('no product came back')
  return record
}

describe('what counts as a record', () => {
  it('leaves out what a customer still types into the checkout and what lies in the bin', async () => {
    const store = await start()
    const { state } = store.woo
    const real = createOrder(state, { fee_lines: [{ name: 'Fee', total: '1.00' }] })
    createOrder(state, { status: 'checkout-draft', fee_lines: [{ name: 'Fee', total: '1.00' }] })
    trashOrder(state, createOrder(state, { fee_lines: [{ name: 'Fee', total: '1.00' }] }).id)
    trashProduct(state, createProduct(state, { name: 'Gone', regular_price: '1' }).id)
    const connector = store.connector()
    expect(idsOf(await readAll(connector, 'order', everything(store)))).toEqual([String(real.id)])
    expect(await connector.count('order', everything(store))).toEqual({ count: 1, exact: true })
    expect(idsOf(await readAll(connector, 'product', everything(store)))).toEqual([])
  })

  it('leaves out the staff, but reads them as customers of their own orders', async () => {
    const store = await start()
    const person = createCustomer(store.woo.state, { email: 'kim@example.test' })
    const connector = store.connector()
    expect(idsOf(await readAll(connector, 'customer', everything(store)))).toEqual([
      String(person.id),
    ])
    const { records } = await connector.readByIds('customer', ['1'])
    expect(records.map(({ sourceId }) => sourceId)).toEqual(['1'])
  })

  it('reads customers that have no change date in every window', async () => {
    const store = await start()
    const person = createCustomer(store.woo.state, { email: 'kim@example.test' })
    person.modifiedAt = null
    await store.advance(3_600_000)
    const from = store.now()
    await store.advance(3_600_000)
    const pages = await readAll(store.connector(), 'customer', { from, to: store.now() })
    expect(idsOf(pages)).toEqual([String(person.id)])
    expect(pages[0]?.records[0]?.changedAt).toBeNull()
  })

  it('lists all customers once for counting and reading together', async () => {
    const store = await start()
    createCustomer(store.woo.state, { email: 'kim@example.test' })
    const connector = store.connector()
    const window = everything(store)
    await connector.count('customer', window)
    const before = store.requests()
    await readAll(connector, 'customer', window)
    expect(store.requests() - before).toBe(1)
  })

  it('gives a guest the same id whatever the case of the e-mail, in lists and in orders', async () => {
    const store = await start()
    const { state } = store.woo
    const fee_lines = [{ name: 'Fee', total: '1.00' }]
    createOrder(state, { fee_lines, billing: { email: 'Ada@Example.test', first_name: 'Ada' } })
    createOrder(state, { fee_lines, billing: { email: ' ada@example.TEST' } })
    createOrder(state, { fee_lines })
    const connector = store.connector()
    const pages = await readAll(connector, 'order', everything(store))
    const orders = pages.flatMap((page) => page.records.map(({ record }) => record))
    const guests = orders.map((order) => (order.kind === 'order' ? order.customerSourceId : ''))
    expect(guests[0]).toMatch(/^guest:/)
    expect(guests).toEqual([guests[0], guests[0], null])
    const listed: (string | null)[] = []
    for await (const rows of connector.listChanged('order', everything(store))) {
      listed.push(...rows.map((row) => row.guestSourceId))
    }
    expect(listed).toEqual(guests)
  })
})

describe('a store whose REST API is not as it should be', () => {
  async function withOrders(count: number) {
    const store = await start()
    const made: string[] = []
    for (let i = 0; i < count; i++) {
      await store.advance(1_000)
      made.push(store.create('order'))
    }
    return { store, made }
  }

  /** A store that answers every list with all it has, whatever was asked for. */
  function ignoringFilters(store: WooHarness): OutboundHttp {
    return {
      close: () => store.http.close(),
      request: (url, init) => {
        const kept = new URL(url)
        if (kept.searchParams.has('include')) return store.http.request(url, init)
        const response = store.http.request(url, init)
        return response.then((answer) => {
          if (!kept.searchParams.has('modified_after')) return answer
          const rows = [...store.woo.state.orders.values()].map((order) => ({
            id: order.id,
            status: order.status,
            date_modified_gmt: new Date(order.modifiedAt ?? 0).toISOString().slice(0, 19),
          }))
          return { ...answer, text: JSON.stringify(rows) }
        })
      },
    }
  }

  it('picks by hand when the filter is ignored', async () => {
    const { store, made } = await withOrders(6)
    const from = new Date(Date.parse(store.now()) - 2_000).toISOString()
    const connector = store.connect({}, {}, ignoringFilters(store))
    const ids = idsOf(await readAll(connector, 'order', { from, to: store.now() }))
    expect(ids).toEqual(made.slice(-2))
    const count = await connector.count('order', { from, to: store.now() })
    expect(count.exact).toBe(false)
  })

  it('picks by hand when it cannot order by change time', async () => {
    const { store, made } = await withOrders(6)
    const from = new Date(Date.parse(store.now()) - 3_000).toISOString()
    const http: OutboundHttp = {
      close: () => store.http.close(),
      request: (url, init) =>
        url.includes('orderby=modified')
          ? Promise.resolve({
              status: 400,
              headers: new Headers({ date: new Date(store.clock.now()).toUTCString() }),
              finalUrl: url,
              text: JSON.stringify({ code: 'rest_invalid_param', message: 'orderby' }),
            })
          : store.http.request(url, init),
    }
    const connector = store.connect({}, { pageSize: 2 }, http)
    const pages = await readAll(connector, 'order', { from, to: store.now() })
    expect(idsOf(pages)).toEqual(made.slice(-3))
    const resumed: SourcePage[] = []
    const again = connector.readChanged('order', { from, to: store.now() }, pages[0]?.resume)
    for await (const page of again) resumed.push(page)
    expect(idsOf(resumed)).toEqual(made.slice(-1))
  })

  it('reads around one record that makes the whole page fail', async () => {
    const { store, made } = await withOrders(9)
    const broken = made[4] ?? ''
    const http: OutboundHttp = {
      close: () => store.http.close(),
      request: async (url, init) => {
        const response = await store.http.request(url, init)
        const whole = /\/orders\?/.test(url) && !url.includes('_fields=')
        return whole && response.text.includes(`"id":${broken},"parent_id"`)
          ? { ...response, status: 500, text: '<html>Fatal error</html>' }
          : response
      },
    }
    const pages = await readAll(
      store.connect({}, { maxAttempts: 2 }, http),
      'order',
      everything(store),
    )
    expect(idsOf(pages).toSorted()).toEqual(made.filter((id) => id !== broken).toSorted())
    const rejected = pages.flatMap((page) => page.rejected)
    expect(rejected).toHaveLength(1)
    expect(rejected[0]).toMatchObject({ sourceId: broken, isTransient: true })
  })

  it('takes it for trouble of the store, not of the records, when not one of many can be read', async () => {
    const { store } = await withOrders(6)
    store.woo.faults.add({ path: '/notes', times: 0, fault: { kind: 'server-error' } })
    const reading = readAll(store.connector(), 'order', everything(store))
    await expect(reading).rejects.toBeInstanceOf(RetriableError)
  })

  it('sets aside rows that have no id, and goes on', async () => {
    const { store, made } = await withOrders(3)
    const http = tampering(store.http, (url, body) =>
      Array.isArray(body) && url.includes('/orders?')
        ? body.map((row: unknown, i) => (i === 1 ? { status: 'processing' } : row))
        : body,
    )
    const pages = await readAll(store.connect({}, {}, http), 'order', everything(store))
    expect(idsOf(pages)).toEqual([made[0], made[2]])
    expect(pages.flatMap((page) => page.rejected)).toHaveLength(1)
  })

  it('says that a record which was deleted under its hands is gone', async () => {
    const store = await start()
    const product = createProduct(store.woo.state, { name: 'Vest', type: 'variable' })
    store.woo.faults.after({ path: '/products\\?(?=.*modified_after)/' }, () =>
      store.remove('product', String(product.id)),
    )
    const http: OutboundHttp = {
      close: () => store.http.close(),
      request: async (url, init) => {
        const response = await store.http.request(url, init)
        return url.includes(`/products/${product.id}/variations`)
          ? { ...response, status: 404, text: '{"code":"woocommerce_rest_product_invalid_id"}' }
          : response
      },
    }
    const pages = await readAll(store.connect({}, {}, http), 'product', everything(store))
    expect(pages.flatMap((page) => page.rejected)).toMatchObject([
      { code: 'SOURCE_RECORD_GONE', sourceId: String(product.id) },
    ])
  })

  it('pauses with a sentence when a login page answers instead of the store', async () => {
    const { store } = await withOrders(1)
    const connector = store.connector()
    await connector.now('order')
    store.woo.faults.add({ times: 0, fault: { kind: 'login-page' } })
    const error = await connector.now('order').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(PauseRun)
    expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
  })

  it('never shows e-mails, keys or addresses of requests in what it throws', async () => {
    const { store } = await withOrders(1)
    const connector = store.connector()
    await connector.now('order')
    store.woo.faults.add({ times: 0, fault: { kind: 'truncated' } })
    const error = await connector.now('order').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RetriableError)
    expect(String(error)).not.toMatch(/ck_|cs_|oauth|127\.0\.0\.1|@/)
  })
})

describe('being polite to the store', () => {
  it('waits as long as it is asked to, with all of its requests', async () => {
    const store = await start()
    const connector = store.connector()
    await connector.now('order')
    store.woo.faults.add({ fault: { kind: 'rate-limit', retryAfter: 30 } })
    const before = store.clock.now()
    await connector.now('order')
    expect(store.clock.now() - before).toBe(30_000)
  })

  it('hands a long wait to the run instead of sitting it out', async () => {
    const store = await start()
    const connector = store.connector()
    await connector.now('order')
    store.woo.faults.add({ times: 0, fault: { kind: 'maintenance' } })
    const before = store.clock.now()
    const error = await connector.now('order').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RetriableError)
    expect(error).toMatchObject({ retryAfterMs: 600_000 })
    expect(store.clock.now()).toBe(before)
  })

  it('doubles its waits and stops after five tries', async () => {
    const store = await start()
    const connector = store.connector()
    await connector.now('order')
    store.woo.faults.add({ times: 0, fault: { kind: 'server-error', status: 503 } })
    const [before, requests] = [store.clock.now(), store.requests()]
    await expect(connector.now('order')).rejects.toBeInstanceOf(RetriableError)
    expect(store.requests() - requests).toBe(5)
    expect(store.clock.now() - before).toBe(1_000 + 2_000 + 4_000 + 8_000)
  })

  it('never has more than four requests under way', async () => {
    const store = await start({ dataset: 'small' })
    let [under, most] = [0, 0]
    const http: OutboundHttp = {
      close: () => store.http.close(),
      request: async (url, init) => {
        under++
        most = Math.max(most, under)
        try {
          return await store.http.request(url, init)
        } finally {
          under--
        }
      },
    }
    await readAll(store.connect({}, {}, http), 'order', everything(store))
    expect(most).toBe(4)
  })

  it('goes on after connections that break', async () => {
    const store = await start()
    const made = store.create('order')
    store.woo.faults.add({ path: '/orders', times: 2, fault: { kind: 'reset' } })
    expect(idsOf(await readAll(store.connector(), 'order', everything(store)))).toEqual([made])
  })
})

describe('whole records', () => {
  it('an order with lines, variation, meta, fees, refunds, notes and shipping', async () => {
    const store = await start()
    const { state } = store.woo
    const vest = createProduct(state, {
      name: 'Vest & Co',
      type: 'variable',
      attributes: [{ name: 'Size', variation: true, options: ['S', 'M'] }],
    })
    const medium = createVariation(state, vest.id, {
      sku: 'VEST-M',
      regular_price: '40.00',
      attributes: [{ name: 'Size', option: 'M' }],
    })
    const order = createOrder(state, {
      status: 'processing',
      set_paid: true,
      transaction_id: 'TX-1',
      payment_method: 'stripe',
      payment_method_title: 'Card',
      customer_note: 'Please ring twice',
      billing: { first_name: 'Ada', last_name: 'Moor', email: 'ada@example.test', country: 'DE' },
      line_items: [
        {
          product_id: vest.id,
          variation_id: medium.id,
          quantity: 2,
          meta_data: [
            { key: 'Engraving', value: 'A & M' },
            { key: '_picked', value: 'yes' },
          ],
        },
      ],
      shipping_lines: [{ method_id: 'flat_rate', method_title: 'Parcel', total: '6.00' }],
      fee_lines: [
        { name: 'Gift wrap', total: '3.00' },
        { name: 'Loyalty', total: '-2.00' },
      ],
    })
    createRefund(state, order.id, {
      amount: '40.00',
      reason: 'Too big',
      line_items: [{ id: order.lines[0]?.id ?? 0, quantity: 1, refund_total: '40.00' }],
    })
    const record = await oneOrder(store, order.id)
    expect(record).toMatchObject({
      number: String(order.id),
      currency: 'USD',
      email: 'ada@example.test',
      note: 'Please ring twice',
      guest: { guest: true, firstName: 'Ada' },
      taxesIncluded: false,
      total: '87',
      payment: { state: 'paid', gateway: 'stripe', gatewayTitle: 'Card', transactionId: 'TX-1' },
      fulfillment: 'unfulfilled',
      cancelledAt: null,
      sourceStatus: 'processing',
      shippingLines: [{ title: 'Parcel', code: 'flat_rate', amount: '6' }],
      fees: [{ title: 'Gift wrap', amount: '3' }],
      discounts: [{ code: 'Loyalty', amount: '2' }],
      refunds: [
        {
          amount: '40',
          reason: 'Too big',
          lines: [{ lineSourceId: String(order.lines[0]?.id), quantity: 1, amount: '40' }],
          shippingAmount: '0',
        },
      ],
    })
    expect(record.lines).toMatchObject([
      {
        title: 'Vest & Co',
        variantTitle: 'M',
        sku: 'VEST-M',
        quantity: 2,
        productSourceId: String(vest.id),
        variantSourceId: String(medium.id),
        subtotal: '80',
        total: '80',
        properties: [{ name: 'Engraving', value: 'A & M' }],
      },
    ])
    expect(record.staffNotes.length).toBeGreaterThan(0)
  })

  it('a variable product with an image, a sale, a switched-off and an "any" variation', async () => {
    const store = await start()
    const { state } = store.woo
    const vest = createProduct(state, {
      name: 'Vest',
      type: 'variable',
      attributes: [
        { name: 'Size', variation: true, options: ['S', 'M'] },
        { name: 'Colour', variation: true, options: ['Slate', 'Rust', 'Oat'] },
        { name: 'Fabric', variation: false, options: ['Wool'] },
      ],
    })
    const small = createVariation(state, vest.id, {
      regular_price: '40',
      sale_price: '30',
      attributes: [
        { name: 'Size', option: 'S' },
        { name: 'Colour', option: 'Slate' },
      ],
    })
    const off = createVariation(state, vest.id, {
      regular_price: '41',
      status: 'private',
      attributes: [
        { name: 'Size', option: 'M' },
        { name: 'Colour', option: 'Rust' },
      ],
    })
    const any = createVariation(state, vest.id, {
      regular_price: '42',
      attributes: [{ name: 'Size', option: 'S' }],
    })
    const product = await oneProduct(store, vest.id)
    expect(product.options).toEqual([
      { name: 'Size', values: ['S', 'M'] },
      { name: 'Colour', values: ['Slate', 'Rust', 'Oat'] },
    ])
    expect(
      product.variants.map(({ sourceId, price, compareAtPrice, options, inventory }) => [
        sourceId,
        price,
        compareAtPrice,
        options.map((option) => option.value).join('/'),
        inventory.tracked,
      ]),
    ).toEqual([
      [String(small.id), '30', '40', 'S/Slate', false],
      [String(off.id), '41', null, 'M/Rust', true],
      [String(any.id), '42', null, 'S/Rust', false],
      [`${any.id}:s/oat`, '42', null, 'S/Oat', false],
    ])
  })

  it('every record of the demo data set, none set aside', async () => {
    const store = await start({ dataset: 'small' })
    const connector = store.connector()
    for (const kind of ['product', 'customer', 'order'] as const) {
      const pages = await readAll(connector, kind, everything(store))
      const { count } = await connector.count(kind, everything(store))
      expect(new Set(idsOf(pages)).size).toBe(count)
      expect(pages.flatMap((page) => page.rejected)).toEqual([])
    }
  })
})
