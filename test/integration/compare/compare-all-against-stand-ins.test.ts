import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import { connectSource, getProject } from '#app/projects/projects.server.ts'
import { setEntityPointsLimit } from '#app/projects/entity-points-limit.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, resumeRun, startRun, startTask } from '#app/runs/life/runs.server.ts'
import { runProgress } from '#app/runs/progress/progress.server.ts'
import { projectIssues, runEvents } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import {
  createCustomer,
  deleteCustomer,
  editOwnAddress,
} from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, deleteOrder, trashOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import {
  createProduct,
  deleteProduct,
  trashProduct,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund, deleteRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'
import { addTerm, renameTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'

let world: StandInServices
let project: ProjectView

beforeEach(async () => {
  world = await startStandInServices({ dataset: 'empty' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
})
afterEach(() => world.close())

async function execute(runId: string) {
  const idle = new AbortController().signal
  await executeRun(world.services, {
    runId,
    workerId: 'test',
    shutdown: { soft: idle, hard: idle },
  })
  return await getRun(world.services, SHOP, runId)
}

async function begin(mode: 'full' | 'recent' | 'comparison'): Promise<string> {
  const { services } = world
  const started =
    mode === 'comparison'
      ? await startTask(services, SHOP, project.id, { mode })
      : await startRun(services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.runId
}

async function run(mode: 'full' | 'recent' | 'comparison'): Promise<string> {
  const runId = await begin(mode)
  const { state, reason } = await execute(runId)
  expect({ state, reason }).toEqual({ state: 'completed', reason: null })
  return runId
}

async function resultOf(runId: string): Promise<string | undefined> {
  const { items } = await runEvents(world.services, SHOP, runId, { limit: 250 })
  return items.map(({ message }) => message).find((message) => message.startsWith('Everything:'))
}

/** Everything a comparison of both stores finds and no remark explains. */
async function differences() {
  const { kinds, samples } = await verifyAll(world.services, SHOP, project.id)
  const total = { missing: 0, fieldDifferences: 0, totalMismatches: 0, extra: 0, unseen: 0 }
  for (const verdict of Object.values(kinds)) {
    total.missing += verdict.missing
    total.fieldDifferences += verdict.fieldDifferences
    total.totalMismatches += verdict.totalMismatches
    total.extra += verdict.extra
    total.unseen += verdict.unseen
  }
  return { ...total, samples }
}
const NONE = {
  missing: 0,
  fieldDifferences: 0,
  totalMismatches: 0,
  extra: 0,
  unseen: 0,
  samples: [],
}

async function told() {
  const { items } = await projectIssues(world.services, SHOP, project.id, { limit: 250 })
  return items
    .filter(({ code }) => code === 'SOURCE_RECORD_DELETED')
    .map(({ kind, sourceId }) => `${kind} ${sourceId}`)
    .toSorted()
}

const DAY = 24 * 3_600_000

/** A small shop: five products, four customers, six orders. */
function open() {
  const { state } = world.woo
  const category = addTerm(state, { taxonomy: 'category', name: 'Mugs' })
  const tag = addTerm(state, { taxonomy: 'tag', name: 'Gift' })
  const brand = addTerm(state, { taxonomy: 'brand', name: 'Hill' })
  const products = ['Mug', 'Bowl', 'Plate', 'Cup', 'Jug'].map((name) =>
    createProduct(state, {
      name,
      regular_price: '12.00',
      categories: [{ id: category.id }],
      tags: name === 'Mug' ? [{ id: tag.id }] : [],
      brands: name === 'Plate' ? [{ id: brand.id }] : [],
    }),
  )
  const customers = ['ann', 'ben', 'cho', 'dee'].map((name) =>
    createCustomer(state, {
      email: `${name}@example.test`,
      first_name: name,
      last_name: 'Example',
      billing: {
        first_name: name,
        last_name: 'Example',
        address_1: '1 Main St',
        city: 'Portland',
        state: 'OR',
        postcode: '97201',
        country: 'US',
      },
    }),
  )
  const orders = [0, 1, 2, 3, 0, 1].map((n) =>
    createOrder(state, {
      status: 'completed',
      customer_id: customers[n]?.id ?? 0,
      billing: {
        first_name: 'Pat',
        last_name: 'Example',
        address_1: '1 Main St',
        city: 'Portland',
        state: 'OR',
        postcode: '97201',
        country: 'US',
        email: `buyer-${n}@example.test`,
      },
      line_items: [{ product_id: products[n]?.id ?? 0, quantity: 2 }],
    }),
  )
  return { state, category, tag, brand, products, customers, orders }
}

test('an unchanged store is compared with a few requests, and nothing is sent to Shopify', async () => {
  open()
  await run('full')
  world.shopify.resetStats()
  const before = world.woo.requests.length
  const runId = await run('comparison')
  expect(await resultOf(runId)).toBe(
    'Everything: 15 compared, 0 had changed, 0 were missing, 0 were deleted in the old store.',
  )
  expect(world.shopify.stats()).toMatchObject({ mutations: 0, emails: 0, stockMoves: 0 })
  const asked = world.woo.requests.slice(before).map(({ target }) => target)
  const lists = asked.filter((path) => /\/(products|customers|orders)\?.*orderby=id/.test(path))
  expect(lists).toHaveLength(3)
  // The rest says whether it is the right store, and how it weighs and names its categories.
  expect(asked.filter((path) => /include=|notes|refunds|variations/.test(path))).toEqual([])
  expect(asked.length).toBeLessThan(22)
  const progress = await runProgress(world.services, SHOP, runId)
  expect(progress).toMatchObject({ done: 15, total: 15, percent: 100 })
  expect(progress.comparison).toEqual({ compared: 15, changed: 0, missing: 0, deleted: 0 })
})

test('what no change date tells of arrives: customers, lines, refunds, categories, tags, sales', async () => {
  const { state, category, tag, brand, products, customers, orders } = open()
  const [, bowl, , , jug] = products
  const [ann] = customers
  const [first, second, third] = orders
  if (!jug || !bowl || !ann || !first || !second || !third) throw new Error('an empty shop')
  const soon = new Date(world.services.clock.now() + 2 * DAY).toISOString().slice(0, 19)
  updateProduct(state, bowl.id, { sale_price: '9.00', date_on_sale_to_gmt: soon })
  const refund = createRefund(state, second.id, { amount: '5.00', reason: 'Scratched' })
  // Past the overlap, so that the next run does not read all of it again.
  state.clockSkewMs += DAY
  updateProduct(state, jug.id, {})
  await run('full')

  // Nothing below moves a date.
  state.clockSkewMs += 2 * DAY
  editOwnAddress(state, ann.id, { address_1: '9 New Road', city: 'Salem' })
  const line = first.lines[0]
  if (!line) throw new Error('an order without lines')
  line.name = 'Mug, engraved'
  deleteRefund(state, refund.id)
  renameTerm(state, category.id, 'Cups and mugs')
  renameTerm(state, tag.id, 'Present')
  renameTerm(state, brand.id, 'Dale')
  third.customerNote = 'Leave it at the door'
  const recent = await run('recent')
  expect(await differences()).not.toEqual(NONE)
  // What the list of accounts shows, and what was known to end, needs no comparison.
  const counts = await runCounts(world.services, SHOP, recent)
  expect(counts.customer.updated).toBe(1)
  expect(counts.product.updated).toBeGreaterThanOrEqual(1)

  const runId = await run('comparison')
  // Three orders, and the products of the tag and of the brand. The recent run has renamed the
  // collection, so the others need nothing.
  expect(await resultOf(runId)).toBe(
    'Everything: 15 compared, 5 had changed, 0 were missing, 0 were deleted in the old store.',
  )
  const after = await differences()
  expect(after).toEqual(NONE)
  const { items } = await projectIssues(world.services, SHOP, project.id, { limit: 250 })
  const told = (wanted: string) =>
    items
      .flatMap(({ code, sourceId, field }) => (code === wanted ? [`${sourceId} ${field}`] : []))
      .toSorted()
  // Shopify takes back no refund and changes no line: that is said.
  expect(told('CHANGE_NOT_POSSIBLE')).toEqual(
    [`${first.id} lines`, `${second.id} refunded`, `${second.id} financialStatus`].toSorted(),
  )
  expect(told('KEPT_IN_SHOPIFY')).toEqual([`${second.id} refunds`])
  expect(world.shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
  const again = await run('comparison')
  expect(await resultOf(again)).toContain('0 had changed')
  const log = await runEvents(world.services, SHOP, again, { limit: 250 })
  expect(log.items.at(-1)?.message).toBe(
    'The run is complete. 15 records: 0 added, 0 updated, 15 no change, 0 conflicts, 0 left out, 0 did not arrive.',
  )
  const { done, outcomes, kinds } = await runProgress(world.services, SHOP, again)
  expect({ done, unchanged: outcomes.unchanged }).toEqual({ done: 15, unchanged: 15 })
  expect(Object.values(kinds).map((kind) => kind.total === kind.done)).toEqual([true, true, true])
})

test('what was deleted for good or binned is told, stays in Shopify, and ends when it is back', async () => {
  const { state, products, customers, orders } = open()
  const [, , , cup, jug] = products
  const [, , , dee] = customers
  const [, , third, , fifth] = orders
  if (!cup || !jug || !dee || !third || !fifth) throw new Error('an empty shop')
  await run('full')
  const counted = () => {
    const store = world.shopify.store(SHOP)
    return [store.products.size, store.customers.size, store.orders.size]
  }
  const before = counted()
  deleteProduct(state, jug.id)
  trashProduct(state, cup.id)
  deleteOrder(state, third.id)
  trashOrder(state, fifth.id)
  deleteCustomer(state, dee.id)
  world.shopify.resetStats()
  const runId = await run('comparison')
  expect(await resultOf(runId)).toContain('5 were deleted in the old store')
  const expected = [
    'product',
    jug.id,
    'product',
    cup.id,
    'order',
    third.id,
    'order',
    fifth.id,
    'customer',
    dee.id,
  ] as const
  const names: string[] = []
  for (let i = 0; i < expected.length; i += 2) names.push(`${expected[i]} ${expected[i + 1]}`)
  expect(await told()).toEqual(names.toSorted())
  // WooCommerce made the deleted account's order a guest's, with the e-mail address it shows.
  const [goods = 0, people = 0, sales = 0] = before
  expect(counted()).toEqual([goods, people + 1, sales])
  expect(world.shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })

  updateProduct(state, cup.id, { status: 'publish' })
  await run('recent')
  expect(await told()).not.toContain(`product ${cup.id}`)
})

test('an account that was deleted leaves nobody to bring: its orders are as they were', async () => {
  const { state, customers } = open()
  await run('full')
  deleteCustomer(state, customers[0]?.id ?? 0)
  await run('comparison')
  const estimate = await estimateRun(world.services, SHOP, project.id)
  expect(estimate.problems).toEqual([])
  for (const kind of KINDS) {
    expect(estimate.kinds[kind]).toMatchObject({ new: 0, changed: 0 })
  }
})

test('a row the ledger lost comes back without a second record', async () => {
  const { products, orders } = open()
  await run('full')
  const lost: [EntityKind, number | undefined][] = [
    ['product', products[1]?.id],
    ['order', orders[1]?.id],
  ]
  for (const [kind, id] of lost) {
    await world.services.prisma.mapping.deleteMany({
      where: { projectId: project.id, kind, sourceId: String(id) },
    })
  }
  const runId = await run('comparison')
  expect(await resultOf(runId)).toContain('2 were missing')
  expect(await differences()).toEqual(NONE)
})

test('missing records that cost more than one run may use wait for the merchant', async () => {
  open()
  await run('full')
  const created = [1, 2, 3].map((n) =>
    createProduct(world.woo.state, { name: `Imported ${n}`, regular_price: '5.00' }),
  )
  expect((await setEntityPointsLimit(world.services, SHOP, project.id, '2')).ok).toBe(true)
  world.shopify.resetStats()
  const runId = await begin('comparison')
  const paused = await execute(runId)
  expect(paused).toMatchObject({ state: 'paused', reasonCode: 'ENTITY_POINTS_LIMIT' })
  expect(paused.reason).toContain('need 3 Entity Points, 1 more than the 2')
  expect(world.shopify.stats()).toMatchObject({ mutations: 0 })

  await setEntityPointsLimit(world.services, SHOP, project.id, '3')
  await resumeRun(world.services, SHOP, runId)
  const done = await execute(runId)
  expect(done).toMatchObject({ state: 'completed', points: '3.0' })
  expect((await getProject(world.services, SHOP, project.id)).entityPointsLimit).toBe('3.0')
  expect(created).toHaveLength(3)
  expect(await differences()).toEqual(NONE)
})
