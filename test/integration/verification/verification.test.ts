import { verificationSays } from '#app/migration/messages/verification.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { says } from '#test/helpers/said.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mapping } from '#app/generated/prisma/client.ts'
import { RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { settleConflicts } from '#app/decisions/conflicts.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { runIssues } from '#app/runs/history/run-lists.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import type { Services } from '#app/services.server.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import { verifyRun } from '#app/verification/verify-run.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

let world: StandInServices
let projectId: string
let full: string

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'small' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  projectId = connected.project.id
  full = await run('full')
})
afterAll(() => world.close())

async function run(mode: PassMode): Promise<string> {
  const started = await startRun(world.services, SHOP, projectId, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const shutdown = { soft: idle, hard: idle }
  const ended = await executeRun(world.services, {
    runId: started.runId,
    workerId: 'w',
    shutdown,
  })
  expect(ended).toEqual({ taken: true, state: 'completed' })
  return started.runId
}

const verdicts = async () => (await verifyAll(world.services, SHOP, projectId)).kinds

async function aMapping(kind: EntityKind, skip = 0): Promise<Mapping> {
  return world.services.prisma.mapping.findFirstOrThrow({
    where: { shop: SHOP, projectId, kind, NOT: { sourceId: { startsWith: 'guest:' } } },
    orderBy: { id: 'asc' },
    skip,
  })
}

async function inShopify(query: string, variables: unknown): Promise<void> {
  const answer = await world.services.adminTransport(SHOP)({ query, variables })
  expect(answer.body).not.toHaveProperty('errors')
}

const setVendor = (id: string, vendor: string) =>
  inShopify(
    `mutation V($product: ProductUpdateInput!) {
      productUpdate(product: $product) { product { id } userErrors { message } } }`,
    { product: { id, vendor } },
  )

const deleteProduct = (id: string) =>
  inShopify(
    `mutation D($input: ProductDeleteInput!) {
      productDelete(input: $input) { deletedProductId userErrors { message } } }`,
    { input: { id } },
  )

test('after a migration every record is in both stores and equal', async () => {
  const { product, customer, order } = await verdicts()
  for (const kind of [product, customer, order]) {
    expect(kind).toMatchObject({ missing: 0, fieldDifferences: 0, totalMismatches: 0, extra: 0 })
    expect(kind.checked).toBeGreaterThan(10)
  }
  expect(product.failed).toBeGreaterThan(0)
})

test('each kind is shown record by record as Shopify has it now, with what did not arrive', async () => {
  const page = await verifyRun(world.services, SHOP, full, 'product', { limit: 5 })
  expect(page.rows).toHaveLength(5)
  const rest = await verifyRun(world.services, SHOP, full, 'product', {
    limit: 50,
    cursor: page.next,
  })
  const ids = [...page.rows, ...rest.rows].map(({ sourceId }) => sourceId)
  expect(new Set(ids).size).toBe(ids.length)

  const missing = await verifyRun(world.services, SHOP, full, 'product', { filter: 'missing' })
  expect(missing.rows.length).toBeGreaterThan(0)
  for (const row of missing.rows) {
    expect(row).toMatchObject({ verdict: 'missing', adminPath: null })
    expect(row.issues.map(({ severity }) => severity)).toContain('failed')
  }
})

test('each row says what currency its amounts are in', async () => {
  for (const kind of ['order', 'product'] as const) {
    const { rows } = await verifyRun(world.services, SHOP, full, kind, { limit: 5 })
    for (const row of rows.filter(({ presence }) => presence === 'both')) {
      expect(row.currency).toEqual({ source: 'USD', target: 'USD' })
    }
  }
})

test('an order’s customer is shown by name, as Shopify has it now', async () => {
  const { rows } = await verifyRun(world.services, SHOP, full, 'order', { limit: 5 })
  const customers = rows.flatMap(({ fields }) => fields.filter(({ field }) => field === 'customer'))
  expect(customers.length).toBeGreaterThan(0)
  for (const { source, target, verdict } of customers) {
    expect({ target, verdict }).toEqual({ target: source, verdict: 'equal' })
    expect(source === null || String(source).includes('@')).toBe(true)
  }
  expect(JSON.stringify(customers)).not.toContain('gid://')
})

test('guests are shown with who they are in the source, found through their orders', async () => {
  const rows = []
  for (let cursor: string | null = null; ;) {
    const page = await verifyRun(world.services, SHOP, full, 'customer', { cursor, limit: 50 })
    rows.push(...page.rows)
    cursor = page.next
    if (cursor === null) break
  }
  const guests = rows.filter(({ sourceId }) => sourceId.startsWith('guest:'))
  expect(guests.length).toBeGreaterThan(0)
  for (const guest of guests) {
    expect(guest).toMatchObject({ presence: 'both', verdict: 'equal' })
    expect(guest.fields.map(({ field }) => field)).toEqual(['email'])
  }
})

test('a record that Shopify fails on is not checked and says why; those beside it are', async () => {
  const look = () =>
    verifyRun(world.services, SHOP, full, 'product', { filter: 'arrived', limit: 2 })
  const { rows } = await look()
  const [failing, beside] = rows
  const { faults } = world.shopify
  const rule = { operation: 'query', about: `"${failing?.gid}"`, times: 'always' } as const
  const id = faults.add({ ...rule, fault: { kind: 'internal_error' } })
  const page = await look()
  faults.remove(id)
  expect(page.problem).toBeNull()
  expect(page.rows).toMatchObject([
    {
      sourceId: failing?.sourceId,
      verdict: 'unknown',
      notChecked: verificationSays('notShown', { kind: 'product' }),
    },
    { sourceId: beside?.sourceId, verdict: 'equal', notChecked: null },
  ])
})

/** Shopify shows the store's name where a product has no vendor, so that an edit there cannot be told. */
async function aMappingWithVendor(): Promise<Mapping> {
  const { rows } = await verifyRun(world.services, SHOP, full, 'product', { limit: 50 })
  const row = rows.find(({ presence, fields }) =>
    fields.some(({ field, source }) => presence === 'both' && field === 'vendor' && source),
  )
  return world.services.prisma.mapping.findFirstOrThrow({
    where: { shop: SHOP, projectId, kind: 'product', sourceId: row?.sourceId ?? '' },
  })
}

test("the merchant's own edit is theirs, and a conflict is settled as they say", async () => {
  const mapping = await aMappingWithVendor()
  await setVendor(mapping.gid, 'Edited in Shopify')
  const before = (await verdicts()).product
  expect(before).toMatchObject({ fieldDifferences: 0, kept: 1 })

  // The old store changes the same field: a conflict, and Shopify's value stays.
  const { woo, services } = world
  const product = woo.state.products.get(Number(mapping.sourceId))
  expect(product).toBeDefined()
  const title = 'A title from the old store'
  await inShopify(
    `mutation T($product: ProductUpdateInput!) {
      productUpdate(product: $product) { product { id } userErrors { message } } }`,
    { product: { id: mapping.gid, title: 'A title from the merchant' } },
  )
  updateProduct(woo.state, Number(mapping.sourceId), { name: title })
  const recent = await run('recent')
  const conflicts = await runIssues(services, SHOP, recent, { severity: 'conflict' })
  expect(conflicts.items.map(({ field }) => field)).toEqual(['title'])
  expect((await verdicts()).product).toMatchObject({ fieldDifferences: 0, conflicts: 1 })
  const shown = await verifyRun(services, SHOP, recent, 'product', { filter: 'conflicts' })
  expect(shown.rows[0]?.fields.find(({ field }) => field === 'title')).toMatchObject({
    source: title,
    target: 'A title from the merchant',
    verdict: 'kept',
  })

  const ids = conflicts.items.map(({ id }) => id)
  const settled = await settleConflicts(
    services,
    SHOP,
    projectId,
    { issueIds: ids },
    'take_source',
    '7',
  )
  expect(settled).toBe(1)
  await run('recent')
  const after = await verifyRun(services, SHOP, recent, 'product', { filter: 'all', limit: 50 })
  expect(
    after.rows
      .find(({ sourceId }) => sourceId === mapping.sourceId)
      ?.fields.find(({ field }) => field === 'title'),
  ).toMatchObject({ target: title, verdict: 'equal' })
  expect((await verdicts()).product).toMatchObject({ fieldDifferences: 0, conflicts: 0, kept: 1 })
})

test('a change that did not arrive, a lost record and an unknown one are each found', async () => {
  const { prisma } = world.services
  const [stale, lost, forgotten] = [
    await aMapping('product', 1),
    await aMapping('product', 2),
    await aMapping('product', 3),
  ]
  // As if an earlier run had settled this record without writing what changed.
  updateProduct(world.woo.state, Number(stale.sourceId), { name: 'Changed behind our back' })
  await deleteProduct(lost.gid)
  await prisma.mapping.delete({ where: { id: forgotten.id } })
  const { kinds, samples } = await verifyAll(world.services, SHOP, projectId)
  expect(kinds.product).toMatchObject({ fieldDifferences: 1, missing: 2, extra: 1 })
  expect(samples).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'product', sourceId: stale.sourceId, what: 'title' }),
      { kind: 'product', sourceId: lost.sourceId, what: 'missing' },
      { kind: 'product', sourceId: forgotten.sourceId, what: 'extra record in Shopify' },
    ]),
  )
})

test('an order whose total differs is counted as such', async () => {
  const { services } = world
  const mapping = await aMapping('order', 4)
  await services.prisma.mapping.update({
    where: { id: mapping.id },
    data: { sourceChangedAt: null },
  })
  const { targetWriter } = services
  const wanting: Services = {
    ...services,
    targetWriter: (...args) => {
      const writer = targetWriter(...args)
      return {
        ...writer,
        expectedFields: (record, parents) => ({
          ...writer.expectedFields(record, parents),
          ...(record.sourceId === mapping.sourceId ? { total: '9999.99' } : {}),
        }),
      }
    },
  }
  const { kinds } = await verifyAll(wanting, SHOP, projectId)
  expect(kinds.order).toMatchObject({ totalMismatches: 1, fieldDifferences: 0 })
})

test('when the old store does not answer, what Shopify has is shown all the same', async () => {
  const { services } = world
  const silent: Services = {
    ...services,
    sourceConnector: (connection) => ({
      ...services.sourceConnector(connection),
      readByIds: () => Promise.reject(new RetriableError(says('The old store did not answer.'))),
    }),
  }
  const page = await verifyRun(silent, SHOP, full, 'customer', { limit: 3 })
  expect(page.problem?.message).toBeTruthy()
  expect(page.rows).toHaveLength(3)
  for (const row of page.rows) expect(row).toMatchObject({ verdict: 'unknown', presence: 'both' })
})

test("another shop's run and project cannot be verified", async () => {
  const stranger = 'stranger.myshopify.com'
  const { services } = world
  await expect(verifyRun(services, stranger, full, 'order')).rejects.toThrow(NotFound)
  await expect(verifyAll(services, stranger, projectId)).rejects.toThrow(NotFound)
  await expect(
    settleConflicts(services, stranger, projectId, { all: true }, 'take_source', null),
  ).rejects.toThrow(NotFound)
})
