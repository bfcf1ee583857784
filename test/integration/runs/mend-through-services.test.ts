import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { connectSource, updateOptions } from '#app/projects/projects.server.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import {
  confirmProposals,
  dismissProposals,
  listProposals,
  relinkView,
  startRelink,
} from '#app/runs/relink/relink.server.ts'
import { startRetry } from '#app/runs/life/retry.server.ts'
import { cancelRun, getRun, startRun } from '#app/runs/life/runs.server.ts'
import { countFailures, projectIssues, runEvents } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import type { StartResult } from '#app/runs/run-types.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { mergeInto } from '#test/stand-ins/shopify-admin/resolvers/customers/merge.ts'
import { forgetOwner } from '#test/stand-ins/shopify-admin/store/state.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

let world: StandInServices
let projectId: string
const OTHER = 'other-store.myshopify.com'

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'small' })
  // A match by what both show asks Shopify's search; that it lags is a story of its own.
  world.shopify.searchLag(SHOP, 0)
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  projectId = connected.project.id
  await finish(await startRun(world.services, SHOP, projectId, 'full'))
})
afterAll(() => world.close())

async function finish(started: StartResult): Promise<string> {
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  const { services } = world
  const how = { runId: started.runId, workerId: 'w', shutdown: { soft: idle, hard: idle } }
  const result = await executeRun(services, how)
  const { state, reason } = await getRun(services, SHOP, started.runId)
  expect({ result, state, reason }).toMatchObject({ state: 'completed' })
  return started.runId
}

const recent = async () => finish(await startRun(world.services, SHOP, projectId, 'recent'))
const codes = (started: StartResult) => (started.ok ? [] : started.problems.map(({ code }) => code))
const mappings = () =>
  world.services.prisma.mapping.findMany({
    where: { projectId, NOT: { sourceId: { startsWith: 'guest:' } } },
    orderBy: [{ kind: 'asc' }, { sourceId: 'asc' }],
  })
const remembered = async () =>
  (await mappings()).map(({ kind, sourceId, gid, fingerprint, children }) => ({
    kind,
    sourceId,
    gid,
    fingerprint,
    children,
  }))
const aMapping = (kind: EntityKind, skip = 0) =>
  world.services.prisma.mapping.findFirstOrThrow({
    where: { projectId, kind, NOT: { sourceId: { startsWith: 'guest:' } } },
    orderBy: { id: 'asc' },
    skip,
  })
const sizes = () => {
  const { products, customers, orders } = world.shopify.store(SHOP)
  return [products.size, customers.size, orders.size]
}

async function expectAllWell(): Promise<void> {
  const { kinds, samples } = await verifyAll(world.services, SHOP, projectId)
  expect(samples).toEqual([])
  for (const kind of KINDS) {
    expect(kinds[kind]).toMatchObject({ missing: 0, fieldDifferences: 0, extra: 0 })
  }
}

describe('a retry', () => {
  test('is for this store’s project only, and not while another run is on', async () => {
    const { services } = world
    const all = { all: { kind: null, reportedBy: null } }
    await expect(startRetry(services, OTHER, projectId, all)).rejects.toThrow(NotFound)
    const started = await startRun(services, SHOP, projectId, 'recent')
    if (!started.ok) throw new Error('not started')
    expect(codes(await startRetry(services, SHOP, projectId, all))).toEqual(['RUN_IN_PROGRESS'])
    expect(codes(await startRelink(services, SHOP, projectId, []))).toEqual(['RUN_IN_PROGRESS'])
    await cancelRun(services, SHOP, started.runId)
  })

  test('takes only what this project knows as missing, and no more than the plan allows', async () => {
    const { services } = world
    const { sourceId } = await aMapping('order')
    const arrived = [
      { kind: 'order' as const, sourceId },
      { kind: 'order' as const, sourceId: '9' },
    ]
    const refused = await startRetry(services, SHOP, projectId, { records: arrived })
    expect(codes(refused)).toEqual(['NOTHING_TO_RETRY'])
    const where = { id: projectId }
    const { entityPointsLimit } = await services.prisma.project.findUniqueOrThrow({ where })
    await services.prisma.project.update({ where, data: { entityPointsLimit: '0.1' } })
    const dear = await startRetry(services, SHOP, projectId, {
      all: { kind: null, reportedBy: null },
    })
    expect(codes(dear)).toEqual(['OVER_LIMIT'])
    await services.prisma.project.update({ where, data: { entityPointsLimit } })
  })

  test('brings what was mended, counts it, and leaves the rest told with what to do', async () => {
    const { services, woo } = world
    const before = await countFailures(services, SHOP, projectId)
    expect(before).toBeGreaterThan(1)
    const { items } = await projectIssues(services, SHOP, projectId, { severity: 'failed' })
    for (const { message, next } of items) {
      expect(message.length).toBeGreaterThan(40)
      expect(next).toMatch(/try|next run/)
    }
    const nameless = items.find(({ code }) => code === 'TITLE_MISSING')
    if (!nameless) throw new Error('The old store has no product without a name')
    updateProduct(woo.state, Number(nameless.sourceId), { name: 'Named at last' })
    const { sourceId } = nameless
    const runId = await finish(
      await startRetry(services, SHOP, projectId, { records: [{ kind: 'product', sourceId }] }),
    )
    expect(await getRun(services, SHOP, runId)).toMatchObject({ mode: 'retry', points: '1.0' })
    expect(await countFailures(services, SHOP, projectId)).toBe(before - 1)

    const rest = await finish(
      await startRetry(services, SHOP, projectId, { all: { kind: null, reportedBy: null } }),
    )
    expect(await countFailures(services, SHOP, projectId)).toBe(before - 1)
    const counts = await runCounts(services, SHOP, rest)
    expect(KINDS.reduce((n, kind) => n + counts[kind].failed, 0)).toBe(before - 1)
  })
})

describe('a re-link', () => {
  test('restores every lost mapping exactly, without a write', async () => {
    const { services, shopify } = world
    const before = await remembered()
    await services.prisma.mapping.deleteMany({ where: { projectId } })
    shopify.resetStats()
    const runId = await finish(await startRelink(services, SHOP, projectId, []))
    expect(shopify.stats()).toMatchObject({ mutations: 0, emails: 0, stockMoves: 0 })
    expect(await remembered()).toEqual(before)
    expect(await getRun(services, SHOP, runId)).toMatchObject({ points: '0.0' })
    const { items } = await runEvents(services, SHOP, runId)
    const orders = before.filter(({ kind }) => kind === 'order').length
    const told = items.map(({ message }) => message).filter((each) => each.startsWith('Orders: '))
    expect(told.at(-1)).toMatch(new RegExp(`looked at, ${orders} linked`))
    await recent()
    await expectAllWell()
  })

  test('proposes records that carry no id, shows them, and links the confirmed ones', async () => {
    const { services, shopify } = world
    const store = shopify.store(SHOP)
    const lost = [
      await aMapping('product', 3),
      await aMapping('customer', 2),
      await aMapping('order', 2),
    ]
    for (const { id, gid, children } of lost) {
      await services.prisma.mapping.delete({ where: { id } })
      for (const owner of [gid, ...Object.values(children as Record<string, string>)]) {
        forgetOwner(store, owner)
      }
    }
    await finish(
      await startRelink(services, SHOP, projectId, ['order_name', 'email', 'handle', 'sku']),
    )
    const page = await listProposals(services, SHOP, projectId)
    expect(page.problem).toBeNull()
    expect(page.items.map(({ sourceId }) => sourceId).sort()).toEqual(
      lost.map(({ sourceId }) => sourceId).sort(),
    )
    for (const { target, ambiguous, adminPath } of page.items) {
      expect(target?.label).toBeTruthy()
      expect(ambiguous).toBe(false)
      expect(adminPath).toMatch(/^(products|customers|orders)\/\d+$/)
    }
    expect(await relinkView(services, SHOP, projectId)).toMatchObject({ open: 3, unambiguous: 3 })
    // What the screen shows of people is not kept.
    const stored = JSON.stringify(
      await services.prisma.relinkProposal.findMany(),
      (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )
    expect(stored).not.toContain('@')

    const ids = page.items.map(({ id }) => id)
    await expect(listProposals(services, OTHER, projectId)).rejects.toThrow(NotFound)
    await expect(confirmProposals(services, OTHER, projectId, { ids })).rejects.toThrow(NotFound)
    await expect(dismissProposals(services, OTHER, projectId, ids)).rejects.toThrow(NotFound)

    shopify.resetStats()
    const before = sizes()
    await finish(await confirmProposals(services, SHOP, projectId, 'unambiguous'))
    expect(shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
    for (const { kind, sourceId, gid } of lost) {
      const mapping = await services.prisma.mapping.findFirst({
        where: { projectId, kind, sourceId },
      })
      expect(mapping?.gid).toBe(gid)
    }
    const product = await services.prisma.mapping.findFirstOrThrow({
      where: { projectId, kind: 'product', sourceId: lost[0]?.sourceId ?? '' },
    })
    expect(product.children).toEqual(lost[0]?.children)
    expect((await listProposals(services, SHOP, projectId)).items).toEqual([])
    await recent()
    expect(sizes()).toEqual(before)
  })

  test('does not find by search what Shopify has not indexed yet, and finds it later', async () => {
    const { services, shopify } = world
    const store = shopify.store(SHOP)
    const order = await aMapping('order', 4)
    await services.prisma.mapping.delete({ where: { id: order.id } })
    forgetOwner(store, order.gid)
    const shown = store.orders.get(order.gid)
    if (!shown) throw new Error('no order')
    store.index.order.remove(order.gid)
    await finish(await startRelink(services, SHOP, projectId, ['order_name']))
    expect((await listProposals(services, SHOP, projectId)).items).toEqual([])
    store.index.order.put(order.gid, { id: order.gid, name: shown.name })
    await finish(await startRelink(services, SHOP, projectId, ['order_name']))
    const { items } = await listProposals(services, SHOP, projectId)
    expect(items.map(({ sourceId }) => sourceId)).toEqual([order.sourceId])
    expect(
      await dismissProposals(
        services,
        SHOP,
        projectId,
        items.map(({ id }) => id),
      ),
    ).toBe(1)
    expect(codes(await confirmProposals(services, SHOP, projectId, 'unambiguous'))).toEqual([
      'NOTHING_TO_LINK',
    ])
    // Nobody linked it: the merchant does not want to, so put things right for the tests to come.
    await finish(await startRelink(services, SHOP, projectId, ['order_name']))
    await finish(await confirmProposals(services, SHOP, projectId, 'unambiguous'))
  })
})

const inShopify = async (query: string, variables: unknown) => {
  const answer = await world.services.adminTransport(SHOP)({ query, variables })
  expect(answer.body).not.toHaveProperty('errors')
}

test('an order and a change of a customer who was merged in Shopify reach the one who is left', async () => {
  const { services, shopify, woo } = world
  const store = shopify.store(SHOP)
  const [first, second] = [await aMapping('customer', 5), await aMapping('customer', 6)]
  // The merchant's own customer, who was there before the migration.
  await inShopify(
    `mutation New($input: CustomerInput!) {
      customerCreate(input: $input) { customer { id } userErrors { message } } }`,
    { input: { email: 'counter@example.com', lastName: 'Counter' } },
  )
  const own = [...store.customers.values()].find(({ email }) => email === 'counter@example.com')
  if (!own) throw new Error('no customer')
  const email = store.customers.get(second.gid)?.email
  const gone = store.customers.get(first.gid)
  if (!gone) throw new Error('no customer')
  mergeInto(store, own, gone)
  // Of the second one nothing is left but the e-mail address, which the merchant then corrects.
  store.customers.delete(second.gid)
  forgetOwner(store, second.gid)
  await inShopify(
    `mutation New($input: CustomerInput!) {
      customerCreate(input: $input) { customer { id } userErrors { message } } }`,
    { input: { email, lastName: 'Left' } },
  )
  const left = [...store.customers.values()].find((customer) => customer.email === email)
  if (!left) throw new Error('no customer')

  const people = store.customers.size
  const order = createOrder(woo.state, {
    customer_id: Number(first.sourceId),
    status: 'processing',
    billing: { first_name: 'Ann', email: 'other@example.test', country: 'US' },
    fee_lines: [{ name: 'Service', total: '5.00' }],
  })
  updateCustomer(woo.state, Number(second.sourceId), { first_name: 'Renamed' })
  const runId = await recent()
  expect(store.customers.size).toBe(people)
  const now = async (sourceId: string) =>
    (await services.prisma.mapping.findFirst({ where: { projectId, kind: 'customer', sourceId } }))
      ?.gid
  expect(await now(first.sourceId)).toBe(own.id)
  expect(await now(second.sourceId)).toBe(left.id)
  const mapped = await services.prisma.mapping.findFirstOrThrow({
    where: { projectId, kind: 'order', sourceId: String(order.id) },
  })
  expect(store.orders.get(mapped.gid)?.customerId).toBe(own.id)
  expect((await runCounts(services, SHOP, runId)).customer.failed).toBe(0)
})

test('a location that no longer exists is told before the run, and another can be chosen', async () => {
  const { services, shopify } = world
  const store = shopify.store(SHOP)
  const [chosen] = [...store.locationList.values()]
  if (!chosen) throw new Error('no location')
  const other = { ...chosen, id: 'gid://shopify/Location/777', name: 'New warehouse' }
  store.locationList.delete(chosen.id)
  store.locationList.set(other.id, other)
  const estimate = await estimateRun(services, SHOP, projectId)
  expect(estimate.problems.map(({ code }) => code)).toEqual(['LOCATION_GONE'])
  expect(codes(await startRun(services, SHOP, projectId, 'recent'))).toEqual(['LOCATION_GONE'])
  expect(await updateOptions(services, SHOP, projectId, { locationId: other.id })).toMatchObject({
    ok: true,
  })
  await recent()
})
