import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectSource, getProject, sourceConnectorFor } from '#app/projects/projects.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { sourceAnswers } from '#app/projects/source-answers.server.ts'
import type { Services } from '#app/services.server.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { createFakeClock } from '#test/helpers/time/fake-clock.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { createProduct } from '#test/stand-ins/woocommerce/writes/products.ts'

const KINDS = ['product', 'customer', 'order'] as const
const clock = createFakeClock('2026-11-29T17:00:00Z', { autoAdvance: true })

let world: StandInServices
let services: Services
let projectId: string

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty', storeId: 'store-one' })
  services = { ...world.services, clock }
  createProduct(world.woo.state, { name: 'Mug', regular_price: '12.00' })
})
afterAll(() => world.close())
beforeEach(async () => {
  world.woo.faults.clear()
  await services.prisma.project.deleteMany({})
  clock.set(Date.parse('2026-11-29T17:00:00Z'))
  projectId = await connect()
})

async function connect(form = world.form()): Promise<string> {
  const result = await connectSource(services, SHOP, form)
  if (!result.ok) throw new Error(sentenceOf(result.problem.reason))
  return result.project.id
}
const answers = () => sourceAnswers(services, SHOP, projectId)
const source = async () => sourceConnectorFor(services, await getProject(services, SHOP, projectId))
const minutesLater = (minutes: number) => clock.set(clock.now() + minutes * 60_000)
const revokeKeys = () => world.woo.faults.add({ fault: { kind: 'revoke-keys' } })
const moment = () => new Date(clock.now())

test('the test of a new link is the first answer of each kind', async () => {
  const read = { readAt: moment(), failed: null }
  expect(await answers()).toEqual({ product: read, customer: read, order: read })
})

test('each kind remembers when it was last read, also when there is nothing in it', async () => {
  const linked = moment()
  minutesLater(5)
  const reading = await source()
  const { clock: to } = await reading.now('order')
  for await (const rows of reading.listChanged('order', { from: null, to })) {
    expect(rows).toEqual([])
  }
  expect(await answers()).toMatchObject({
    order: { readAt: moment(), failed: null },
    product: { readAt: linked },
  })
})

test('keys that are refused end it, tell since when, and the first answer begins anew', async () => {
  const lastRead = moment()
  minutesLater(5)
  revokeKeys()
  const since = moment()
  const refused = await estimateRun(services, SHOP, projectId)
  expect(refused.canStart).toBe(false)
  minutesLater(5)
  expect((await (await source()).check()).ok).toBe(false)
  for (const kind of KINDS) {
    expect((await answers())[kind]).toMatchObject({
      readAt: lastRead,
      failed: { since, how: 'refused' },
    })
  }
  world.woo.faults.clear()
  await estimateRun(services, SHOP, projectId)
  for (const kind of KINDS) expect((await answers())[kind]?.failed).toBeNull()
})

test('a server that fails is silent, which is something else than refusing', async () => {
  world.woo.faults.add({ times: 0, fault: { kind: 'server-error' } })
  const { product } = await answers()
  expect(product?.failed).toBeNull()
  await estimateRun(services, SHOP, projectId)
  expect((await answers()).order?.failed).toMatchObject({ how: 'silent' })
  world.woo.faults.clear()
  minutesLater(1)
  revokeKeys()
  await estimateRun(services, SHOP, projectId)
  expect((await answers()).order?.failed).toMatchObject({ how: 'refused', since: moment() })
})

test('a kind that fails in the middle of a reading is told apart from the others', async () => {
  const reading = await source()
  await reading.check()
  world.woo.faults.add({ path: 'customers', fault: { kind: 'revoke-keys' } })
  await expect(Array.fromAsync(reading.listAll('customer'))).rejects.toThrow()
  expect(await answers()).toMatchObject({
    customer: { failed: { how: 'refused' } },
    product: { failed: null },
    order: { failed: null },
  })
})

test('another store at the address is no answer of the one that was linked', async () => {
  await services.prisma.project.update({
    where: { id: projectId },
    data: { sourceStoreId: 'store-two' },
  })
  expect((await (await source()).check()).ok).toBe(true)
  expect((await answers()).product?.failed).toMatchObject({ how: 'another' })
})

test('other keys, or another address, begin anew; what is asked with the old ones is no answer', async () => {
  const before = await source()
  const row = await services.prisma.project.findUniqueOrThrow({ where: { id: projectId } })
  await services.prisma.project.update({
    where: { id: projectId },
    data: { credentialsCipher: new Uint8Array([1, 2, 3]) },
  })
  expect(await answers()).toEqual({ product: null, customer: null, order: null })
  minutesLater(5)
  await before.now('product')
  expect((await answers()).product).toBeNull()
  await services.prisma.project.update({
    where: { id: projectId },
    data: { credentialsCipher: row.credentialsCipher, sourceUrl: 'https://elsewhere.example' },
  })
  expect(await answers()).toEqual({ product: null, customer: null, order: null })
})

test('another shop is told nothing', async () => {
  await expect(sourceAnswers(services, 'other.myshopify.com', projectId)).rejects.toThrow(NotFound)
})
