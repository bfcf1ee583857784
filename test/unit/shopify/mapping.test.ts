import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkUserErrors, ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import { customerInput } from '#app/migration/shopify/customer/input.ts'
import {
  acceptableEmail,
  acceptedDate,
  acceptablePhone,
  mergeTags,
  normalizeHandle,
  normalizeTags,
  normalizeTime,
  ourTags,
  shorten,
} from '#app/migration/shopify/values/normalize.ts'
import { buildOrder, orderAttributes } from '#app/migration/shopify/order/input/order-input.ts'
import { refundKey } from '#app/migration/shopify/order/input/refunds.ts'
import { refundChildren, refundNote } from '#app/migration/shopify/order/snapshot.ts'
import { createOrderPacer } from '#app/migration/shopify/order/order-pacer.ts'
import { productInput } from '#app/migration/shopify/product/input.ts'
import { changedVariantInput } from '#app/migration/shopify/product/variants/variant-input.ts'
import { sourceIdOf, sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import { nameWithoutSuffix, parseManaged, managedText } from '#app/migration/shopify/managed.ts'
import {
  aCustomer,
  aLine,
  anOrder,
  aProduct,
  aVariant,
} from '#test/helpers/records/canonical-samples.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'

const options = {
  projectId: 'p1',
  orderNamePrefix: 'W',
  locationId: 'gid://shopify/Location/1',
  currency: 'EUR',
}
const none = { parts: new Map<string, string>(), owner: null }
const NOW = Date.parse('2026-03-02T09:00:00Z')

describe('normalisation', () => {
  it('makes tags unique whatever their case, splits them at commas and sorts them', () => {
    expect(normalizeTags([' Winter ', 'wool', 'WINTER', 'a,b', '', 'two  words'])).toEqual([
      'Winter',
      'a',
      'b',
      'two words',
      'wool',
    ])
  })

  it('gives the same tags when applied twice', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (tags) => {
        expect(normalizeTags(normalizeTags(tags))).toEqual(normalizeTags(tags))
      }),
    )
  })

  it('replaces our tags, keeps the merchant’s, and shows only ours', () => {
    expect(mergeTags(['VIP', 'old', 'Shared'], ['OLD'], ['new'])).toEqual(['Shared', 'VIP', 'new'])
    expect(ourTags(['VIP', 'New'], ['new', 'taken-off'])).toEqual(['new'])
  })

  it('never cuts an emoji in half and never exceeds the limit', () => {
    expect(shorten(`${'a'.repeat(254)}🏡`)).toBe('a'.repeat(254))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(shorten(text).length).toBeLessThanOrEqual(255)
        expect(shorten(shorten(text))).toBe(shorten(text))
      }),
    )
  })

  it.each([
    ['Mara@Example.com', 'mara@example.com'],
    ['a+b@mail.example.co.uk', 'a+b@mail.example.co.uk'],
    ['not an address', null],
    ['a@b', null],
    ['a..b@example.com', 'a..b@example.com'],
    ['mara @example.com ', 'mara@example.com'],
    ['anna@müller.example', 'anna@müller.example'],
    ['иван@почта.xn--p1ai', 'иван@почта.xn--p1ai'],
    ['mara@example.c', null],
    ['mara@10.0.0.1', null],
    ['mara@exa mple', null],
    ['two@at@example.com', null],
    ['', null],
  ])('takes %j as the e-mail address %j', (given, accepted) => {
    expect(acceptableEmail(given)).toBe(accepted)
  })

  it.each([
    ['(503) 228-0142', 'US', '+15032280142'],
    ['030 901820', 'DE', '+4930901820'],
    ['0049 30 901820', 'US', '+4930901820'],
    ['+44 20 7946 0958', '', '+442079460958'],
    ['call me', 'US', null],
    ['12', 'DE', null],
    ['228-0142', 'QX', null],
  ])('takes the phone number %j in %j as %j', (given, country, accepted) => {
    expect(acceptablePhone(given, country)).toBe(accepted)
  })

  it.each([
    ['Merino Jumper!', 'merino-jumper'],
    ['陶器のマグ', '陶器のマグ'],
    ['  -- ', null],
    ['été 300 %', 'été-300'],
  ])('takes the handle %j as %j', (given, accepted) => {
    expect(normalizeHandle(given)).toBe(accepted)
  })

  it('writes times in UTC to the second', () => {
    expect(normalizeTime('2026-01-15T12:20:30.900+02:00')).toBe('2026-01-15T10:20:30Z')
    expect(normalizeTime('yesterday')).toBeNull()
  })
})

describe('what is ours', () => {
  it('knows its own source references and nobody else’s', () => {
    const reference = sourceReference('p1', 'customer', 'guest:ab')
    expect(sourceIdOf('p1', 'customer', reference)).toBe('guest:ab')
    expect(sourceIdOf('p2', 'customer', reference)).toBeNull()
    expect(sourceIdOf('p1', 'order', reference)).toBeNull()
    expect(sourceIdOf('p1', 'order', null)).toBeNull()
  })

  it('remembers what it wrote and survives a note edited by hand', () => {
    expect(parseManaged(managedText({ tags: ['a'] }))).toMatchObject({
      tags: ['a'],
      attributes: [],
    })
    expect(parseManaged('{"tags": 3')).toMatchObject({ tags: [] })
    expect(nameWithoutSuffix('mug-1', 'mug')).toBe('mug')
    expect(nameWithoutSuffix('cup', 'mug')).toBe('cup')
  })

  it('ties refunds to the source by their note and sends each with one and the same key', () => {
    const order = anOrder({ sourceId: '30' })
    const refund = {
      sourceId: '812',
      amount: '1',
      reason: null,
      refundedAt: '',
      lines: [],
      shippingAmount: '0',
    }
    expect(refundKey(options, order, refund)).toBe(refundKey(options, order, { ...refund }))
    expect(refundKey(options, order, refund)).not.toBe(
      refundKey(options, order, { ...refund, sourceId: '813' }),
    )
    const money = { totalRefundedSet: { shopMoney: { amount: '1' } } }
    expect(
      refundChildren({
        refunds: [
          { id: 'gid://shopify/Refund/1', note: refundNote('812', 'Damaged'), ...money },
          { id: 'gid://shopify/Refund/2', note: 'by the merchant', ...money },
        ],
      }),
    ).toEqual({ '812': 'gid://shopify/Refund/1' })
  })
})

describe('inputs', () => {
  it('never asks Shopify to write to a customer or to move stock for an order', () => {
    const customer = JSON.stringify(
      customerInput(aCustomer({ phone: '+15032280142', tags: ['x'] })),
    )
    expect(customer).not.toMatch(/invite|consent|password/i)
    const { input } = buildOrder(
      anOrder({
        fulfillment: 'fulfilled',
        payment: {
          state: 'paid',
          gateway: null,
          gatewayTitle: null,
          transactionId: null,
          paidAt: null,
          received: null,
        },
      }),
      none,
      options,
      NOW,
    )
    expect(input.fulfillment).toEqual({ locationId: options.locationId, notifyCustomer: false })
  })

  it('links lines whose variant is mapped and keeps the others as custom lines', () => {
    const { input } = buildOrder(
      anOrder({
        lines: [
          aLine({ sourceId: '1', variantSourceId: '10' }),
          aLine({ sourceId: '2', variantSourceId: '99', title: 'Gone' }),
        ],
        total: '25.00',
      }),
      {
        parts: new Map([['10', 'gid://shopify/ProductVariant/10']]),
        owner: 'gid://shopify/Customer/1',
      },
      options,
      NOW,
    )
    expect(input).toMatchObject({
      name: 'W1030',
      sourceIdentifier: '30',
      customer: { toAssociate: { id: 'gid://shopify/Customer/1' } },
      lineItems: [{ variantId: 'gid://shopify/ProductVariant/10' }, { title: 'Gone' }],
    })
    expect(JSON.stringify(input.lineItems)).not.toContain('99')
  })

  it('keeps everything Shopify has no place for as attributes with unique names', () => {
    const attributes = orderAttributes(
      anOrder({
        attributes: [
          { name: 'Gift', value: 'yes' },
          { name: 'Gift', value: 'red paper' },
          { name: ' ', value: 'x' },
        ],
        staffNotes: ['Called', ''],
        sourceStatus: 'awaiting-pickup',
        discounts: [
          { code: 'A', amount: '1' },
          { code: 'B', amount: '2' },
        ],
      }),
    )
    expect(Object.fromEntries(attributes.map(({ key, value }) => [key, value]))).toEqual({
      Gift: 'yes',
      'Gift (2)': 'red paper',
      'Old store status': 'awaiting-pickup',
      'Old store coupons': 'A (1), B (2)',
      'Old store note 1': 'Called',
    })
  })

  it('moves only dates that Shopify cannot hold', () => {
    expect(acceptedDate('2026-03-02T08:59:59Z', NOW)).toEqual({
      at: '2026-03-02T08:59:59Z',
      moved: false,
    })
    expect(acceptedDate('2031-01-01T00:00:00Z', NOW)).toEqual({
      at: '2026-03-02T09:00:00Z',
      moved: true,
    })
    expect(acceptedDate('1970-01-01T00:00:00Z', NOW)).toMatchObject({ moved: true })
    expect(acceptedDate(null, NOW)).toBeNull()
  })

  it('stocks a new tracked variant at the chosen location and never an existing one', () => {
    const variant = aVariant({ inventory: { tracked: true, quantity: 4, continueSelling: false } })
    const product = aProduct({ variants: [variant] })
    const input = productInput(product, [], options)
    expect(input.variants).toMatchObject([
      { inventoryQuantities: [{ locationId: options.locationId, name: 'available', quantity: 4 }] },
    ])
    const every = new Set([
      'price',
      'compareAtPrice',
      'sku',
      'barcode',
      'weight',
      'taxable',
      'options',
    ])
    const update = JSON.stringify(changedVariantInput(variant, 'gid', every, options))
    expect(update).not.toMatch(/quantit|tracked|inventoryPolicy/i)
  })

  it('rounds prices to what the target’s currency can show', () => {
    const product = aProduct({ variants: [aVariant({ price: '9.995', compareAtPrice: '10.004' })] })
    expect(productInput(product, [], options).variants).toMatchObject([
      { price: '10', compareAtPrice: '10' },
    ])
  })
})

describe('user errors', () => {
  it('are never taken for a success, even beside an unchanged object', () => {
    const payload = {
      product: { id: '1' },
      userErrors: [{ field: ['input', 'handle'], message: 'Handle is taken' }],
    }
    expect(() => checkUserErrors(payload)).toThrow(ShopifyRefused)
    expect(() => checkUserErrors(null)).toThrow(ShopifyRefused)
    expect(() => checkUserErrors({ orderCancelUserErrors: [{ message: 'No' }] })).toThrow('No')
    expect(checkUserErrors({ userErrors: [] })).toEqual({ userErrors: [] })
  })
})

describe('the pace of a limited store', () => {
  it('does not wait before Shopify has shown a limit, then allows five in any minute', async () => {
    const clock = createFakeClock(0, { autoAdvance: true })
    const pacer = createOrderPacer(clock)
    for (let n = 0; n < 50; n += 1) await pacer.turn()
    expect(clock.now()).toBe(0)
    pacer.limited()
    const at: number[] = []
    for (let n = 0; n < 15; n += 1) {
      await pacer.turn()
      at.push(clock.now())
    }
    for (const [index, time] of at.entries()) {
      expect(
        at.filter((other) => other > time - 60_000 && other <= time).length,
        `order ${index}`,
      ).toBeLessThanOrEqual(5)
    }
    expect(clock.now()).toBeLessThanOrEqual(4 * 60_000)
  })
})
