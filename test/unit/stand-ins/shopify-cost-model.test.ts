import { getVariableValues, Kind, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { REFUND_CREATE } from '#app/migration/shopify/order/documents.ts'
import { PUBLISH } from '#app/migration/shopify/online-store-documents.ts'
import { PRODUCT_BY_CUSTOM_ID } from '#app/migration/shopify/product/documents.ts'
import { createBucket, requestedCost } from '#test/stand-ins/shopify-admin/request/cost.ts'
import { adminSchema } from '#test/stand-ins/shopify-admin/schema.ts'

/*
 * The rules of the model by themselves, in small queries of our own. That the sums are Shopify's is
 * checked exchange by exchange in shopify-stand-in-captures.test.ts, where recordings are at hand.
 */

const { schema } = adminSchema()

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text.replace('#graphql', ''))
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (!operation) throw new Error('no operation')
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  return requestedCost({ schema, document, operation, variables: coerced.coerced ?? {} })
}

describe('the cost of a query', () => {
  it.each([
    [1, 3],
    [5, 5],
    [10, 6],
    [50, 9],
    [100, 11],
    [250, 13],
  ])('grows with the logarithm of the page: %i nodes of scalars cost %i', (first, points) => {
    expect(cost(`{ products(first: ${first}) { nodes { id title } } }`)).toBe(points)
  })

  it('is one point for an object, nothing for its scalars, nothing for money', () => {
    expect(cost('{ shop { name } }')).toBe(1)
    expect(cost('{ order(id: "gid://shopify/Order/1") { id name note } }')).toBe(1)
    expect(
      cost('{ order(id: "gid://shopify/Order/1") { totalPriceSet { shopMoney { amount } } } }'),
    ).toBe(1)
  })

  it('multiplies what stands inside of a list', () => {
    const flat = cost('{ products(first: 50) { nodes { id } } }')
    const nested = cost(
      '{ products(first: 50) { nodes { id variants(first: 10) { nodes { id } } } } }',
    )
    expect(nested).toBeGreaterThan(4 * flat)
  })

  it('is the same whether a size is written or a variable', () => {
    const literal = cost('{ products(first: 100) { nodes { id } } }')
    const variable = cost('query Q($n: Int!) { products(first: $n) { nodes { id } } }', { n: 100 })
    expect(variable).toBe(literal)
  })
})

describe('the cost of a mutation', () => {
  it('is ten, and twenty for a refund', () => {
    expect(cost(PUBLISH.text, { id: 'p', publicationId: 'o' })).toBe(10)
    const input = { orderId: 'gid://shopify/Order/1' }
    const refund = cost(REFUND_CREATE.text, { input, idempotencyKey: 'k' })
    expect(refund).toBeGreaterThanOrEqual(20)
    expect(refund).toBeLessThanOrEqual(33)
  })

  it('leaves a look-up by custom id cheap', () => {
    expect(cost(PRODUCT_BY_CUSTOM_ID.text, { namespace: 'n', value: 'v' })).toBeLessThanOrEqual(2)
  })
})

it('a bucket gives what it holds and fills at the plan’s rate', () => {
  let now = 0
  const bucket = createBucket('basic', () => now)
  expect(bucket.status()).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 })
  bucket.take(2000)
  expect(bucket.has(1)).toBe(false)
  now = 1000
  expect(bucket.status().currentlyAvailable).toBe(100)
  now = 1_000_000
  expect(bucket.status().currentlyAvailable).toBe(2000)
})
