import { decisionSays } from '#app/migration/messages/decisions.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSource } from '#app/projects/projects.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { lastComparison } from '#app/runs/history/comparison.server.ts'
import { settleDeleted } from '#app/decisions/deleted-records.server.ts'
import type { DeletedDecision } from '#app/decisions/deleted-types.ts'
import { todoList } from '#app/decisions/todo-list.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun, startTask } from '#app/runs/life/runs.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { createCustomer, deleteCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, deleteOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct, deleteProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

let world: StandInServices
let project: ProjectView
/** As the to-do list shows them. */
const listed = async (shop = SHOP) => {
  const waiter = new AbortController().signal
  const all = { tab: 'deleted', open: null, cursor: null, waiter } as const
  const { groups, names } = await todoList(world.services, shop, project.id, all)
  const standings = new Map(((await names) ?? []).map((each) => [each.issueId, each]))
  return groups.flatMap(({ rows }) =>
    (rows ?? []).map((row) => {
      const { label = '', state } = standings.get(row.issueId) ?? {}
      return { ...row, label: label || row.reference, state }
    }),
  )
}
const of = async (label: string) => {
  const record = (await listed()).find((each) => each.label === label || each.reference === label)
  if (!record) throw new Error(`${label} is not on the list`)
  return record
}
const settle = (issueIds: string[], decision: DeletedDecision) =>
  settleDeleted(world.services, SHOP, project.id, issueIds, decision, '7')
const DONE = { settled: 1, refused: [], problem: null }

async function run(mode: 'full' | 'comparison'): Promise<void> {
  const { services } = world
  const started =
    mode === 'comparison'
      ? await startTask(services, SHOP, project.id, { mode })
      : await startRun(services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const execution = { runId: started.runId, workerId: 'test', shutdown: { soft: idle, hard: idle } }
  expect(await executeRun(services, execution)).toMatchObject({ state: 'completed' })
}

const orders = { pending: 0, fulfilled: 0, other: 0 }

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
  const { state } = world.woo
  const products = ['Mug', 'Bowl', 'Plate'].map((name) =>
    createProduct(state, { name, regular_price: '12.00', manage_stock: true, stock_quantity: 9 }),
  )
  const customer = createCustomer(state, { email: 'kim@example.test', first_name: 'Kim' })
  createCustomer(state, { email: 'lee@example.test', first_name: 'Lee' })
  const order = (status: string) =>
    createOrder(state, {
      status,
      billing: { first_name: 'Pat', email: 'pat@example.test', country: 'US' },
      line_items: [{ product_id: products[2]?.id ?? 0, quantity: 1 }],
    }).id
  Object.assign(orders, {
    pending: order('on-hold'),
    fulfilled: order('completed'),
    other: order('processing'),
  })
  // What stays: a list with nothing in it is doubted, not believed.
  order('processing')
  await run('full')
  expect((await lastComparison(world.services, SHOP, project.id)).state).toBe('never')
  for (const { id } of products.slice(0, 2)) deleteProduct(state, id)
  deleteCustomer(state, customer.id)
  for (const id of Object.values(orders)) deleteOrder(state, id)
  await run('comparison')
  world.shopify.resetStats()
})
afterAll(() => world.close())

test('are listed as they stand in Shopify', async () => {
  const rows = await listed()
  for (const { adminPath } of rows) expect(adminPath).toMatch(/^\w+\/\d+$/)
  expect(rows.map(({ kind, label }) => `${kind} ${label}`).toSorted()).toEqual(
    [
      'customer Kim',
      `order ${orders.fulfilled}`,
      `order ${orders.other}`,
      `order ${orders.pending}`,
      'product Bowl',
      'product Mug',
    ].toSorted(),
  )
  expect((await of(String(orders.fulfilled))).state).toBe('fulfilled')
})

test('a product is archived, and once it is so nothing is sent', async () => {
  const mug = await of('Mug')
  expect(await settle([mug.issueId], 'archive')).toEqual(DONE)
  const { products } = world.shopify.store(SHOP)
  expect([...products.values()].find(({ title }) => title === 'Mug')?.status).toBe('ARCHIVED')
  expect(await settle([mug.issueId], 'archive')).toEqual({ ...DONE, settled: 0 })

  const bowl = await of('Bowl')
  const inShopify = [...products.values()].find(({ title }) => title === 'Bowl')
  if (!inShopify) throw new Error('no bowl')
  inShopify.status = 'ARCHIVED'
  expect((await of('Bowl')).state).toBe('archived')
  const { mutations } = world.shopify.stats()
  expect(await settle([bowl.issueId], 'archive')).toEqual(DONE)
  expect(world.shopify.stats().mutations).toBe(mutations)
})

test('an order is cancelled without a word to the customer, and a fulfilled one stays', async () => {
  const [pending, fulfilled] = [
    await of(String(orders.pending)),
    await of(String(orders.fulfilled)),
  ]
  const result = await settle([pending.issueId, fulfilled.issueId], 'cancel')
  expect(result).toMatchObject({ settled: 1, problem: null })
  expect(result.refused).toMatchObject([{ reference: String(orders.fulfilled) }])
  expect(sentenceOf(result.refused[0]?.message ?? '')).toMatch(
    /^Shopify refused: .* Nothing was changed/,
  )
  const cancelled = [...world.shopify.store(SHOP).orders.values()].filter(
    ({ cancelledAt }) => cancelledAt !== null,
  )
  expect(cancelled.map(({ name }) => name)).toEqual([`${orders.pending}`])
  expect(world.shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
})

test('what does not fit a record is refused, and leaving it takes it off the list', async () => {
  const kim = await of('Kim')
  expect(await settle([kim.issueId], 'archive')).toMatchObject({
    settled: 0,
    refused: [{ message: decisionSays('onlyLeft', { kind: 'customer' }) }],
  })
  expect(await settle([kim.issueId, 'nonsense', '999999'], 'leave')).toEqual(DONE)
  expect((await listed()).map(({ kind }) => kind)).not.toContain('customer')
})

test('another shop can neither see nor decide anything', async () => {
  const other = await of(String(orders.other))
  const { services } = world
  const asked = [
    listed('other.myshopify.com'),
    settleDeleted(services, 'other.myshopify.com', project.id, [other.issueId], 'cancel', '7'),
    lastComparison(services, 'other.myshopify.com', project.id),
  ]
  for (const each of await Promise.allSettled(asked)) expect(each.status).toBe('rejected')
  expect((await of(String(orders.other))).state).toBe('there')
})

test('what was decided stays decided in the next comparison, which is the last word', async () => {
  const left = (await listed()).map(({ issueId }) => issueId)
  await settle(left, 'leave')
  await run('comparison')
  expect(await listed()).toEqual([])
  expect((await lastComparison(world.services, SHOP, project.id)).state).toBe('done')
  await world.services.prisma.project.update({
    where: { id: project.id },
    data: { comparisonReason: 'SOURCE_CLOCK_WENT_BACK' },
  })
  expect((await lastComparison(world.services, SHOP, project.id)).state).toBe('needed')
  await run('comparison')
  createProduct(world.woo.state, { name: 'New', regular_price: '3.00' })
  const recent = await startRun(world.services, SHOP, project.id, 'recent')
  if (!recent.ok) throw new Error('the run should start')
  const idle = new AbortController().signal
  await executeRun(world.services, {
    runId: recent.runId,
    workerId: 'test',
    shutdown: { soft: idle, hard: idle },
  })
  expect((await lastComparison(world.services, SHOP, project.id)).state).toBe('outdated')
})

test('what a run finds back meanwhile is not archived any more', async () => {
  const { services, woo, shopify } = world
  const made = ['Cup', 'Jug'].map((name) =>
    createProduct(woo.state, { name, regular_price: '5.00' }),
  )
  await run('full')
  for (const { id } of made) deleteProduct(woo.state, id)
  await run('comparison')
  const [cup, jug] = [await of('Cup'), await of('Jug')]
  const targetWriter: typeof services.targetWriter = (...args) => {
    const target = services.targetWriter(...args)
    return {
      ...target,
      retire: async (...retiring) => {
        const retired = await target.retire(...retiring)
        await services.prisma.issue.updateMany({
          where: { shop: SHOP, id: BigInt(jug.issueId) },
          data: { resolvedAt: new Date() },
        })
        return retired
      },
    }
  }
  const both = [cup.issueId, jug.issueId]
  const settled = await settleDeleted(
    { ...services, targetWriter },
    SHOP,
    project.id,
    both,
    'archive',
    '7',
  )
  expect(settled).toEqual(DONE)
  const statuses = new Map(
    [...shopify.store(SHOP).products.values()].map(({ title, status }) => [title, status]),
  )
  expect(statuses.get('Cup')).toBe('ARCHIVED')
  expect(statuses.get('Jug')).toBe('ACTIVE')
})
