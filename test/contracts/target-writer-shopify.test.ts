import { expect, it } from 'vitest'
import { ensureDefinitions } from '#app/migration/shopify/identity/definitions.server.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import {
  aCustomer,
  anAddress,
  anOrder,
  aProduct,
  categories,
} from '../helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '../helpers/stores/shopify-target.ts'
import { createShopifyMerchant } from './shopify-merchant.ts'
import { describeTargetWriter } from './target-writer.ts'
import { create, expectedOf, updateOf, writeAll, writeOne } from './target-writer/intents.ts'

const LOST = {
  product: 'productSet',
  customer: 'customerSet',
  order: 'orderCreate',
  refund: 'refundCreate',
} as const

describeTargetWriter('Shopify', async () => {
  const { shopify, shop, changes, writer } = await startShopifyTarget()
  const kinds = { product: shop.products, customer: shop.customers, order: shop.orders } as const
  return {
    writer,
    changes,
    count: (kind) => kinds[kind].size,
    effects: () => {
      const { emails, stockMoves } = shopify.stats()
      return { emails, stockMoves }
    },
    loseAnswer: (change) =>
      shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: LOST[change] }),
    breakImage: (url) => void shop.brokenImages.add(url),
    fail: (times) => shopify.faults.add({ fault: { kind: 'status', status: 503 }, times }),
    revokeAfter: (nth) =>
      shopify.faults.add({ fault: { kind: 'status', status: 401 }, nth: nth + 1, times: 1000 }),
    throttle: (times) => shopify.faults.throttleStorm(times),
    expireToken: () => shopify.faults.add({ fault: { kind: 'token_expired' } }),
    merchant: createShopifyMerchant(shop),
    close: () => shopify.close(),
  }
})

it('shows people what they know a record by', async () => {
  const { shopify, writer } = await startShopifyTarget()
  try {
    const shown = async (record: CanonicalRecord) => {
      const { gid } = await writeOne(writer, create(record))
      return (await writer.show(record.kind, [gid])).get(gid)
    }
    expect(await shown(aProduct({ title: 'Mug', handle: 'mug' }))).toEqual({
      label: 'Mug',
      detail: 'mug',
      at: null,
      state: 'there',
    })
    expect(
      await shown(aCustomer({ firstName: 'Mara', lastName: 'Holm', email: 'mara@example.com' })),
    ).toEqual({ label: 'Mara Holm', detail: 'mara@example.com', at: null, state: 'there' })
    const order = anOrder({ number: '1001', fulfillment: 'fulfilled' })
    expect(await shown(order)).toEqual({
      label: '1001',
      detail: '12.5 EUR',
      at: order.placedAt,
      state: 'fulfilled',
    })
    const [gid = ''] = (await writer.findByCustomId('order', [order.sourceId])).values()
    expect(await writer.retire('order', gid, 'cancel')).toMatchObject({
      refused: expect.stringMatching(/./),
    })
  } finally {
    await shopify.close()
  }
})

it('keeps to five new orders a minute in a development store, without a failure', async () => {
  const { shopify, shop, writer, clock } = await startShopifyTarget('development')
  try {
    const start = clock.now()
    const orders = Array.from({ length: 12 }, (_, n) =>
      anOrder({ sourceId: `${n}`, number: `${n}` }),
    )
    const results = await writeAll(
      writer,
      orders.map((order) => create(order)),
    )
    expect(results.map(({ ok }) => ok)).toEqual(orders.map(() => true))
    expect(shop.orders.size).toBe(12)
    const minutes = (clock.now() - start) / 60_000
    expect(minutes).toBeGreaterThanOrEqual(2)
    expect(minutes).toBeLessThan(5)
  } finally {
    await shopify.close()
  }
})

it('creates its definitions once, says which anchors are gone, and stops before it could make doubles', async () => {
  const { shopify, shop, client, writer, options } = await startShopifyTarget('plus', {
    definitions: false,
  })
  try {
    const codes = async () => (await writer.checkAnchors()).map(({ code }) => code)
    expect(await codes()).toEqual(['DEFINITIONS_MISSING'])
    await expect(writeOne(writer, create(aCustomer()))).rejects.toMatchObject({
      name: 'FatalError',
    })
    await ensureDefinitions(client)
    await ensureDefinitions(client)
    expect(await codes()).toEqual([])
    expect(shop.definitions.size).toBe(5)
    const location = shop.locationList.get(options.locationId ?? '')
    if (location) location.isActive = false
    shop.currency = 'USD'
    expect(await codes()).toEqual(['LOCATION_INACTIVE', 'CURRENCY_CHANGED'])
    shop.locationList.clear()
    expect(await codes()).toEqual(['LOCATION_GONE', 'CURRENCY_CHANGED'])
  } finally {
    await shopify.close()
  }
})

it('pauses the run and names the scope when the app may not write', async () => {
  const { shopify, writer } = await startShopifyTarget()
  try {
    shopify.faults.add({ fault: { kind: 'scope_removed', scope: 'write_customers' } })
    await expect(writeOne(writer, create(aCustomer()))).rejects.toMatchObject({
      name: 'PauseRun',
      code: 'TARGET_SCOPE_MISSING',
      told: { key: 'shopify.permissionMissing', params: { scope: 'write_customers' } },
    })
  } finally {
    await shopify.close()
  }
})

const refusal = (root: string, field: string[], message: string) => ({
  data: { [root]: { userErrors: [{ field, message }] } },
})
const topLevel = (root: string, code: string) => ({
  data: { [root]: null },
  errors: [{ message: 'Something is wrong.', path: [root], extensions: { code } }],
})

it('counts a product as arrived that Shopify does not publish, and says so', async () => {
  const { shopify, shop, writer } = await startShopifyTarget('plus', {
    answerInstead: (operation) =>
      operation === 'Publish'
        ? refusal('publishablePublish', ['id'], 'Cannot be published yet')
        : null,
  })
  try {
    const record = aProduct({ collections: [] })
    const result = await writeOne(writer, create(record))
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'published' }])
    expect(result.snapshot.fields['published']).toBe(false)
    expect(shop.products.size).toBe(1)
  } finally {
    await shopify.close()
  }
})

it('hides a product that is hidden in the source and that the store publishes by itself', async () => {
  const { shopify, shop, writer } = await startShopifyTarget()
  try {
    const online = [...shop.publications.values()].find(({ name }) => name === 'Online Store')
    const add = shop.products.set.bind(shop.products)
    let isNew = true
    shop.products.set = (id, product) => {
      if (isNew && online) product.publications[online.id] = '2026-03-02T09:00:00Z'
      isNew = false
      return add(id, product)
    }
    const result = await writeOne(writer, create(aProduct({ published: false, status: 'active' })))
    expect([...shop.products.values()].map(({ publications }) => publications)).toEqual([{}])
    expect(result.snapshot.fields['published']).toBe(false)
  } finally {
    await shopify.close()
  }
})

it('counts an order as arrived when a later step is refused at the top of the answer', async () => {
  const { shopify, shop, writer } = await startShopifyTarget('plus', {
    answerInstead: (operation) =>
      operation === 'OrderCancel' ? topLevel('orderCancel', 'BAD_REQUEST') : null,
  })
  try {
    const record = anOrder({ cancelledAt: '2026-01-20T10:00:00Z' })
    const result = await writeOne(writer, create(record))
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'cancelled' }])
    expect(shop.orders.size).toBe(1)
  } finally {
    await shopify.close()
  }
})

it('keeps the order when its customer is gone from Shopify or the location fulfills nothing', async () => {
  const { shopify, shop, writer, options } = await startShopifyTarget()
  try {
    shop.locationList.delete(options.locationId ?? '')
    const record = anOrder({
      fulfillment: 'fulfilled',
      payment: {
        state: 'paid',
        gateway: 'stripe',
        gatewayTitle: null,
        transactionId: null,
        paidAt: '2026-01-15T10:25:00Z',
        received: null,
      },
    })
    const references = { parts: new Map(), owner: 'gid://shopify/Customer/404' }
    const result = await writeOne(writer, create(record, { references }))
    expect(result.notes).toMatchObject([{ code: 'PARENT_MISSING', field: 'customer' }])
    expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
    expect(shop.orders.size).toBe(1)
  } finally {
    await shopify.close()
  }
})

it('changes the rest of a product when Shopify does not let go of an image', async () => {
  const { shopify, writer } = await startShopifyTarget('plus', {
    answerInstead: (operation) =>
      operation === 'FileUpdate'
        ? {
            data: {
              fileUpdate: {
                files: [],
                userErrors: [
                  { field: ['files'], message: 'Non-ready files', code: 'NON_READY_STATE' },
                ],
              },
            },
          }
        : null,
  })
  try {
    const image = { sourceId: '1', url: 'https://old-store.example/1.jpg', alt: 'One' }
    const before = aProduct({ images: [image] })
    const first = await writeOne(writer, create(before))
    const after = { ...before, title: 'New', images: [] }
    const result = await writeOne(writer, updateOf(first, after, ['title', 'images']))
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'images' }])
    expect(result.snapshot.fields['title']).toBe('New')
  } finally {
    await shopify.close()
  }
})

it('says why it stops when a look-up is refused, in words that leave the port', async () => {
  const { shopify, writer } = await startShopifyTarget('plus', { definitions: false })
  try {
    await expect(writer.findByCustomId('order', ['1'])).rejects.toMatchObject({
      name: 'FatalError',
      told: { key: 'shopify.definitionRemoved' },
    })
    await expect(writer.readCurrent('order', ['nonsense'])).rejects.toMatchObject({
      name: 'FatalError',
    })
  } finally {
    await shopify.close()
  }
})

it.each(['collectionCreate', 'publishablePublish'])(
  'publishes a new collection although the answer to %s was lost',
  async (field) => {
    const { shopify, shop, writer } = await startShopifyTarget()
    try {
      shopify.faults.add({ fault: { kind: 'reset_before_commit' }, field: 'publishablePublish' })
      shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field })
      const record = aProduct({ collections: categories('Mugs') })
      const result = await writeOne(writer, create(record))
      expect(result.snapshot.fields).toEqual(expectedOf(writer, record, result.snapshot))
      const shown = [...shop.collections.values()].map(
        ({ publications }) => Object.keys(publications).length,
      )
      expect(shown).toEqual([1])
    } finally {
      await shopify.close()
    }
  },
)

it('leaves out the refused part of one address, and keeps that address and the others', async () => {
  const { shopify, writer } = await startShopifyTarget()
  try {
    const record = aCustomer({
      addresses: [anAddress(), anAddress({ address1: '2 Work', company: 'www.lamp.example Ltd' })],
    })
    const result = await writeOne(writer, create(record))
    expect(result.notes).toMatchObject([{ code: 'TEXT_NOT_ACCEPTED', field: 'addresses' }])
    expect(result.snapshot.fields['addresses']).toMatchObject([
      { address1: '12 Harbour Lane', province: 'OR' },
      { address1: '2 Work', company: 'Ltd', province: 'OR' },
    ])
  } finally {
    await shopify.close()
  }
})
