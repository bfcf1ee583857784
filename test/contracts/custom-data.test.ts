import { describe, expect, it } from 'vitest'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import {
  acceptedCustomData,
  customDataFields,
} from '#app/migration/shopify/custom-data/custom-data.ts'
import { DEFINITION_CREATE } from '#app/migration/shopify/identity/anchor-documents.ts'
import { aCustomer, aProduct, aVariant } from '../helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '../helpers/stores/shopify-target.ts'
import { create, updateOf, writeAll, writeOne } from './target-writer/intents.ts'

const datum = (key: string, value: string, name = key): CanonicalMetafield => ({
  key,
  name,
  type: 'multi_line_text_field',
  value,
})
const customer = (...metafields: CanonicalMetafield[]) => aCustomer({ metafields })

type Target = Awaited<ReturnType<typeof startShopifyTarget>>

async function withTarget(test: (target: Target, asked: string[]) => Promise<void>) {
  const asked: string[] = []
  const before = async (operation: string) => void asked.push(operation)
  const target = await startShopifyTarget('plus', { before })
  try {
    await test(target, asked)
  } finally {
    await target.shopify.close()
  }
}

const inShopify = ({ shop }: Target) =>
  Object.fromEntries(
    [...shop.metafields.values()].flatMap(({ namespace, key, value }) =>
      namespace === 'old_store' ? [[key, value]] : [],
    ),
  )
const definitions = ({ shop }: Target) =>
  [...shop.definitions.values()].filter(({ namespace }) => namespace === 'old_store')

describe('custom data of a customer', () => {
  it('arrives in the merchant’s namespace under pinned definitions with readable names', () =>
    withTarget(async (target) => {
      const record = customer(datum('_billing_vat', 'DE123456789', 'VAT number'))
      await writeOne(target.writer, create(record))
      expect(inShopify(target)).toEqual({ billing_vat: 'DE123456789' })
      expect(definitions(target)).toMatchObject([
        { ownerType: 'CUSTOMER', key: 'billing_vat', name: 'VAT number', pinnedPosition: 1 },
      ])
      // Others need no definition again.
      target.changes.length = 0
      await writeOne(target.anotherWriter(), create({ ...record, sourceId: '21', email: 'b@x.de' }))
      expect(target.changes.map(({ name }) => name)).toEqual(['CustomerSet', 'CustomDataSet'])
    }))

  it('changes key by key: the merchant’s own keys and edits of other keys stay', () =>
    withTarget(async (target) => {
      const before = customer(datum('shoe', '42'), datum('hat', 'L'), datum('coat', 'M'))
      const first = await writeOne(target.writer, create(before))
      for (const field of target.shop.metafields.values()) {
        if (field.key === 'hat') field.value = 'XL, says the merchant'
      }
      const after = customer(datum('shoe', '43'), datum('hat', 'L'))
      const result = await writeOne(
        target.writer,
        updateOf(first, after, ['custom:shoe', 'custom:coat']),
      )
      expect(inShopify(target)).toEqual({ shoe: '43', hat: 'XL, says the merchant' })
      expect(result.snapshot.fields).toMatchObject({ 'custom:shoe': '43' })
      expect(result.snapshot.fields).not.toHaveProperty('custom:coat')
    }))

  it('fills in what an adopted customer lacks, and keeps what is there', () =>
    withTarget(async (target) => {
      const guest = { ...customer(datum('shoe', '42')), sourceId: 'guest:mara', guest: true }
      const first = await writeOne(target.writer, create(guest))
      const other = { ...customer(datum('shoe', '39'), datum('hat', 'L')), sourceId: '99' }
      const result = await writeOne(target.writer, create(other))
      expect(result).toMatchObject({ outcome: 'adopted', gid: first.gid })
      expect(inShopify(target)).toEqual({ shoe: '42', hat: 'L' })
    }))

  it('arrives without a definition when Shopify has no room for another one', () =>
    withTarget(async (target) => {
      const [model] = target.shop.definitions.values()
      if (!model) throw new Error('no definition')
      for (let n = 0; n < 254; n += 1) {
        const own = { id: `gid://shopify/MetafieldDefinition/9${n}`, namespace: 'merchant' }
        const pinnedPosition = n < 20 ? n + 1 : null
        target.shop.definitions.set(own.id, {
          ...model,
          ...own,
          key: `k${n}`,
          ownerType: 'CUSTOMER',
          pinnedPosition,
        })
      }
      const record = customer(datum('hat', 'L'), datum('shoe', '42'))
      const result = await writeOne(target.writer, create(record))
      expect(result.notes).toEqual([])
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
      // The 256th, which could not be pinned any more; this app's custom id is one of them.
      expect(definitions(target)).toMatchObject([{ key: 'hat', pinnedPosition: null }])
    }))

  it('takes the type that a key has already, or tells what does not fit it', () =>
    withTarget(async (target) => {
      await writeOne(
        target.writer,
        create(
          customer(
            { key: 'born', name: 'Born', type: 'date', value: '1990-02-28' },
            { key: 'motto', name: 'Motto', type: 'single_line_text_field', value: 'One' },
          ),
        ),
      )
      const odd = {
        ...customer(datum('born', 'in spring'), datum('motto', 'Two\nlines'), datum('hat', 'L')),
        sourceId: '21',
        email: 'b@example.com',
      }
      const result = await writeOne(target.anotherWriter(), create(odd))
      expect(result.notes).toMatchObject([
        { code: 'CUSTOM_DATA_NOT_ACCEPTED', field: 'custom:born' },
      ])
      expect(result.snapshot.fields).toMatchObject({
        'custom:motto': 'Two lines',
        'custom:hat': 'L',
      })
    }))

  it('loses only the row that Shopify refuses', () =>
    withTarget(async (target) => {
      const [born] = acceptedCustomData([datum('born', 'x')], 'customer').data
      await target.client.run(DEFINITION_CREATE, {
        definition: {
          name: 'Link',
          namespace: 'old_store',
          key: born?.key ?? '',
          ownerType: 'CUSTOMER',
          type: 'url',
        },
      })
      const record = customer(datum('born', 'no web address'), datum('hat', 'L'))
      const result = await writeOne(target.writer, create(record))
      expect(inShopify(target)).toEqual({ hat: 'L' })
      expect(result.notes).toMatchObject([
        { code: 'CUSTOM_DATA_NOT_ACCEPTED', field: 'custom:born' },
      ])
    }))

  it.each([
    ['customerSet', 'metafieldDefinitionCreate'],
    ['metafieldsSet', 'metafieldDefinitionCreate'],
  ])('is complete although the answers of %s and %s were lost', (...fields) =>
    withTarget(async (target) => {
      for (const field of fields) {
        target.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field })
      }
      const record = customer(datum('hat', 'L'), datum('shoe', '42'))
      const result = await writeOne(target.writer, create(record))
      expect(target.shop.customers.size).toBe(1)
      expect(inShopify(target)).toEqual({ hat: 'L', shoe: '42' })
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
    }),
  )

  it('of many customers at once makes each definition once', () =>
    withTarget(async (target) => {
      const records = Array.from({ length: 12 }, (_, n) => ({
        ...customer(datum('hat', 'L')),
        sourceId: `${n}`,
        email: `c${n}@example.com`,
      }))
      const results = await writeAll(
        target.writer,
        records.map((record) => create(record)),
      )
      expect(results.every(({ ok }) => ok)).toBe(true)
      expect(target.changes.filter(({ name }) => name === 'DefinitionCreate')).toHaveLength(1)
    }))
})

describe('custom data of a product', () => {
  const product = (sourceId: string, ...metafields: CanonicalMetafield[]) =>
    aProduct({ sourceId, handle: `product-${sourceId}`, metafields })
  const sent = ({ changes }: Target) => changes.map(({ name }) => name)

  it('goes along with the product and costs no request of its own', () =>
    withTarget(async (target) => {
      const record = product('1', datum('hat', 'L'), datum('size', '{"b":[2],"a":1.0}'))
      const first = await writeOne(target.writer, create(record))
      expect(first.snapshot.fields).toEqual(target.writer.expectedFields(record))
      expect(inShopify(target)).toEqual({ hat: 'L', size: '{"b":[2],"a":1.0}' })
      target.changes.length = 0
      await writeOne(target.writer, create(product('2', datum('hat', 'M'))))
      expect(sent(target)).not.toContain('CustomDataSet')
      const [read] = await target.writer.readCurrent('product', [first.gid])
      expect(read?.fields).toEqual(first.snapshot.fields)
    }))

  it('loses only the row that Shopify refuses, never the product', () =>
    withTarget(async (target) => {
      await writeOne(target.writer, create(product('1', datum('hat', 'L'), datum('shoe', '42'))))
      // The merchant gives the key another type while the run is under way.
      for (const definition of definitions(target)) {
        if (definition.key === 'hat') definition.type = 'date'
      }
      const record = product('2', datum('hat', 'M'), datum('shoe', '43'))
      const result = await writeOne(target.writer, create(record))
      expect(result.notes).toMatchObject([
        { code: 'CUSTOM_DATA_NOT_ACCEPTED', field: 'custom:hat' },
      ])
      expect(result.snapshot.fields).toMatchObject({ 'custom:shoe': '43' })
      expect(result.snapshot.fields).not.toHaveProperty('custom:hat')
      expect(target.shop.products.size).toBe(2)
    }))

  it('of a type that Shopify judges and rewrites is written and read by itself', () =>
    withTarget(async (target) => {
      await target.client.run(DEFINITION_CREATE, {
        definition: {
          name: 'Link',
          namespace: 'old_store',
          key: 'link',
          ownerType: 'PRODUCT',
          type: 'url',
        },
      })
      const record = product('1', datum('link', 'no web address'), datum('hat', 'L'))
      const result = await writeOne(target.writer, create(record))
      expect(inShopify(target)).toEqual({ hat: 'L' })
      expect(result.notes).toMatchObject([
        { code: 'CUSTOM_DATA_NOT_ACCEPTED', field: 'custom:link' },
      ])
    }))

  it('that would make the request too long follows the product', () =>
    withTarget(async (target) => {
      const long = 'x'.repeat(59_000)
      const record = product('1', ...Array.from({ length: 10 }, (_, n) => datum(`part_${n}`, long)))
      const result = await writeOne(target.writer, create(record))
      expect(Object.keys(inShopify(target))).toHaveLength(10)
      expect(sent(target).filter((name) => name === 'CustomDataSet')).toHaveLength(1)
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
    }))
})

describe('custom data of a variant', () => {
  const sizes = (of: Record<string, CanonicalMetafield[]>) =>
    aProduct({
      options: [{ name: 'Size', values: Object.keys(of) }],
      variants: Object.entries(of).map(([size, metafields]) =>
        aVariant({
          sourceId: `v${size}`,
          sku: size,
          options: [{ name: 'Size', value: size }],
          metafields,
        }),
      ),
    })
  const shownAt = (target: Target, size: string) => {
    const variant = [...target.shop.products.values()]
      .flatMap(({ variants }) => variants)
      .find(({ sku }) => sku === size)
    return Object.fromEntries(
      [...target.shop.metafields.values()].flatMap(({ ownerId, namespace, key, value }) =>
        namespace === 'old_store' && ownerId === variant?.id ? [[key, value]] : [],
      ),
    )
  }
  const changesBetween = (
    { writer }: Target,
    before: CanonicalProduct,
    after: CanonicalProduct,
  ) => {
    const [was, is] = [writer.expectedFields(before), writer.expectedFields(after)]
    const names = new Set([...Object.keys(was), ...Object.keys(is)])
    return [...names].filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
  }
  const first = sizes({
    S: [datum('care', 'dry'), datum('fit', 'slim')],
    M: [datum('care', 'wet')],
  })

  it('goes along with the product, under definitions of its own', () =>
    withTarget(async (target) => {
      const result = await writeOne(target.writer, create(first))
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(first))
      expect(shownAt(target, 'S')).toEqual({ care: 'dry', fit: 'slim' })
      expect(definitions(target)).toMatchObject([
        { ownerType: 'PRODUCTVARIANT', key: 'care' },
        { ownerType: 'PRODUCTVARIANT', key: 'fit' },
      ])
      expect(target.changes.map(({ name }) => name)).not.toContain('CustomDataSet')
      const [read] = await target.anotherWriter().readCurrent('product', [result.gid])
      expect(read?.fields).toEqual(result.snapshot.fields)
    }))

  it('changes key by key, comes with a new variant, and leaves the merchant’s edits alone', () =>
    withTarget(async (target) => {
      const created = await writeOne(target.writer, create(first))
      for (const field of target.shop.metafields.values()) {
        if (field.key === 'fit') field.value = 'loose, says the merchant'
      }
      const after = sizes({
        S: [datum('care', 'dry'), datum('fit', 'slim')],
        M: [],
        L: [datum('care', 'cold')],
      })
      const result = await writeOne(
        target.writer,
        updateOf(created, after, changesBetween(target, first, after)),
      )
      expect(shownAt(target, 'S')).toEqual({ care: 'dry', fit: 'loose, says the merchant' })
      expect(shownAt(target, 'M')).toEqual({})
      expect(shownAt(target, 'L')).toEqual({ care: 'cold' })
      expect(result.snapshot.fields).toMatchObject({ 'variant:vL.custom:care': 'cold' })
      expect(result.snapshot.fields).not.toHaveProperty('variant:vM.custom:care')
    }))

  it('that a product gets later is seen by whoever reads the product from then on', () =>
    withTarget(async (target) => {
      const before = sizes({ S: [], M: [] })
      const created = await writeOne(target.writer, create(before))
      await writeOne(target.writer, updateOf(created, first, changesBetween(target, before, first)))
      const [read] = await target.anotherWriter().readCurrent('product', [created.gid])
      expect(read?.fields).toEqual(target.writer.expectedFields(first))
    }))

  it('loses only what Shopify refuses, never the product', () =>
    withTarget(async (target) => {
      await writeOne(target.writer, create({ ...first, sourceId: '1', handle: 'one' }))
      for (const definition of definitions(target)) {
        if (definition.key === 'fit') definition.type = 'date'
      }
      const other = {
        ...sizes({ XS: [datum('care', 'hot'), datum('fit', 'slim')] }),
        sourceId: '2',
        handle: 'two',
      }
      const result = await writeOne(target.writer, create(other))
      expect(shownAt(target, 'XS')).toEqual({ care: 'hot' })
      expect(result.notes).toMatchObject([
        { code: 'CUSTOM_DATA_NOT_ACCEPTED', field: 'variant:vXS.custom:fit' },
      ])
      expect(result.snapshot.fields).not.toHaveProperty('variant:vXS.custom:fit')
    }))

  it('costs nothing where no variant has any', () =>
    withTarget(async (target, asked) => {
      const created = await writeOne(target.writer, create(sizes({ S: [], M: [] })))
      await target.anotherWriter().readCurrent('product', [created.gid])
      expect(asked).not.toContain('VariantCustomData')
    }))
})

describe('marketing consent', () => {
  const at = '2025-06-01T08:00:00Z'
  const subscribed = aCustomer({ emailConsent: { state: 'subscribed', at } })
  const consentOf = ({ shop }: Target) => [...shop.customers.values()][0]?.emailConsent

  it('arrives with its date and sends nobody an e-mail', () =>
    withTarget(async (target) => {
      await writeOne(target.writer, create(subscribed))
      expect(consentOf(target)).toEqual({
        state: 'SUBSCRIBED',
        optInLevel: 'UNKNOWN',
        updatedAt: at,
      })
      expect(target.shopify.stats().emails).toBe(0)
    }))

  it('is taken back when the old store takes it back', () =>
    withTarget(async (target) => {
      const first = await writeOne(target.writer, create(subscribed))
      const after = aCustomer({ emailConsent: { state: 'unsubscribed', at: null } })
      const result = await writeOne(target.writer, updateOf(first, after, ['emailConsent']))
      expect(consentOf(target)).toMatchObject({ state: 'UNSUBSCRIBED' })
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(after))
    }))

  it('is never given for somebody who was there before, nor against a no', () =>
    withTarget(async (target) => {
      const guest = aCustomer({ sourceId: 'guest:mara', guest: true })
      const first = await writeOne(target.writer, create(guest))
      await writeOne(target.writer, create({ ...subscribed, sourceId: '99' }))
      expect(consentOf(target)).toMatchObject({ state: 'NOT_SUBSCRIBED' })
      const [customer] = target.shop.customers.values()
      if (customer) {
        const said = { state: 'UNSUBSCRIBED', optInLevel: 'UNKNOWN' }
        customer.emailConsent = { ...said, updatedAt: '2026-01-01T00:00:00Z' }
      }
      const result = await writeOne(target.writer, updateOf(first, subscribed, ['emailConsent']))
      expect(consentOf(target)).toMatchObject({ state: 'UNSUBSCRIBED' })
      expect(result.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'emailConsent' }])
    }))

  it('of a customer without an e-mail address is nothing to send', () =>
    withTarget(async (target) => {
      const result = await writeOne(target.writer, create({ ...subscribed, email: null }))
      expect(target.changes.map(({ name }) => name)).toEqual(['CustomerSet'])
      expect(result.snapshot.fields).not.toHaveProperty('emailConsent')
    }))
})

describe('a company that no address names', () => {
  const shownBy = ({ shop }: Target) =>
    [...shop.metafields.values()]
      .filter(({ namespace, key }) => namespace === 'old_store' && key === 'company')
      .map(({ value }) => value)

  it('stands on the customer under its name', () =>
    withTarget(async (target) => {
      const record = aCustomer({ company: 'Ofenbau Brandt' })
      const result = await writeOne(target.writer, create(record))
      expect(shownBy(target)).toEqual(['Ofenbau Brandt'])
      expect(result.snapshot.fields).not.toHaveProperty('company')
      expect(target.writer.expectedFields(record)).toHaveProperty('custom:company')
    }))

  it('gives way to what the old store itself keeps under that name', () =>
    withTarget(async (target) => {
      const own = { key: 'company', name: 'Company', type: 'single_line_text_field' } as const
      const metafields = [{ ...own, value: 'Brandt & Sons' }]
      await writeOne(target.writer, create(aCustomer({ company: 'Brandt', metafields })))
      expect(shownBy(target)).toEqual(['Brandt & Sons'])
    }))
})

describe('consent to text messages', () => {
  const agreed = { state: 'subscribed', at: '2025-06-01T08:00:00Z' } as const
  const reachable = aCustomer({ phone: '+15035550100', smsConsent: agreed })
  const consentOf = ({ shop }: Target) => [...shop.customers.values()][0]?.smsConsent
  const sent = (target: Target) => target.changes.map(({ name }) => name)

  it('arrives with its date and with how it was given, and sends nobody anything', () =>
    withTarget(async (target) => {
      const record: CanonicalCustomer = {
        ...reachable,
        smsConsent: { ...agreed, optIn: 'confirmed' },
      }
      const result = await writeOne(target.writer, create(record))
      expect(consentOf(target)).toEqual({
        state: 'SUBSCRIBED',
        optInLevel: 'CONFIRMED_OPT_IN',
        updatedAt: agreed.at,
      })
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
      expect([...target.shop.customers.values()][0]?.emailConsent.state).toBe('NOT_SUBSCRIBED')
      expect(target.shopify.stats().emails).toBe(0)
    }))

  it.each([
    ['nothing is said about', aCustomer({ phone: '+15035550100' })],
    ['was refused', { ...reachable, smsConsent: { state: 'unsubscribed', at: null } } as const],
    ['has no phone number to go to', { ...reachable, phone: null }],
  ])('that %s is not sent at all', (_how, record) =>
    withTarget(async (target) => {
      const result = await writeOne(target.writer, create(record))
      expect(sent(target)).toEqual(['CustomerSet'])
      expect(consentOf(target)).toMatchObject({ state: 'NOT_SUBSCRIBED' })
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
    }),
  )

  it('is taken back when the old store takes it back', () =>
    withTarget(async (target) => {
      const first = await writeOne(target.writer, create(reachable))
      const after: CanonicalCustomer = {
        ...reachable,
        smsConsent: { state: 'unsubscribed', at: null },
      }
      await writeOne(target.writer, updateOf(first, after, ['smsConsent']))
      expect(consentOf(target)).toMatchObject({ state: 'UNSUBSCRIBED' })
    }))

  it('is not given again to somebody who told Shopify no since', () =>
    withTarget(async (target) => {
      const first = await writeOne(target.writer, create(reachable))
      const [customer] = target.shop.customers.values()
      const no = { state: 'UNSUBSCRIBED', optInLevel: 'UNKNOWN', updatedAt: '2026-01-01T00:00:00Z' }
      if (customer) customer.smsConsent = no
      const result = await writeOne(target.writer, updateOf(first, reachable, ['smsConsent']))
      expect(consentOf(target)).toEqual(no)
      expect(result.notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'smsConsent' }])
    }))

  it('is told where Shopify did not take the phone number', () =>
    withTarget(async (target) => {
      await writeOne(
        target.writer,
        create(aCustomer({ email: 'a@example.com', phone: reachable.phone })),
      )
      target.changes.length = 0
      const result = await writeOne(
        target.writer,
        create({ ...reachable, sourceId: '21', email: 'b@example.com' }),
      )
      expect(sent(target)).not.toContain('CustomerSmsConsent')
      expect(result.notes.map(({ field }) => field)).toEqual(['phone', 'smsConsent'])
    }))
})

describe('a key of custom data', () => {
  const keysOf = (...keys: string[]) =>
    acceptedCustomData(
      keys.map((key) => datum(key, 'x')),
      'customer',
    ).data.map(({ key }) => key)

  it('is made of what Shopify takes, once in a record, and the same in every record', () => {
    expect(keysOf('_billing_vat', 'Lieblings-Größe', 'a b', 'A  B')).toEqual([
      'billing_vat',
      'lieblings-grosse',
      'a_b',
      'a_b_2',
    ])
    expect(keysOf('размер', 'цвет')[1]).toBe(keysOf('цвет')[0])
    for (const key of keysOf('x', '', '色', '_'.repeat(80), 'k'.repeat(80))) {
      expect(key).toMatch(/^[a-z0-9_-]{2,64}$/)
    }
  })

  it('holds what Shopify takes; what is cut is told', () => {
    const long = acceptedCustomData([datum('essay', 'ä'.repeat(50_000))], 'customer')
    expect(Buffer.byteLength(long.data[0]?.value ?? '')).toBe(60_000)
    expect(long.notes).toMatchObject([{ code: 'TEXT_SHORTENED', field: 'custom:essay' }])
    const many = acceptedCustomData(
      Array.from({ length: 70 }, (_, n) => datum(`k${n}`, 'x')),
      'customer',
    )
    expect(many.data).toHaveLength(64)
    expect(many.notes).toMatchObject([{ code: 'CUSTOM_DATA_NOT_ACCEPTED' }])
  })

  it('is compared by what its value says', () => {
    const said = (value: string) => customDataFields([{ key: 'k', value }])['custom:k']
    expect(said('12.50')).toBe(said('12.5'))
    expect(said('{"a":1,"b":[2]}')).toBe(said('{ "b": [2], "a": 1.0 }'))
    expect(said('007')).not.toBe(said('7'))
    expect(said('['.repeat(20_000))).toBe('['.repeat(20_000))
  })
})
