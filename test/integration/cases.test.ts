import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Failure } from '../cases/judge.ts'
import { batchesOf } from '../cases/batches.ts'
import { caseFile, parseCase } from '../cases/case-file.ts'
import { CASES_FOLDER, loadCases, MAGENTO_CASES, runCases } from '../cases/run-cases.ts'
import { runCase } from '../cases/run-case.ts'
import { createTestDatabase, type TestDatabase } from '../helpers/database/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

describe.each([
  ['WooCommerce', CASES_FOLDER, 'woocommerce'],
  ['Magento', MAGENTO_CASES, 'magento'],
])('odd records of %s stores arrive as they should, or are told', (_name, folder, cart) => {
  const { cases, bad } = loadCases(folder)
  let results = new Map<string, Failure[]>()
  // Each case has its own patience: how long all take says how busy the machine is, and nothing else.
  beforeAll(async () => {
    results = await runCases(database.prisma, cases)
  }, 0)

  test('every file is a case of such a store', () => {
    expect(bad).toEqual([])
    expect(cases.filter(({ file }) => file.cart !== cart)).toEqual([])
  })

  test.for(cases)('$name', ({ name }) => {
    expect(results.get(name)).toEqual([])
  })
})

describe('the harness', () => {
  const judged = (file: object) => {
    const parsed = parseCase(JSON.stringify({ title: 't', why: 'w', ...file }))
    if ('problem' in parsed) throw new Error(parsed.problem)
    return runCase(database.prisma, 'sample', parsed.case)
  }
  const order = (expectation: object) => ({
    source: { orders: [{}] },
    expect: { records: [{ kind: 'order', sourceId: '101', ...expectation }] },
  })

  test('calls a wrong value of which nothing is said silent', async () => {
    expect(await judged(order({ read: { displayFinancialStatus: 'PENDING' } }))).toEqual([
      {
        case: 'sample',
        kind: 'silent',
        what: 'order 101: displayFinancialStatus',
        expected: 'PENDING',
        got: 'PAID',
      },
    ])
  })

  test('calls it wrong where something is said on the record', async () => {
    const failures = await judged({
      source: { orders: [{ total: '9.00' }] },
      expect: {
        records: [
          { kind: 'order', sourceId: 101, read: { name: '102' }, told: ['TOTAL_MISMATCH'] },
        ],
      },
    })
    expect(failures.map(({ kind, what }) => [kind, what])).toEqual([['wrong', 'order 101: name']])
  })

  test('misses an issue that should stand, and finds one that should not', async () => {
    const [missed] = await judged(order({ told: [{ words: ['rounded'] }] }))
    expect(missed).toMatchObject({ kind: 'silent', expected: { words: ['rounded'] } })
    const [unwanted] = await judged({
      source: { orders: [{ total: '9.00' }] },
      expect: { records: [{ kind: 'order', sourceId: 101, notTold: 'anything' }] },
    })
    expect(unwanted).toMatchObject({ kind: 'wrong', what: 'order 101: not told' })
  })

  test('calls a record that did not arrive, and one that should not have, by name', async () => {
    const failures = await judged({
      source: { orders: [{}] },
      expect: {
        records: [
          { kind: 'order', sourceId: 101, absent: true },
          { kind: 'order', sourceId: 102, read: { name: '102' } },
        ],
      },
    })
    expect(failures.map(({ what, expected }) => [what, expected])).toEqual([
      ['order 101: in Shopify', 'absent'],
      ['order 102: in Shopify', 'there'],
    ])
  })

  test('calls a run that ended otherwise crashed, and a path nobody has too', async () => {
    const failures = await judged({
      source: { orders: [{}] },
      answers: [
        { path: 'orders', text: 'Please log in', headers: { 'Content-Type': 'text/html' } },
      ],
      expect: {},
    })
    expect(failures).toMatchObject([{ kind: 'crashed', what: 'the run', expected: 'completed' }])
    expect(await judged(order({ read: { colour: 'red' } }))).toMatchObject([
      { kind: 'crashed', got: `Shopify's Order has no "colour" ("colour").` },
    ])
  })

  test('plays what happens later, in the source and in Shopify', async () => {
    const file = {
      source: { customers: [{ first_name: 'Kim' }] },
      first: { records: [{ kind: 'customer', sourceId: 11, read: { firstName: 'Kim' } }] },
      then: [
        {
          source: {
            customers: [{ id: 11, first_name: 'Kimberly' }],
            orders: [{ customer_id: 11 }],
          },
          shopify: [
            'mutation { customerUpdate(input: { id: "{{customer 11}}", lastName: "Mine" }) { userErrors { message } } }',
          ],
        },
      ],
      expect: {
        records: [
          { kind: 'customer', sourceId: 11, read: { firstName: 'Kimberly', lastName: 'Mine' } },
          { kind: 'order', sourceId: 101, read: { 'customer.firstName': 'Kimberly' } },
        ],
        counts: { customer: 1, order: 1, product: 0 },
      },
    }
    expect(await judged(file)).toEqual([])
  })

  test('lets cases share a store, and judges one that fails among others alone', async () => {
    const sample = (name: string, wanted: string) => {
      const file = {
        title: 't',
        why: 'w',
        source: { orders: [{ line_items: [{ name }] }] },
        expect: {
          records: [{ kind: 'order', sourceId: 101, read: { 'lineItems[0].title': wanted } }],
        },
      }
      return { name, file: caseFile.parse(file) }
    }
    const cases = [sample('A', 'A'), sample('B', 'C'), sample('D', 'D')]
    expect(batchesOf(cases)).toEqual([cases])
    const results = await runCases(database.prisma, cases)
    expect(results.get('A')).toEqual([])
    expect(results.get('D')).toEqual([])
    expect(results.get('B')).toMatchObject([
      { what: 'order 101: lineItems[0].title', expected: 'C', got: 'B' },
    ])
  })

  test.for([
    ['{ "title": ', 'is not JSON'],
    ['{ "title": "t", "why": "w", "expect": {} }', 'source:'],
    [
      '{ "title": "t", "why": "w", "source": { "order": [] }, "expect": {} }',
      'source has "order", which nobody knows',
    ],
  ])('says in a sentence what is wrong with %s', ([text, words]) => {
    expect(parseCase(text ?? '')).toEqual({ problem: expect.stringContaining(words ?? '') })
  })
})
