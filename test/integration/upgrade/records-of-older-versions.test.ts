import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordFingerprint } from '#app/migration/engine/record/classify/classify.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { createCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import { createOrder, setOrderStatus } from '#test/stand-ins/woocommerce/writes/orders.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

/** Records migrated by a version of this app that did not know of all that it reads today. */

let world: StandInServices
let projectId: string
beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  projectId = connected.project.id
})
afterAll(() => world.close())

async function run(mode: 'full' | 'recent') {
  const { services } = world
  world.woo.state.clockSkewMs += 3_600_000
  const started = await startRun(services, SHOP, projectId, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const { runId } = started
  const idle = new AbortController().signal
  await executeRun(services, { runId, workerId: 'test', shutdown: { soft: idle, hard: idle } })
  expect(await getRun(services, SHOP, runId)).toMatchObject({ state: 'completed' })
  return await runCounts(services, SHOP, runId)
}

/** The ledger as it was before the app knew of this field. */
async function forget(kind: EntityKind, field: string) {
  const { prisma, settings } = world.services
  const mapping = await prisma.mapping.findFirstOrThrow({ where: { kind } })
  const without = (fields: unknown): Record<string, string> => {
    const { [field]: known, ...rest } = Object(fields)
    expect(known).toBeDefined()
    return rest
  }
  const sourceFields = without(mapping.sourceFields)
  const targetFields = without(mapping.targetFields)
  const fingerprint = recordFingerprint(settings.fingerprintKey, sourceFields)
  await prisma.mapping.update({
    where: { id: mapping.id },
    data: { sourceFields, targetFields, fingerprint },
  })
}

test('an order that was created as one payment is left alone, and nothing differs', async () => {
  const { state } = world.woo
  const product = createProduct(state, { name: 'Lamp', regular_price: '50.00' })
  const order = createOrder(state, {
    payment_method: 'stripe',
    line_items: [{ product_id: product.id, quantity: 1 }],
    meta_data: [
      { key: '_wc_deposits_deposit_amount', value: '20.00' },
      { key: '_wc_deposits_second_payment_paid', value: 'yes' },
    ],
  })
  setOrderStatus(state, order, 'processing')
  await run('full')

  const shop = world.shopify.store(SHOP)
  const [written] = shop.orders.values()
  expect(written?.transactions.map(({ amount }) => amount.shop)).toEqual(['20', '30'])

  // As the version before left both: one sale, and a ledger that knows no single payments.
  const [sale] = written?.transactions ?? []
  if (!written || !sale) throw new Error('no order')
  written.transactions = [{ ...sale, amount: { shop: '50', presentment: '50' } }]
  await forget('order', 'payments')

  order.modifiedAt = state.now()
  const changes = world.shopify.stats().mutations
  const counts = await run('recent')
  expect(counts.order).toMatchObject({ unchanged: 1, updated: 0, conflicts: 0, failed: 0 })
  expect(world.shopify.stats().mutations).toEqual(changes)
  const { kinds } = await verifyAll(world.services, SHOP, projectId)
  expect(kinds.order).toMatchObject({ missing: 0, fieldDifferences: 0 })
})

test('a customer whose company stayed behind is left alone, and nothing differs', async () => {
  const { state } = world.woo
  const billing = { first_name: 'Otto', last_name: 'Brandt', company: 'Ofenbau Brandt' }
  const account = createCustomer(state, { email: 'otto@ofenbau.example', billing })
  await run('recent')
  const { metafields } = world.shopify.store(SHOP)
  const isCompany = ({ key, value }: { key: string; value: string }) =>
    key === 'company' && value === 'Ofenbau Brandt'
  const [one] = [...metafields.entries()].find(([, each]) => isCompany(each)) ?? []
  if (one === undefined) throw new Error('no company')
  metafields.delete(one)
  await forget('customer', 'custom:company')

  account.modifiedAt = state.now()
  const changes = world.shopify.stats().mutations
  const counts = await run('recent')
  expect(counts.customer).toMatchObject({ unchanged: 1, updated: 0, conflicts: 0, failed: 0 })
  expect(world.shopify.stats().mutations).toEqual(changes)
  const { kinds } = await verifyAll(world.services, SHOP, projectId)
  expect(kinds.customer).toMatchObject({ missing: 0, fieldDifferences: 0 })
})
