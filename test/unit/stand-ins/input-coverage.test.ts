import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import {
  inputsOf,
  plainPath,
  rootFields,
  withContainers,
} from '#test/stand-ins/shopify-admin/inputs/input-paths.ts'
import { operationOf, ourOperations } from '#test/stand-ins/shopify-admin/inputs/our-operations.ts'
import { README, readmeWith } from '#test/stand-ins/shopify-admin/inputs/readme-section.ts'
import {
  hasRecordings,
  recordedInputs,
} from '#test/stand-ins/shopify-admin/inputs/recorded-inputs.ts'
import {
  coverageReport,
  recordedList,
  sentList,
} from '#test/stand-ins/shopify-admin/inputs/report.ts'

const inputs = (query: string, variables: Record<string, unknown> = {}) => {
  const document = parse(query)
  return rootFields(document, operationOf(document)).flatMap((field) => inputsOf(field, variables))
}

describe('the inputs of a request', () => {
  test('are told from variables and from what the document says itself', () => {
    const query = `mutation Cancel($id: ID!, $input: RefundInput) {
      orderCancel(orderId: $id, notifyCustomer: false) { job { id } }
      refundCreate(input: $input) @idempotent(key: "k") { order { id } }
    }`
    expect(
      inputs(query, { id: 'gid', input: { transactions: [{ amount: '1' }], note: 'n' } }),
    ).toEqual([
      'orderCancel.orderId',
      'orderCancel.notifyCustomer',
      'refundCreate.input.transactions[].amount',
      'refundCreate.input.note',
      'refundCreate.@idempotent.key',
    ])
  })

  test('keep emptying apart from setting, and leave out what was not given', () => {
    const query =
      'mutation U($input: CustomerInput!) { customerUpdate(input: $input) { customer { id } } }'
    expect(inputs(query, { input: { phone: null, tags: [], note: undefined } })).toEqual([
      'customerUpdate.input.phone = null',
      'customerUpdate.input.tags = []',
    ])
    expect(inputs(query)).toEqual([])
  })
})

describe('the lists of inputs', () => {
  test('name operations and inputs that the app and the schema have', async () => {
    const operations = new Map((await ourOperations()).map(({ name, paths }) => [name, paths]))
    const all = withContainers([...operations.values()].flat())
    const unknown = Object.entries(sentList()).flatMap(([name, paths]) => {
      const known = withContainers(operations.get(name) ?? [])
      return paths.filter((path) => !known.has(plainPath(path)))
    })
    expect(unknown).toEqual([])
    expect(Object.keys(recordedList()).filter((path) => !all.has(plainPath(path)))).toEqual([])
  })

  test('say that each operation is sent that the app has', async () => {
    const silent = (await ourOperations()).filter(
      ({ name, paths }) => paths.length > 0 && !sentList()[name],
    )
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  test('add up', async () => {
    const { operations, totals } = await coverageReport()
    const sent = operations.flatMap(({ paths }) => paths).filter((line) => line.sent)
    expect(totals.sent).toBe(sent.length)
    expect(totals.recorded + totals.documentation).toBe(totals.sent)
    expect(totals.recorded).toBe(sent.filter((line) => 'recorded' in line).length)
  })

  test('stand in the README as they are', async () => {
    expect(readFileSync(README, 'utf8')).toBe(await readmeWith(await coverageReport()))
  })

  test.skipIf(!hasRecordings())(
    'hold exactly what the recordings show (needs ../shared/captures)',
    async () => {
      const known = withContainers((await ourOperations()).flatMap(({ paths }) => paths))
      expect(recordedList()).toEqual(recordedInputs(known))
    },
  )
})
