import { parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { stableJson, type Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type { WriteIntent } from '#app/migration/engine/ports/target.ts'
import { rootFields } from '#test/stand-ins/shopify-admin/inputs/input-paths.ts'
import { operationOf, ourOperations } from '#test/stand-ins/shopify-admin/inputs/our-operations.ts'
import {
  type CaptureSet,
  type Exchange,
  readExchanges,
  recordingsOf,
} from '#test/stand-ins/shopify-admin/replay/replay.ts'
import { create, writeAll, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aLine, anOrder, aProduct, aVariant } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import { CUSTOM_DATA_NOT_MET, CUSTOM_DATA_ROWS } from './custom-data.ts'
import { CUSTOMER_ROWS, CUSTOMERS_NOT_MET } from './customers.ts'
import { ORDER_ROWS, ORDERS_NOT_MET } from './orders.ts'
import { PRODUCT_ROWS, PRODUCTS_NOT_MET } from './products.ts'
import { rootOf, type Row } from './row.ts'

const ROWS = [...CUSTOMER_ROWS, ...PRODUCT_ROWS, ...ORDER_ROWS, ...CUSTOM_DATA_ROWS]
const NOT_MET = [
  ...CUSTOMERS_NOT_MET,
  ...PRODUCTS_NOT_MET,
  ...ORDERS_NOT_MET,
  ...CUSTOM_DATA_NOT_MET,
]

let refusal: Row | null = null
let target: Awaited<ReturnType<typeof startShopifyTarget>>
beforeAll(async () => {
  target = await startShopifyTarget('plus', {
    currency: 'EUR',
    answerInstead(operation) {
      if (refusal?.operation !== operation) return null
      const { errors } = refusal
      refusal = null
      return { data: { [rootOf(operation)]: { userErrors: errors } } }
    },
  })
})
afterAll(() => target.shopify.close())

const differing = (a: Fields, b: Fields) =>
  Object.keys(a).filter((name) => stableJson(a[name] ?? null) !== stableJson(b[name] ?? null))

async function intentOf(row: Row): Promise<WriteIntent> {
  const references = { parts: new Map<string, string>(), owner: null, ...row.references }
  const { record } = row
  if (!row.before) return create(record, { references })
  const first = await writeOne(target.writer, create(row.before))
  const parents = row.references ? { owner: references.owner } : {}
  const wanted = target.writer.expectedFields(record, parents)
  const changed = differing(wanted, target.writer.expectedFields(row.before, { owner: null }))
  return {
    op: 'update',
    record,
    references,
    gid: first.gid,
    children: first.children,
    ownerOf: async () => null,
    changed,
    merge: ({ fields }) => changed.filter((name) => differing(wanted, fields).includes(name)),
  }
}

const titled = ROWS.map((row) => {
  const words = row.errors.map(({ message }) => message).join(' · ')
  return { row, title: `${row.operation}: “${words}”${row.before ? ', of a change' : ''}` }
})

describe('of what Shopify was recorded to refuse, the least is lost, and it is told', () => {
  test.each(titled)('$title', async ({ row }) => {
    const intent = await intentOf(row)
    refusal = row
    const [result] = await writeAll(target.writer, [intent])
    expect(refusal, 'the refusal was met').toBe(null)
    if (!result) throw new Error('no result')
    if ('code' in row.then) {
      const { code, isTransient } = row.then
      expect(result).toMatchObject({ ok: false, error: { code, isTransient } })
      return
    }
    if (!result.ok) throw result.error
    const { notes, lost = [], shows = {} } = row.then
    expect(result.notes.map(({ code, field }) => [code, field])).toEqual(notes)
    expect(result.snapshot.fields).toMatchObject(shows)
    expect(lostOf(row.record, result.snapshot.fields, row)).toEqual([...lost].toSorted())
  })

  test('lines keep the link to each product that is still there', async () => {
    const { writer, shop } = target
    const product = await writeOne(writer, create(aProduct({ sourceId: 'kept', handle: 'kept' })))
    const kept = product.children['kept'] ?? ''
    const variants = new Map([
      ['kept', kept],
      ['gone', 'gid://shopify/ProductVariant/404'],
    ])
    const record = anOrder({
      sourceId: 'linked',
      number: '3001',
      lines: [
        aLine({ sourceId: 'l1', variantSourceId: 'kept' }),
        aLine({ sourceId: 'l2', title: 'Bowl', variantSourceId: 'gone' }),
      ],
      total: '25.00',
    })
    const intent = create(record, { references: { parts: variants, owner: null } })
    // Recorded of a line without a title; which line it is, Shopify does not say.
    refusal = {
      recorded: 'orderCreate',
      operation: 'OrderCreate',
      errors: [
        { field: ['order'], message: 'Order Line items is invalid' },
        { field: ['order', 'lineItems'], message: "Line items Title can't be blank" },
      ],
      record,
      then: { notes: [] },
    }
    const result = await writeOne(writer, intent)
    expect(result.notes).toMatchObject([{ code: 'PARENT_MISSING', field: 'lines' }])
    const lines = shop.orders.get(result.gid)?.lines ?? []
    expect(lines.map(({ title, variantId }) => [title, variantId])).toEqual([
      ['Stoneware mug', kept],
      ['Bowl', null],
    ])
  })
})

describe('a product of which Shopify takes not every value', () => {
  test('arrives as a draft without its price, never for sale at nothing', async () => {
    const { writer, shop } = target
    const product = {
      sourceId: 'owed',
      handle: 'owed',
      variants: [aVariant({ sourceId: 'o', price: '-5.00' })],
    }
    const result = await writeOne(writer, create(aProduct(product)))
    expect(result.notes).toMatchObject([
      { code: 'CHANGE_NOT_POSSIBLE', field: 'variant:o.price' },
      { code: 'CHANGE_NOT_POSSIBLE', field: 'status' },
    ])
    expect(shop.products.get(result.gid)).toMatchObject({
      status: 'DRAFT',
      variants: [{ price: '0' }],
    })
  })

  test('arrives without a compare-at price below nothing', async () => {
    const variants = [aVariant({ sourceId: 'b', compareAtPrice: '-1.00' })]
    const product = aProduct({ sourceId: 'long', handle: 'long', variants })
    const result = await writeOne(target.writer, create(product))
    expect(result.notes).toMatchObject([{ field: 'variant:b.compareAtPrice' }])
    expect(lostOf(product, result.snapshot.fields)).toEqual(['variant:b.compareAtPrice'])
  })
})

function lostOf(record: CanonicalRecord, fields: Fields, row?: Row): string[] {
  const owner = row?.references?.owner
  const wanted = target.writer.expectedFields(record, owner ? { owner } : {})
  return differing(wanted, fields).toSorted()
}

/** Mutations whose refusals say what ours would say. */
const ALIKE = ['customerCreate', 'customerAddressCreate', 'customerAddressUpdate', 'productCreate']
const SETS = ['shopify', 'shopify-more'] as const satisfies readonly CaptureSet[]
const isThere = SETS.every((set) => recordingsOf(set).length > 0)

describe.skipIf(!isThere)('the table of refusals (needs ../shared/captures)', () => {
  test('holds every refusal of a mutation of ours that was recorded', async () => {
    const operations = await ourOperations()
    const ours = operations.flatMap(({ name, text }) => {
      const document = parse(text)
      return rootFields(document, operationOf(document, name)).map((field) => field.name.value)
    })
    const known = new Set([...ours, ...ALIKE])
    const missing = SETS.flatMap((set) =>
      recordingsOf(set).flatMap((name) => readExchanges(set, name).flatMap(refusals)),
    ).filter(({ root, message }) => known.has(root) && !isInTable(root, message))
    expect([...new Set(missing.map(({ root, message }) => `${root}: ${message}`))]).toEqual([])
  })
})

const plain = (message: string) => message.replaceAll(/'[^']*'|\d+/g, '#')

const isInTable = (root: string, message: string) =>
  ROWS.some(
    ({ recorded, errors }) =>
      recorded === root && errors.some((error) => plain(error.message) === plain(message)),
  ) ||
  NOT_MET.some(
    ({ recorded, words }) => new RegExp(`^(${recorded})$`).test(root) && words.test(message),
  )

const errorList = z.array(z.object({ message: z.string() }))

function refusals({ request, response }: Exchange): { root: string; message: string }[] {
  if (!request.query || !response.data) return []
  const data = z.record(z.string(), z.unknown()).parse(response.data)
  const document = parse(request.query)
  return rootFields(document, operationOf(document, request.operationName)).flatMap((field) => {
    const answer = data[field.alias?.value ?? field.name.value]
    if (typeof answer !== 'object' || answer === null) return []
    return Object.entries(answer).flatMap(([key, value]) =>
      /userErrors$/i.test(key)
        ? errorList.parse(value).map(({ message }) => ({ root: field.name.value, message }))
        : [],
    )
  })
}
