import { SourceRequestError, toRunError } from '#app/migration/carts/kit/http/recovery.ts'
import { plainText, withoutTags } from '#app/migration/carts/kit/text/text.ts'
import { percentDecoded } from '#app/migration/carts/woocommerce/slug-text.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import {
  FatalError,
  PauseRun,
  RecordError,
  RetriableError,
} from '#app/migration/engine/ports/errors.ts'
import { readWooAnswer } from '#app/migration/carts/woocommerce/client/answer.ts'
import { nameCategories } from '#app/migration/carts/woocommerce/product/categories.ts'
import {
  customerRowHash,
  orderRow,
  productRowHash,
} from '#app/migration/carts/woocommerce/lists/row-hashes.ts'
import { toOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { toProduct } from '#app/migration/carts/woocommerce/product/to-canonical.ts'
import { readRows } from '#app/migration/carts/woocommerce/lists/rows.ts'
import { storeAddresses } from '#app/migration/carts/kit/http/store-addresses.ts'
import { fromGmt } from '#app/migration/carts/kit/text/time.ts'
import { toCustomer } from '#app/migration/carts/woocommerce/customer/to-canonical.ts'
import { wireCustomer } from '#app/migration/carts/woocommerce/wire/customer.ts'
import { wireNote, wireOrder, wireRefund } from '#app/migration/carts/woocommerce/wire/order.ts'
import {
  wireCategory,
  wireProduct,
  wireVariation,
} from '#app/migration/carts/woocommerce/wire/product.ts'
import { envelopeSchema, graphqlErrors } from '#app/migration/shopify/api/admin-envelope.ts'
import { customerInput, customerNotes } from '#app/migration/shopify/customer/input.ts'
import { expectedFields } from '#app/migration/shopify/kinds.ts'
import {
  acceptableEmail,
  acceptablePhone,
  normalizeHandle,
  normalizeTags,
  normalizeText,
  normalizeTime,
  shorten,
} from '#app/migration/shopify/values/normalize.ts'
import { buildOrder } from '#app/migration/shopify/order/input/order-input.ts'
import { productInput, productNotes } from '#app/migration/shopify/product/input.ts'
import { sourceIdOf, sourceReference } from '#app/migration/shopify/identity/source-reference.ts'
import { withoutContacts } from '#app/migration/shopify/api/without-contacts.ts'
import { parseManaged } from '#app/migration/shopify/managed.ts'
import { attemptsFromJson, mappingFromRow } from '#app/migration/ledger/ledger-rows.ts'
import { stableJson, type Json } from '#app/migration/kinds/values/fingerprint.ts'
import { editableOptionsSchema, projectOptionsSchema } from '#app/projects/project-options.ts'
import { idCursor, timeCursor, toTimeCursor } from '#app/platform/page-cursor.ts'
import { runTaskSchema } from '#app/runs/run-task.ts'
import { readCursor } from '#app/migration/carts/kit/lists/walk-changed.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { EXHAUSTING, hostileValue, mutated } from '#test/helpers/records/hostile.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'

const GMT = '2026-02-01T10:00:00'
const ADDRESS = {
  first_name: 'Ada',
  last_name: 'Moor',
  company: '',
  address_1: '1 Quay',
  address_2: '',
  city: 'Portland',
  state: 'OR',
  postcode: '97201',
  country: 'US',
  email: 'ada@example.test',
  phone: '503-555-0148',
}
const META = {
  id: 1,
  key: 'Engraving',
  value: 'Anna',
  display_key: 'Engraving',
  display_value: '<b>Anna</b>',
}
const TAXES = [{ id: 1, total: '1.90', subtotal: '1.90' }]
const ORDER = {
  id: 500,
  number: '500',
  status: 'processing',
  currency: 'USD',
  prices_include_tax: false,
  date_created_gmt: GMT,
  date_modified_gmt: GMT,
  date_completed_gmt: null,
  date_paid_gmt: GMT,
  total: '21.40',
  total_tax: '1.90',
  customer_id: 7,
  billing: ADDRESS,
  shipping: ADDRESS,
  payment_method: 'bacs',
  payment_method_title: 'Bank transfer',
  transaction_id: '',
  customer_note: 'Ring twice',
  line_items: [
    {
      id: 1,
      name: 'Mug - Blue',
      product_id: 10,
      variation_id: 11,
      quantity: 3,
      subtotal: '12.00',
      subtotal_tax: '1.90',
      total: '10.00',
      total_tax: '1.90',
      taxes: TAXES,
      meta_data: [META],
      sku: 'M-1',
      parent_name: 'Mug',
    },
  ],
  tax_lines: [
    {
      rate_id: 1,
      label: 'VAT',
      rate_code: 'V',
      tax_total: '1.90',
      shipping_tax_total: '0',
      rate_percent: 19,
    },
  ],
  shipping_lines: [
    { id: 2, method_title: 'Parcel', method_id: 'flat', total: '8.50', total_tax: '0', taxes: [] },
  ],
  fee_lines: [{ id: 3, name: 'Wrap', total: '1.00', total_tax: '0', taxes: [] }],
  coupon_lines: [{ id: 4, code: 'ten', discount: '2', discount_tax: '0' }],
  refunds: [{ id: 5, reason: '', total: '-5.00' }],
}
const REFUND = {
  id: 5,
  date_created_gmt: GMT,
  amount: '5.00',
  reason: 'Broken',
  line_items: [
    {
      id: 6,
      quantity: -1,
      total: '-3.33',
      total_tax: '0',
      meta_data: [{ key: '_refunded_item_id', value: '1' }],
    },
  ],
  shipping_lines: [{ total: '-1.67', total_tax: '0' }],
}
const NOTE = { id: 7, note: '<p>Called back</p>', date_created_gmt: GMT }
const IMAGE = { id: 9, src: 'https://old.example/a.jpg', alt: 'A mug' }
const PRICED = {
  price: '10',
  regular_price: '12.50',
  sale_price: '10',
  on_sale: true,
  tax_status: 'taxable',
  virtual: false,
  weight: '1.5',
  sku: 'M-1',
  global_unique_id: '',
  manage_stock: true,
  stock_quantity: 4,
  stock_status: 'instock',
  backorders_allowed: false,
}
const PRODUCT = {
  id: 10,
  name: 'Mug &amp; Saucer',
  slug: 'mug',
  type: 'variable',
  status: 'publish',
  catalog_visibility: 'visible',
  post_password: '',
  description: '<p>Glazed</p>',
  short_description: '',
  date_created_gmt: GMT,
  date_modified_gmt: GMT,
  ...PRICED,
  categories: [{ id: 1, name: 'Home', slug: 'home' }],
  tags: [{ id: 2, name: 'Handmade', slug: 'handmade' }],
  brands: [],
  images: [IMAGE],
  attributes: [{ id: 3, name: 'Colour', variation: true, position: 0, options: ['Blue', 'Red'] }],
  variations: [11],
  meta_data: [META],
}
const VARIATION = {
  id: 11,
  status: 'publish',
  menu_order: 0,
  ...PRICED,
  image: IMAGE,
  attributes: [{ id: 3, name: 'Colour', option: 'Blue' }],
}
const CUSTOMER = {
  id: 7,
  email: 'ada@example.test',
  first_name: 'Ada',
  last_name: 'Moor',
  role: 'customer',
  date_created_gmt: GMT,
  date_modified_gmt: GMT,
  billing: ADDRESS,
  shipping: ADDRESS,
}
const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: 'gid://shopify/Location/1',
  currency: 'USD',
}
const NOW = Date.parse('2026-03-01T00:00:00Z')

/** What the connector reads and the target is sent; a refusal of the shape is `null`. */
function migrate(rows: {
  order?: unknown
  refund?: unknown
  note?: unknown
  product?: unknown
  variation?: unknown
  customer?: unknown
}): void {
  const records: CanonicalRecord[] = []
  const order = wireOrder.safeParse(rows.order)
  const refund = wireRefund.safeParse(rows.refund)
  const note = wireNote.safeParse(rows.note)
  if (order.success) {
    orderRow('key', order.data)
    records.push(
      toOrder(order.data, {
        refunds: refund.success ? [refund.data] : [],
        notes: note.success ? [note.data] : [],
        fingerprintKey: 'key',
      }),
    )
  }
  const product = wireProduct.safeParse(rows.product)
  const variation = wireVariation.safeParse(rows.variation)
  const facts = {
    weightUnit: 'KILOGRAMS' as const,
    dimensionUnit: 'cm',
    currency: 'USD',
    storeUrl: 'https://old-store.example',
    categoryNames: new Map<number, string>(),
  }
  if (product.success) {
    productRowHash('key', product.data, facts)
    records.push(toProduct(product.data, variation.success ? [variation.data] : [], facts))
  }
  const customer = wireCustomer.safeParse(rows.customer)
  if (customer.success) {
    customerRowHash('key', customer.data)
    records.push(toCustomer(customer.data))
  }
  for (const record of records) {
    JSON.parse(jsonText(expectedFields(record, OPTIONS)))
    switch (record.kind) {
      case 'order':
        expectInts(buildOrder(record, { parts: new Map(), owner: null }, OPTIONS, NOW).input)
        break
      case 'product':
        expectInts(productInput(record, [], OPTIONS))
        productNotes(record, OPTIONS)
        break
      case 'customer':
        jsonText([customerInput(record), customerNotes(record)])
    }
  }
}

/** GraphQL has whole numbers of 32 bits; a single larger one sinks the whole request. */
function expectInts(input: unknown): void {
  JSON.stringify(input, (key, value: unknown) => {
    if (/quantity$/i.test(key) && typeof value === 'number') {
      expect(Number.isInteger(value) && Math.abs(value) < 2 ** 31).toBe(true)
    }
    return value
  })
}

function onlyOurs(work: () => unknown): Error | null {
  try {
    work()
    return null
  } catch (error) {
    const ours =
      error instanceof RecordError ||
      error instanceof RetriableError ||
      error instanceof PauseRun ||
      error instanceof FatalError ||
      error instanceof SourceRequestError
    if (!ours) throw error
    return error
  }
}

describe('whatever the old store answers, reading it ends in a record or in an error of our own', () => {
  it('for orders, refunds and notes', () => {
    holds(
      fc.property(
        fc.oneof(mutated(ORDER), hostileValue),
        fc.oneof(mutated(REFUND), hostileValue),
        fc.oneof(mutated(NOTE), hostileValue),
        (order, refund, note) => void onlyOurs(() => migrate({ order, refund, note })),
      ),
      2500,
    )
  })

  it('for products and variations', () => {
    holds(
      fc.property(
        fc.oneof(mutated(PRODUCT), hostileValue),
        fc.oneof(mutated(VARIATION), hostileValue),
        (product, variation) => void onlyOurs(() => migrate({ product, variation })),
      ),
      2500,
    )
  })

  it('for customers and categories', () => {
    holds(
      fc.property(
        fc.oneof(mutated(CUSTOMER), hostileValue),
        fc.array(mutated({ id: 1, name: 'Home', parent: 2 }), { maxLength: 3 }),
        (customer, categories) => {
          onlyOurs(() => migrate({ customer }))
          nameCategories(
            categories.flatMap((row) => {
              const parsed = wireCategory.safeParse(row)
              return parsed.success ? [parsed.data] : []
            }),
          )
        },
      ),
      800,
    )
  })

  it('for lists and answers of any form, status and header', () => {
    const response = fc.record({
      status: fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 429, 500, 503, 599),
      text: fc.oneof(
        fc.string(),
        hostileValue.map((value) => JSON.stringify(value) ?? ''),
        fc.constantFrom(
          '',
          '<!doctype html><title>Log in</title>',
          '[{"id":1}',
          '\uFEFF[]',
          'null',
        ),
      ),
      headers: fc
        .dictionary(
          fc.constantFrom('date', 'age', 'retry-after', 'x-wp-total', 'content-type'),
          fc.oneof(fc.stringMatching(/^[ -~]*$/), fc.constantFrom('-1', '1e9', '9'.repeat(400))),
        )
        .map((entries) => new Headers(entries)),
    })
    holds(
      fc.property(response, ({ status, text, headers }) => {
        const error = onlyOurs(() => {
          const answer = readWooAnswer(
            { status, text, headers, finalUrl: 'https://old.example' },
            NOW,
          )
          readRows(answer.body)
        })
        if (error) expect(toRunError(error)).toBeInstanceOf(Error)
      }),
      600,
    )
  })

  it('and the sentence holds nothing of what could not be read', () => {
    const secret = 'Zebra-4711'
    const places = [
      'date_created_gmt',
      'total',
      'line_items',
      'billing',
      'currency',
      'customer_note',
    ]
    holds(
      fc.property(fc.constantFrom(...places), fc.boolean(), (place, inList) => {
        const error = onlyOurs(() =>
          migrate({ order: { ...ORDER, [place]: inList ? [secret] : secret } }),
        )
        // A currency is quoted: it is nobody's secret, and the sentence needs it.
        if (place !== 'currency') expect(error?.message ?? '').not.toContain(secret)
      }),
    )
  })
})

describe('whatever Shopify answers', () => {
  it('its envelope is read or refused, and never throws', () => {
    const answer = {
      data: { order: null },
      errors: [{ message: 'No', path: ['order', 0], extensions: { code: 'THROTTLED' } }],
      extensions: {
        cost: {
          requestedQueryCost: 10,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1, restoreRate: 100 },
        },
      },
    }
    holds(
      fc.property(fc.oneof(mutated(answer), hostileValue), (body) => {
        const parsed = envelopeSchema.safeParse(body)
        if (parsed.success) graphqlErrors(parsed.data)
      }),
      600,
    )
  })

  it('what we once wrote beside a record is read, however it was edited since', () => {
    holds(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseManaged(text)).toMatchObject({ tags: expect.any(Array) })
      }),
    )
  })
})

describe('what comes back from the database, the address bar and forms', () => {
  it('is what was put there or is refused by its schema', () => {
    holds(
      fc.property(hostileValue, hostileValue, (a, b) => {
        const read = [
          () => attemptsFromJson(a),
          () =>
            mappingFromRow('order', {
              sourceId: '1',
              gid: 'g',
              fingerprint: 'f',
              sourceFields: a,
              targetFields: b,
              children: {},
              sourceChangedAt: null,
              identity: null,
              sourceRowHash: null,
              mappingVersion: 1,
            }),
        ]
        for (const work of read) {
          try {
            work()
          } catch (error) {
            expect(error).toBeInstanceOf(z.ZodError)
          }
        }
        for (const schema of [projectOptionsSchema, editableOptionsSchema, runTaskSchema]) {
          schema.safeParse(a)
          schema.safeParse({ mode: 'retry', records: a, orderNamePrefix: b, locationId: a })
        }
      }),
      500,
    )
  })

  it('a cursor is one of ours or means "from the start"', () => {
    holds(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect([null, 'bigint']).toContain(idCursor(a) === null ? null : typeof idCursor(a))
        expect(timeCursor(`${a}~${b}`) ?? timeCursor(a)).toBeNull()
        expect(readCursor(a)).toBeNull()
      }),
    )
    const times = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
    holds(
      fc.property(times, fc.uuid({ version: 4 }), (createdAt, id) => {
        expect(timeCursor(toTimeCursor({ createdAt, id }))).toEqual({ at: createdAt, id })
      }),
    )
  })

  it('a source id survives being made a custom id, whatever is in it', () => {
    holds(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        const reference = sourceReference('p1', 'variant', id)
        expect(reference).not.toMatch(/\s/u)
        expect(sourceIdOf('p1', 'variant', reference)).toBe(id)
        expect(sourceIdOf('p2', 'variant', reference)).toBeNull()
      }),
    )
  })

  it('JSON for the database holds nothing that PostgreSQL refuses, and loses nothing else', () => {
    holds(
      fc.property(fc.jsonValue(), (value) => {
        const text = jsonText(value)
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
        const given = JSON.stringify(value)
        if (!/\\u0000|\\ud[89a-f]/i.test(given)) expect(text).toBe(given)
        expect(JSON.parse(stableJson(value as Json))).toEqual(JSON.parse(given))
      }),
      300,
    )
  })
})

describe('no text is so odd that looking at it takes long', () => {
  const readers: Record<string, (text: string) => unknown> = {
    withoutTags,
    percentDecoded,
    plainText,
    fromGmt,
    storeAddresses: (text) => storeAddresses(text, /\/(wp-admin|index\.php)(\/.*)?$/i),
    withoutContacts,
    normalizeHandle,
    normalizeText,
    normalizeTime,
    shorten: (text) => shorten(text),
    normalizeTags: (text) => normalizeTags([text]),
    acceptableEmail,
    acceptablePhone: (text) => acceptablePhone(text, 'US'),
    'an order': (text) =>
      migrate({
        order: {
          ...ORDER,
          number: text,
          total: text,
          customer_note: text,
          line_items: [
            { ...ORDER.line_items[0], name: text, meta_data: [{ key: 'k', value: text }] },
          ],
        },
        refund: { ...REFUND, amount: text },
        note: { ...NOTE, note: text },
      }),
    'an amount of an order': (text) =>
      migrate({ order: { ...ORDER, line_items: [{ ...ORDER.line_items[0], total: text }] } }),
    'a product': (text) =>
      migrate({ product: { ...PRODUCT, name: text, slug: text, weight: text } }),
    'a price': (text) => migrate({ product: { ...PRODUCT, type: 'simple', regular_price: text } }),
    'a customer': (text) =>
      migrate({ customer: { ...CUSTOMER, email: text, billing: { ...ADDRESS, phone: text } } }),
    'an answer': (text) =>
      readWooAnswer(
        { status: 500, text, headers: new Headers(), finalUrl: 'https://x.example' },
        NOW,
      ),
    'project options': (text) =>
      projectOptionsSchema.safeParse({ orderNamePrefix: text, locationId: text }),
    'a cursor': (text) => [timeCursor(text), idCursor(text), readCursor(text)],
  }
  it.each(Object.keys(readers))('%s', (name) => {
    for (const [what, text] of Object.entries(EXHAUSTING)) {
      const before = process.cpuUsage()
      onlyOurs(() => readers[name]?.(text))
      // The processor's time, which other work on the machine does not stretch. A pattern that goes over the text again for every character of it takes many times that.
      const { user } = process.cpuUsage(before)
      expect(user / 1000, what).toBeLessThan(700)
    }
  })

  it('nor so deeply nested', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    const order = {
      ...ORDER,
      line_items: [{ ...ORDER.line_items[0], meta_data: [{ key: 'k', value: deep }] }],
    }
    onlyOurs(() => migrate({ order }))
    onlyOurs(() => migrate({ product: { ...PRODUCT, meta_data: [{ key: 'k', value: deep }] } }))
  })
})
