import { describe, expect, test } from 'vitest'
import { sourceFiles } from '#test/house/imports.ts'
import { sentencesIn } from '#test/house/sentences.ts'

const app = sourceFiles('app')

/** Sentences that no merchant reads, or that are no message of this app. */
const NOT_FOR_MERCHANTS: readonly [file: string, why: string][] = [
  ['app/platform/metrics.server.ts', 'what a metric is, for the operator'],
  ['app/runs/queue/run-gauges.server.ts', 'what a metric is, for the operator'],
  ['app/web/health.server.ts', 'for the operator'],
  ['app/routes/webhooks.ts', 'only Shopify asks'],
  ['app/web/merchant.server.ts', 'a 404 has a page of its own'],
  ['app/migration/shopify/custom-data/custom-data.server.ts', 'written into the store'],
  ['app/migration/shopify/identity/definitions.server.ts', 'written into the store'],
  // Quoted in a message where Shopify itself gave no word.
  ['app/migration/shopify/api/check-user-errors.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/collection/collections.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/customer/write-customers.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/order/edit-order.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/order/write-orders.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/order/steps/repeat-refund.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/order/steps/steps.server.ts', 'in place of Shopify’s words'],
  ['app/migration/shopify/product/write-products.server.ts', 'in place of Shopify’s words'],
]
const allowed = new Set(NOT_FOR_MERCHANTS.map(([file]) => file))

describe('sentences for the merchant', () => {
  test('are made by the catalogue alone', () => {
    expect(sentencesIn(app).filter((at) => !allowed.has(at.replace(/:\d+$/, '')))).toEqual([])
  })

  test('and each file that may have others has some', () => {
    const found = new Set(sentencesIn(app).map((at) => at.replace(/:\d+$/, '')))
    expect([...allowed].filter((file) => !found.has(file))).toEqual([])
  })

  test('are no messages that hold finished English, but for what earlier releases kept', () => {
    const files = app.filter(({ path }) => !path.startsWith('app/migration/messages/'))
    const readers = files.filter(({ text }) => /\basMessage\b|'asWritten'/.test(text))
    expect(readers.map(({ path }) => path).toSorted()).toEqual([
      'app/migration/engine/leftovers/leftovers.server.ts',
      'app/runs/counted.ts',
      'app/runs/estimate/estimate-memory.server.ts',
    ])
  })

  test('are no messages that no room made', () => {
    const made = app.filter(
      ({ path, text }) =>
        path !== 'app/migration/messages/message.ts' && /\bkey: [^\n]+,\s+params: /.test(text),
    )
    expect(made.map(({ path }) => path)).toEqual([])
  })
})

describe('what looks for sentences', () => {
  const found = (text: string) => sentencesIn([{ path: 'app/runs/a.server.ts', text }])

  test.each([
    ['a text', "const a = { message: 'Nothing was moved.' }"],
    ['a text with something in it', 'const a = `This ${kind} was not moved.`'],
    ['a text that begins with something', 'return `${store} doesn’t answer just now.`'],
    ['what is given to another function', "refuse('Only a paused run can be resumed.')"],
  ])('sees %s', (_, text) => {
    expect(found(text)).toEqual(['app/runs/a.server.ts:1'])
  })

  test.each([
    ['a code', "const a = 'SOURCE_CHANGED'"],
    ['what an error is called', "throw new TypeError('This was looked at before.')"],
    ['a line of the log', "logger.info({ a }, 'Looks for runs again. All is well.')"],
    ['SQL', 'sql`select 1 from "Run" where "id" = ${id}`'],
  ])('passes %s', (_, text) => {
    expect(found(text)).toEqual([])
  })
})
