import { projectSays } from '#app/migration/messages/projects.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createVault } from '#app/platform/encryption.server.ts'
import { setEntityPointsLimit } from '#app/projects/entity-points-limit.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import {
  archiveProject,
  connectSource,
  getProject,
  linkedProject,
  listProjects,
  sourceConnectorFor,
  updateOptions,
} from '#app/projects/projects.server.ts'
import { estimateRun } from '#app/runs/estimate/estimate.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { startRun } from '#app/runs/life/runs.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { writeRows } from '#test/cases/rows.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { startWooCommerceStandIn, type WooStandIn } from '#test/stand-ins/woocommerce/server.ts'

let world: StandInServices
let other: WooStandIn
/** A staging site: everything of the linked store, its id included, at another address. */
let copy: WooStandIn

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty', storeId: 'store-one' })
  other = await startWooCommerceStandIn({ dataset: 'empty', storeId: 'store-two', seed: 2 })
  copy = await startWooCommerceStandIn({ dataset: 'empty', storeId: 'store-one', seed: 3 })
})
afterAll(async () => {
  await copy.close()
  await other.close()
  await world.close()
})
beforeEach(async () => {
  await world.services.prisma.project.deleteMany({})
})

const connect = (form = world.form()) => connectSource(world.services, SHOP, form)

async function connected() {
  const result = await connect()
  if (!result.ok) throw new Error(sentenceOf(result.problem.reason))
  return result.project
}

const formOf = ({ url, consumerKey, consumerSecret }: WooStandIn, more = {}) =>
  world.form({ url, consumerKey, consumerSecret, ...more })
const otherForm = () => formOf(other)
const rowOf = (id: string) =>
  world.services.prisma.project.findUniqueOrThrow({ where: { id }, include: { watermarks: true } })

test('linking a store tests the connection and keeps what later runs are checked against', async () => {
  const project = await connected()
  expect(project).toMatchObject({
    shop: SHOP,
    cart: 'woocommerce',
    sourceStoreId: 'store-one',
    sourceTimezone: 'America/Los_Angeles',
    options: { targetCurrency: 'USD', conflictDefault: 'keep_target' },
  })
  expect(project.options.locationId).toMatch(/^gid:\/\/shopify\/Location\/\d+$/)
  const health = await (await sourceConnectorFor(world.services, project)).check()
  expect(health.ok).toBe(true)
})

test('the keys are sealed, and open only for their own project', async () => {
  const { id } = await connected()
  const row = await world.services.prisma.project.findUniqueOrThrow({ where: { id } })
  const stored = Buffer.from(row.credentialsCipher).toString('latin1')
  expect(stored).not.toContain(world.woo.consumerSecret)
  const sealed = { cipher: row.credentialsCipher, keyId: row.credentialsKeyId }
  expect(() => world.services.vault.open(sealed, 'project:another')).toThrow()
})

test('linking the same store again renews the keys and makes no second project', async () => {
  const first = await connected()
  await updateOptions(world.services, SHOP, first.id, { orderNamePrefix: 'WC-' })
  const again = await connect(world.form({ url: `${world.woo.url}/` }))
  expect(again).toMatchObject({ ok: true, reconnected: true, project: { id: first.id } })
  expect((await getProject(world.services, SHOP, first.id)).options.orderNamePrefix).toBe('WC-')
  expect(await listProjects(world.services, SHOP)).toHaveLength(1)
})

test('the linked store under another address is asked about: nothing changes until it moved', async () => {
  const { id } = await connected()
  await world.services.prisma.watermark.create({
    data: { projectId: id, kind: 'order', at: '2026-03-01T00:00:00Z', runId: randomUUID() },
  })
  const before = await rowOf(id)
  const moved = { from: world.woo.url, to: copy.url }

  const asked = await connect(formOf(copy))
  expect(asked).toMatchObject({ ok: false, problem: { code: 'ADDRESS_CHANGED' }, moved })
  if (!asked.ok) {
    expect(sentenceOf(asked.problem.reason)).toContain(moved.from)
    expect(sentenceOf(asked.problem.reason)).toContain(moved.to)
  }
  // An answer counts for the address it was given about.
  const elsewhere = await connect(formOf(copy, { movedTo: 'https://elsewhere.example' }))
  expect(elsewhere).toMatchObject({ ok: false, problem: { code: 'ADDRESS_CHANGED' }, moved })
  expect(await rowOf(id)).toEqual(before)

  // It was a copy: the address is corrected, and the keys are the old store's own.
  expect(await connect()).toMatchObject({ ok: true, reconnected: true, moved: false })
  expect((await rowOf(id)).sourceUrl).toBe(world.woo.url)

  const answered = await connect(formOf(copy, { movedTo: copy.url }))
  expect(answered).toMatchObject({ ok: true, reconnected: true, moved: true, project: { id } })
  const after = await rowOf(id)
  expect(after).toMatchObject({ sourceUrl: copy.url, watermarks: before.watermarks })
})

test('an archived store that moved is asked about both: the address, and the project it replaces', async () => {
  const first = await connected()
  await connect({ ...otherForm(), replaceLinked: 'true' })
  const moved = { from: world.woo.url, to: copy.url }
  const asked = await connect(formOf(copy, { replaceLinked: 'true' }))
  expect(asked).toMatchObject({ ok: false, problem: { code: 'ADDRESS_CHANGED' }, moved })
  const other = await connect(formOf(copy, { movedTo: copy.url }))
  expect(other).toMatchObject({ ok: false, problem: { code: 'ANOTHER_STORE_LINKED' }, moved })
  const both = await connect(formOf(copy, { movedTo: copy.url, replaceLinked: 'true' }))
  expect(both).toMatchObject({ ok: true, moved: true, project: { id: first.id } })
})

test('two tabs that link at once make one project', async () => {
  const both = await Promise.all([connect(), connect()])
  expect(both.every(({ ok }) => ok)).toBe(true)
  expect(await world.services.prisma.project.count({ where: { shop: SHOP } })).toBe(1)
})

test('a wrong secret changes nothing and says which field is wrong', async () => {
  const { id } = await connected()
  const wrong = await connect(world.form({ consumerSecret: 'cs_wrong' }))
  expect(wrong).toMatchObject({ ok: false, problem: { code: 'BAD_SECRET' } })
  if (!wrong.ok) expect(Object.keys(wrong.fields)).toEqual(['consumerSecret'])
  const project = await getProject(world.services, SHOP, id)
  expect((await (await sourceConnectorFor(world.services, project)).check()).ok).toBe(true)
})

test('an incomplete form names every field that is missing', async () => {
  const result = await connect({ cart: 'woocommerce', url: ' ' })
  expect(result).toMatchObject({ ok: false, problem: { code: 'FORM_INCOMPLETE' } })
  if (!result.ok) {
    expect(Object.keys(result.fields).sort()).toEqual(['consumerKey', 'consumerSecret', 'url'])
  }
})

test('a different store needs the merchant to say so; the old project is archived, not deleted', async () => {
  const first = await connected()
  const refused = await connect(otherForm())
  expect(refused).toMatchObject({
    ok: false,
    problem: { code: 'ANOTHER_STORE_LINKED' },
    linked: { id: first.id },
  })
  expect((await linkedProject(world.services, SHOP))?.id).toBe(first.id)

  const replaced = await connect({ ...otherForm(), replaceLinked: 'true' })
  expect(replaced).toMatchObject({ ok: true, reconnected: false })
  expect((await linkedProject(world.services, SHOP))?.id).not.toBe(first.id)
  expect((await getProject(world.services, SHOP, first.id)).archivedAt).not.toBeNull()

  const back = await connect({ ...world.form(), replaceLinked: 'true' })
  expect(back).toMatchObject({ ok: true, reconnected: true, project: { id: first.id } })
  expect(await listProjects(world.services, SHOP)).toHaveLength(2)
})

test('while a run is not finished, neither archiving nor replacing is possible', async () => {
  const { id } = await connected()
  const started = await startRun(world.services, SHOP, id, 'full')
  expect(started).toMatchObject({ ok: true })
  expect(await archiveProject(world.services, SHOP, id)).toMatchObject({
    ok: false,
    problem: { code: 'RUN_IN_PROGRESS' },
  })
  const replaced = await connect({ ...otherForm(), replaceLinked: 'true' })
  expect(replaced).toMatchObject({ ok: false, problem: { code: 'RUN_IN_PROGRESS' } })
})

test('keys sealed with an old encryption key are sealed anew when they are used', async () => {
  const project = await connected()
  const { prisma, vault } = world.services
  const before = await prisma.project.findUniqueOrThrow({ where: { id: project.id } })
  const context = `project:${project.id}`
  const plain = vault.open(
    { cipher: before.credentialsCipher, keyId: before.credentialsKeyId },
    context,
  )
  const oldKey = ['old', randomBytes(32)] as const
  const newKey = ['new', randomBytes(32)] as const
  const sealed = createVault(new Map([oldKey])).seal(plain, context)
  await prisma.project.update({
    where: { id: project.id },
    data: { credentialsCipher: sealed.cipher, credentialsKeyId: sealed.keyId },
  })
  const rotated = { ...world.services, vault: createVault(new Map([newKey, oldKey])) }
  expect((await (await sourceConnectorFor(rotated, project)).check()).ok).toBe(true)
  const after = await prisma.project.findUniqueOrThrow({ where: { id: project.id } })
  expect(after.credentialsKeyId).toBe('new')
  const onlyNew = { ...world.services, vault: createVault(new Map([newKey])) }
  expect((await (await sourceConnectorFor(onlyNew, project)).check()).ok).toBe(true)
})

test('keys whose encryption key is gone are asked for again', async () => {
  const project = await connected()
  const vault = createVault(new Map([['another', randomBytes(32)]]))
  const estimate = await estimateRun({ ...world.services, vault }, SHOP, project.id, 'full')
  expect(estimate).toMatchObject({
    canStart: false,
    problems: [{ code: 'SOURCE_CREDENTIALS', message: projectSays('keysUnreadable') }],
  })
})

test('an option that is left out stays as it is', async () => {
  const { id, options } = await connected()
  await updateOptions(world.services, SHOP, id, { conflictDefault: 'take_source' })
  const saved = await updateOptions(world.services, SHOP, id, {
    orderNamePrefix: 'WC-',
    locationId: undefined,
  })
  expect(saved).toMatchObject({
    ok: true,
    project: { options: { ...options, conflictDefault: 'take_source', orderNamePrefix: 'WC-' } },
  })
})

test('what the project says of a status counts when its orders are read', async () => {
  const { id } = await connected()
  writeRows(world.woo.state.raw, { orders: [{ status: 'in-the-kiln', date_paid_gmt: null }] })
  const read = async () => {
    const source = await sourceConnectorFor(world.services, { id, shop: SHOP })
    const { records } = await source.readByIds('order', ['101'])
    return records[0]
  }
  const before = await read()
  expect(before?.record).toMatchObject({ fulfillment: 'unfulfilled' })
  expect(before?.remarks).toMatchObject([{ code: 'STATUS_NOT_KNOWN' }])
  const orderStatuses = { 'in-the-kiln': 'fulfilled' }
  expect(await updateOptions(world.services, SHOP, id, { orderStatuses })).toMatchObject({
    ok: true,
  })
  const after = await read()
  expect(after?.record).toMatchObject({ payment: { state: 'paid' }, fulfillment: 'fulfilled' })
  expect(after?.remarks).toEqual([])
  // The comparison of everything finds the orders it changes.
  expect(after?.rowHash).not.toBe(before?.rowHash)

  const refused = await updateOptions(world.services, SHOP, id, {
    orderStatuses: { 'in-the-kiln': 'baked' },
  })
  expect(refused).toMatchObject({
    ok: false,
    fields: { orderStatuses: projectSays('statusesWrong', { most: 100 }) },
  })
})

test('parts of a marketplace order, which never arrive, are not counted as new', async () => {
  const { id } = await connected()
  const run = async (mode: 'full' | 'recent') => {
    const started = await startRun(world.services, SHOP, id, mode)
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    const idle = new AbortController().signal
    const shutdown = { soft: idle, hard: idle }
    await executeRun(world.services, { runId: started.runId, workerId: 'w', shutdown })
    return await runCounts(world.services, SHOP, started.runId)
  }
  const newOrders = async (mode: 'full' | 'recent') =>
    (await estimateRun(world.services, SHOP, id, mode)).kinds.order?.new
  const { raw, time, now } = world.woo.state
  writeRows(raw, { orders: [{ id: 300 }] }, { time })
  await run('full')

  const whole = { id: 301, billing: { email: 'market@example.com' } }
  const part = { ...whole, parent_id: whole.id }
  const meta_data = [{ id: 1, key: '_dokan_vendor_id', value: '4' }]
  const orders = [
    whole,
    // One says so by where it was made, the other by its custom data alone.
    { ...part, id: 302, created_via: 'dokan' },
    { ...part, id: 303, created_via: 'checkout', meta_data },
    // A renewal is a sale of its own.
    { ...part, id: 304, created_via: 'subscription' },
    { ...part, id: 305, created_via: 'subscription', currency: 'XBT' },
  ]
  writeRows(raw, { orders }, { when: time.gmt(now()), time })
  expect(await newOrders('recent')).toBe(3)
  expect((await run('recent')).order).toMatchObject({ created: 2, skipped: 2, failed: 1 })
  // A full run reads them again, and its estimate knows them by now. What failed is still to come.
  expect(await newOrders('full')).toBe(1)
})

test('an option that cannot be is refused by its field, and nothing else changes', async () => {
  const { id } = await connected()
  const refused = await updateOptions(world.services, SHOP, id, { orderNamePrefix: 'has space' })
  expect(refused).toMatchObject({
    ok: false,
    fields: { orderNamePrefix: projectSays('prefixWrong') },
  })
  expect((await getProject(world.services, SHOP, id)).options.orderNamePrefix).toBe('')
})

test('a limit that is no number is refused by its field, and one as the app prints it is taken', async () => {
  const { id } = await connected()
  const set = (limit: unknown) => setEntityPointsLimit(world.services, SHOP, id, limit)
  const nonsense = ['abc', '', ' ', '-1', '1,0', '1,00,000', '1e3', '10000001', '0.55', null, 7, {}]
  for (const limit of nonsense) {
    expect({ limit, ...(await set(limit)) }).toEqual({
      limit,
      ok: false,
      fields: { entityPointsLimit: projectSays('limitWrong', { most: '10000000' }) },
    })
  }
  expect(await set(' 1,250.5 ')).toMatchObject({
    ok: true,
    project: { entityPointsLimit: '1250.5' },
  })
  expect((await getProject(world.services, SHOP, id)).entityPointsLimit).toBe('1250.5')
})

test("another shop's project does not exist for this shop", async () => {
  const { id } = await connected()
  const stranger = 'stranger.myshopify.com'
  const { services } = world
  await expect(getProject(services, stranger, id)).rejects.toThrow(NotFound)
  await expect(updateOptions(services, stranger, id, {})).rejects.toThrow(NotFound)
  await expect(archiveProject(services, stranger, id)).rejects.toThrow(NotFound)
  await expect(sourceConnectorFor(services, { id, shop: stranger })).rejects.toThrow(NotFound)
  expect(await listProjects(services, stranger)).toEqual([])
  expect(await linkedProject(services, stranger)).toBeNull()
})
