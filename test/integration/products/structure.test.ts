import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { create, updateOf, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aProduct, aVariant } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import { workedMs } from '#test/helpers/time/work-time.ts'
import { noted } from '#test/helpers/said.ts'

let target: Awaited<ReturnType<typeof startShopifyTarget>>
beforeEach(async () => {
  target = await startShopifyTarget()
})
afterEach(() => target.shopify.close())

const coloured = (...colours: string[]): CanonicalProduct =>
  aProduct({
    sourceId: '1',
    options: [{ name: 'Color', values: colours }],
    variants: colours.map((value) =>
      aVariant({
        sourceId: `v${value.slice(-3)}`,
        sku: value,
        options: [{ name: 'Color', value }],
        inventory: { tracked: true, quantity: 5, continueSelling: false },
      }),
    ),
  })

/** An update that may send each field the source changed, but those the merchant has edited. */
function update(
  before: CanonicalProduct,
  after: CanonicalProduct,
  first: Awaited<ReturnType<typeof writeOne>>,
  edited: readonly string[] = [],
) {
  const [a, b] = [target.writer.expectedFields(before), target.writer.expectedFields(after)]
  const changed = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]) && !edited.includes(name),
  )
  return updateOf(first, after, changed)
}

const product = () => [...target.shop.products.values()][0]
const shape = () => ({
  options: product()?.options.map(({ name, values }) => [name, values.map((v) => v.name)]),
  variants: product()?.variants.map(({ sku, values }) => [values.join(' / '), sku]),
})

it('changes options and variants once, though the answer to it was lost', async () => {
  const before = coloured('Red', 'Blue')
  const first = await writeOne(target.writer, create(before))
  const after = coloured('Red', 'Navy Blue', 'Green')
  target.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: 'productSet' })
  const result = await writeOne(target.writer, update(before, after, first))
  expect(shape()).toEqual({
    options: [['Color', ['Red', 'Navy Blue', 'Green']]],
    variants: [
      ['Red', 'Red'],
      ['Navy Blue', 'Navy Blue'],
      ['Green', 'Green'],
    ],
  })
  expect(result.snapshot.fields).toEqual(target.writer.expectedFields(after))
  // A renamed variant stays the one it was, with its stock.
  expect(result.children['vlue']).toBe(first.children['vlue'])
  expect(target.shopify.stats().stockMoves).toBe(0)
})

it('keeps a variant the source removed and the merchant edited', async () => {
  const before = coloured('Red', 'Blue')
  const first = await writeOne(target.writer, create(before))
  const result = await writeOne(
    target.writer,
    update(before, coloured('Red'), first, ['variant:vlue.price']),
  )
  expect(shape().variants).toEqual([
    ['Red', 'Red'],
    ['Blue', 'Blue'],
  ])
  expect(Object.keys(result.children)).toEqual(['vRed', 'vlue'])
})

it('forgets a variant that is gone, so that nothing points to it any more', async () => {
  const before = coloured('Red', 'Blue')
  const first = await writeOne(target.writer, create(before))
  const result = await writeOne(target.writer, update(before, coloured('Red'), first))
  expect(shape()).toEqual({ options: [['Color', ['Red']]], variants: [['Red', 'Red']] })
  expect(Object.keys(result.children)).toEqual(['vRed'])
})

it('leaves values nobody uses to themselves: they are no difference', async () => {
  const before = coloured('Red', 'Blue')
  const first = await writeOne(target.writer, create(before))
  const option = product()?.options[0]
  option?.values.push({ id: 'gid://shopify/ProductOptionValue/1', name: 'Unused' })
  const [current] = await target.writer.readCurrent('product', [first.gid])
  expect(current?.fields).toEqual(target.writer.expectedFields(before))
})

it('says what to do where two variants would become one', async () => {
  const sized = (size: string, colour: string) =>
    aVariant({
      sourceId: `v${size}${colour}`,
      options: [
        { name: 'Size', value: size },
        { name: 'Color', value: colour },
      ],
    })
  const options = [
    { name: 'Size', values: ['S', 'L'] },
    { name: 'Color', values: ['Red'] },
  ]
  const before = aProduct({ options, variants: [sized('S', 'Red'), sized('L', 'Red')] })
  const first = await writeOne(target.writer, create(before))
  // The merchant's own variant differs from ours by the option that goes.
  const mine = product()?.variants[0]
  if (mine) {
    product()?.variants.push({ ...mine, id: `${mine.id}0`, values: ['S', 'Green'], mediaIds: [] })
    product()?.options[1]?.values.push({ id: 'gid://shopify/ProductOptionValue/2', name: 'Green' })
  }
  const after = aProduct({
    options: options.slice(0, 1),
    variants: ['S', 'L'].map((size) =>
      aVariant({ sourceId: `v${size}Red`, options: [{ name: 'Size', value: size }] }),
    ),
  })
  const result = await writeOne(target.writer, update(before, after, first))
  expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'options' }])
  expect(noted(result.notes[0])).toContain('“S”')
  expect(shape().variants).toHaveLength(3)
})

it.each([
  ['Size / Fit', 'Size-Fit'],
  ['', 'Option'],
  ['x'.repeat(300), 'x'.repeat(255)],
])('gives an option Shopify refuses a name it takes: %s', async (name, taken) => {
  const record = aProduct({
    options: [{ name, values: ['S'] }],
    variants: [aVariant({ options: [{ name, value: 'S' }] })],
  })
  const result = await writeOne(target.writer, create(record))
  expect(shape().options).toEqual([[taken, ['S']]])
  expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
  expect(result.notes.map(({ field }) => field)).toContain('options')
})

it('tells two options of one name apart, and values that are cut to the same beginning', async () => {
  const long = 'x'.repeat(260)
  const of = (n: number) =>
    aVariant({
      sourceId: `v${n}`,
      options: [
        { name: 'Size', value: `${long}${n}` },
        { name: 'size', value: 'A' },
      ],
    })
  const record = aProduct({
    options: [
      { name: 'Size', values: [`${long}1`, `${long}2`] },
      { name: 'size', values: ['A'] },
    ],
    variants: [of(1), of(2)],
  })
  const result = await writeOne(target.writer, create(record))
  expect(shape().options).toEqual([
    ['Size', ['x'.repeat(255), `${'x'.repeat(251)} (2)`]],
    ['size (2)', ['A']],
  ])
  expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
})

it('gives nothing away whose price the currency cannot count', async () => {
  const record = aProduct({ variants: [aVariant({ price: '0.004' })] })
  const result = await writeOne(target.writer, create(record))
  expect(product()?.status).toBe('DRAFT')
  expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'status' }])
  expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
})

it('works out what a product with very many variants becomes in one pass', () => {
  const values = Array.from({ length: 2_000 }, (_, n) => `Value ${n}`)
  const record = coloured(...values)
  const started = workedMs()
  expect(Object.keys(target.writer.expectedFields(record)).length).toBeGreaterThan(2_000)
  expect(workedMs() - started).toBeLessThan(3_000)
})
