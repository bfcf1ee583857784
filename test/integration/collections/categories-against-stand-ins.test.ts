import { sentenceOf } from '#app/words/sentence.server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSource } from '#app/projects/projects.server.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun, startTask } from '#app/runs/life/runs.server.ts'
import { runEvents } from '#app/runs/history/run-lists.server.ts'
import { runCounts } from '#app/runs/progress/run-counts.server.ts'
import { verifyAll } from '#app/verification/verify-all.server.ts'
import {
  SHOP,
  startStandInServices,
  type StandInServices,
} from '#test/helpers/stores/stand-in-services.ts'
import { createProduct, updateProduct } from '#test/stand-ins/woocommerce/writes/products.ts'
import { addTerm, deleteTerm, renameTerm } from '#test/stand-ins/woocommerce/writes/terms.ts'

/** One shop, in the order of its life: the tests build on each other. */
let world: StandInServices
let project: ProjectView
const HOUR = 3_600_000

beforeAll(async () => {
  world = await startStandInServices({ dataset: 'empty' })
  const connected = await connectSource(world.services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  project = connected.project
  open()
  await run('full')
})
afterAll(() => world.close())

/** A run some time after what was before it; what it did, and what it told. */
async function run(mode: 'full' | 'recent' | 'comparison') {
  const { services } = world
  world.woo.state.clockSkewMs += HOUR
  const started =
    mode === 'comparison'
      ? await startTask(services, SHOP, project.id, { mode })
      : await startRun(services, SHOP, project.id, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const { runId } = started
  const idle = new AbortController().signal
  await executeRun(services, { runId, workerId: 'test', shutdown: { soft: idle, hard: idle } })
  const { state, reason } = await getRun(services, SHOP, runId)
  expect({ state, reason }).toEqual({ state: 'completed', reason: null })
  const { items } = await runEvents(services, SHOP, runId, { limit: 250 })
  const { product } = await runCounts(services, SHOP, runId)
  return { told: items.map(({ message }) => message), product }
}

const category = (name: string, more: { parent?: number } = {}) =>
  addTerm(world.woo.state, { taxonomy: 'category', name, ...more })
const sell = (name: string, ...ids: number[]) =>
  createProduct(world.woo.state, {
    name,
    regular_price: '12.00',
    categories: ids.map((id) => ({ id })),
  })

const collections = () => [...world.shopify.store(SHOP).collections.values()]
const named = (title: string) => collections().filter((each) => each.title === title)
/** Titles of the collections that the product of this title is in. */
function homesOf(title: string): string[] {
  const product = [...world.shopify.store(SHOP).products.values()].find(
    (each) => each.title === title,
  )
  return collections()
    .filter(({ productIds }) => productIds.includes(product?.id ?? ''))
    .map((each) => each.title)
    .toSorted()
}

/** How many products differ in a comparison of both stores; `unseen`: no run has read the change yet. */
async function differences() {
  const { kinds } = await verifyAll(world.services, SHOP, project.id)
  const { missing, fieldDifferences, unseen } = kinds.product
  return { missing, fieldDifferences, unseen }
}

type Made = { id: number; products: number[] }
let made: Record<'mugs' | 'bowls' | 'jugs' | 'plates' | 'lamps' | 'shirts', Made>

function open() {
  const make = (id: number, ...goods: string[]): Made => {
    return { id, products: goods.map((title) => sell(title, id).id) }
  }
  const men = category('Men').id
  made = {
    mugs: make(category('Mugs').id, 'Mug'),
    bowls: make(category('Bowls').id, 'Bowl'),
    jugs: make(category('Jugs').id, 'Jug'),
    plates: make(category('Plates').id, 'Plate', 'Saucer'),
    lamps: make(category('Lamps').id, 'Lamp'),
    shirts: make(category('Shirts', { parent: men }).id, 'His shirt'),
  }
  // Past the overlap, so that the next run does not read all of it again.
  world.woo.state.clockSkewMs += HOUR
  sell('Spoon')
}

test('a recent run sees new names, categories made anew, new ones and those that are gone', async () => {
  const { state } = world.woo
  const { mugs, bowls, jugs, plates, lamps, shirts } = made
  renameTerm(state, mugs.id, 'Cups & mugs')
  renameTerm(state, bowls.id, 'Dishes')
  sell('Dish', bowls.id)
  for (const collection of named('Jugs')) collection.title = 'Jugs we love'
  renameTerm(state, jugs.id, 'Pitchers')
  deleteTerm(state, plates.id)
  const anew = category('Plates')
  updateProduct(state, plates.products[0] ?? 0, { categories: [{ id: anew.id }] })
  deleteTerm(state, lamps.id)
  const hers = category('Shirts', { parent: category('Women').id })
  sell('Her shirt', hers.id)
  sell('Their shirt', shirts.id, hers.id)
  const towels = category('Towels')
  for (let n = 1; n <= 12; n += 1) sell(`Towel ${n}`, towels.id)

  const { told, product } = await run('recent')
  expect(product).toMatchObject({ created: 15, failed: 0 })
  expect(told.filter((text) => /categor/i.test(text)).toSorted()).toEqual([
    'Several categories of the old store are called “Shirts”. Each has a collection of its own: “Men > Shirts”, “Women > Shirts”.',
    'The category “Bowls” is now called “Dishes” in the old store. Its collection in Shopify was renamed and keeps its web address.',
    'The category “Jugs” is now called “Pitchers” in the old store. You gave its collection in Shopify a title of your own, so that stays; rename it there if you like.',
    'The category “Mugs” is now called “Cups & mugs” in the old store. Its collection in Shopify was renamed and keeps its web address.',
    'The category “Plates” was deleted in the old store and created again. Its collection in Shopify is used again.',
    'The category “Shirts” is now called “Men > Shirts” in the old store. Its collection in Shopify was renamed and keeps its web address.',
    'These categories are no longer in the old store: “Lamps”. Their collections stay in Shopify. Products leave them when they change, or with a full check.',
  ])
})

test('a renamed category is one renamed collection at its old web address, although no date moved', () => {
  expect(named('Mugs')).toEqual([])
  expect(named('Cups & mugs')).toMatchObject([{ handle: 'mugs' }])
  expect(homesOf('Mug')).toEqual(['Cups & mugs'])
})

test('a product that comes to a renamed category joins the collection that is there', () => {
  expect(named('Dishes')).toMatchObject([{ handle: 'bowls' }])
  expect(homesOf('Bowl')).toEqual(['Dishes'])
  expect(homesOf('Dish')).toEqual(['Dishes'])
})

test('the merchant’s own title wins over a new name', () => {
  expect(named('Pitchers')).toEqual([])
  expect(homesOf('Jug')).toEqual(['Jugs we love'])
})

test('a category deleted and made anew goes on in the same collection', () => {
  expect(named('Plates')).toMatchObject([{ handle: 'plates' }])
  expect(homesOf('Plate')).toEqual(['Plates'])
})

test('two categories of one name under different parents are two collections', () => {
  expect(named('Men > Shirts')).toMatchObject([{ handle: 'shirts' }])
  expect(homesOf('His shirt')).toEqual(['Men > Shirts'])
  expect(homesOf('Her shirt')).toEqual(['Women > Shirts'])
  expect(homesOf('Their shirt')).toEqual(['Men > Shirts', 'Women > Shirts'])
})

test('many new products of one new category make one collection, in the Online Store', () => {
  const [collection, ...others] = named('Towels')
  expect(others).toEqual([])
  expect(collection?.productIds).toHaveLength(12)
  expect(Object.keys(collection?.publications ?? {})).toHaveLength(1)
})

test('a comparison finds the products whose category was deleted, and no other difference', async () => {
  expect(await differences()).toEqual({ missing: 0, fieldDifferences: 0, unseen: 2 })
})

test('nothing of it is told or written a second time', async () => {
  world.shopify.resetStats()
  const { told } = await run('recent')
  expect(told.filter((text) => /categor/i.test(text))).toEqual([])
  expect(world.shopify.stats().mutations).toBe(0)
})

test('a category made anew in a later run than it went goes on in its collection as well', async () => {
  sell('Lantern', category('Lamps').id)
  const { told } = await run('recent')
  expect(told.join()).toContain('“Lamps” was deleted in the old store and created again')
  expect(named('Lamps')).toMatchObject([{ handle: 'lamps' }])
  expect(homesOf('Lantern')).toEqual(['Lamps'])
})

test('products whose category was deleted leave it with a comparison of everything', async () => {
  await run('comparison')
  expect(homesOf('Saucer')).toEqual([])
  expect(homesOf('Lamp')).toEqual([])
  expect(homesOf('Plate')).toEqual(['Plates'])
  expect(await differences()).toEqual({ missing: 0, fieldDifferences: 0, unseen: 0 })
  expect(collections()).toHaveLength(8)
})

test('a collection that Shopify fails on stops nothing, and is renamed by the next run', async () => {
  const { faults } = world.shopify
  const fault = { kind: 'internal_error' } as const
  const rule = faults.add({ fault, field: 'collectionUpdate', times: 'always' })
  renameTerm(world.woo.state, made.mugs.id, 'Drinkware')
  sell('Fork')
  const { told, product } = await run('recent')
  expect(product).toMatchObject({ created: 1, failed: 0 })
  expect(told.join()).toMatch(/“Drinkware” in the old store. Shopify couldn’t save its collection/)
  faults.remove(rule)
  expect((await run('recent')).told.join()).toContain('“Drinkware” in the old store. Its')
  expect(named('Drinkware')).toMatchObject([{ handle: 'mugs' }])
})

test('a collection that Shopify fails on for a moment is renamed in the same run', async () => {
  const fault = { kind: 'status', status: 500 } as const
  world.shopify.faults.add({ fault, field: 'collectionUpdate', times: 2 })
  renameTerm(world.woo.state, made.mugs.id, 'Mugs')
  const { told } = await run('recent')
  expect(told.join()).toContain('“Mugs” in the old store. Its')
  expect(named('Mugs')).toMatchObject([{ handle: 'mugs' }])
})

test('products leave and join categories in the run that renames them, and nobody is asked', async () => {
  const { state } = world.woo
  const { mugs, bowls } = made
  const [mug = 0] = mugs.products
  const [bowl = 0] = bowls.products
  renameTerm(state, mugs.id, 'Tall mugs')
  renameTerm(state, bowls.id, 'Deep bowls')
  updateProduct(state, mug, { categories: [] })
  updateProduct(state, bowl, { categories: [{ id: bowls.id }, { id: mugs.id }] })
  const { told, product } = await run('recent')
  expect(told.join()).toContain('“Tall mugs” in the old store. Its')
  expect(product).toMatchObject({ updated: 2, conflicts: 0, failed: 0 })
  expect(homesOf('Mug')).toEqual([])
  expect(homesOf('Bowl')).toEqual(['Deep bowls', 'Tall mugs'])
})

test('products leave and join categories that runs before renamed, and nobody is asked', async () => {
  const { state } = world.woo
  const { bowls, mugs } = made
  const [bowl = 0] = bowls.products
  for (const [first, second] of [
    ['Big bowls', 'Big mugs'],
    ['Bowls of clay', 'Mugs of clay'],
  ] as const) {
    renameTerm(state, bowls.id, first)
    await run('recent')
    renameTerm(state, mugs.id, second)
    await run('recent')
  }
  updateProduct(state, bowl, { categories: [{ id: mugs.id }] })
  expect(await differences()).toMatchObject({ fieldDifferences: 1 })
  expect((await run('recent')).product).toMatchObject({ updated: 1, conflicts: 0, failed: 0 })
  expect(homesOf('Bowl')).toEqual(['Mugs of clay'])
})

test('what the merchant did to a product’s collections is seen under new names as well', async () => {
  const { state } = world.woo
  const { bowls, mugs } = made
  const [bowl = 0] = bowls.products
  const [{ productIds } = { productIds: [] }] = named('Mugs of clay')
  const [id] = productIds.splice(0)
  named('Plates')[0]?.productIds.push(id ?? '')
  renameTerm(state, mugs.id, 'Mugs')
  updateProduct(state, bowl, { categories: [{ id: bowls.id }] })
  expect((await run('recent')).product).toMatchObject({ updated: 0, conflicts: 1 })
  expect(homesOf('Bowl')).toEqual(['Plates'])
})

test('a new name alone asks nobody about collections that the merchant changed', async () => {
  const { state } = world.woo
  const { jugs, shirts } = made
  const [jug = 0] = jugs.products
  const [shirt = 0] = shirts.products
  const moved = [...named('Jugs we love'), ...named('Men > Shirts')].flatMap(({ productIds }) =>
    productIds.splice(0, 1),
  )
  named('Plates')[0]?.productIds.push(...moved)
  renameTerm(state, jugs.id, 'Carafes')
  renameTerm(state, shirts.id, 'Tops')
  for (const id of [jug, shirt]) updateProduct(state, id, { regular_price: '13.00' })
  const asked = () => world.services.prisma.issue.count({ where: { code: 'CONFLICT' } })
  const before = await asked()
  expect((await run('recent')).product).toMatchObject({ updated: 2 })
  expect(await asked()).toBe(before)
  expect(homesOf('Jug')).toEqual(['Plates'])
  expect(homesOf('His shirt')).toEqual(['Plates'])
  updateProduct(state, shirt, { categories: [] })
  expect((await run('recent')).product).toMatchObject({ updated: 0, conflicts: 1 })
  expect(await asked()).toBe(before + 1)
})

test('a list of categories that is suddenly empty changes nothing, and is told', async () => {
  const { terms } = world.woo.state
  const before = collections().map(({ title }) => title)
  const all = [...terms]
  const match = { path: '/products/categories' }
  world.woo.faults.before(match, () => terms.clear())
  world.woo.faults.after(match, () => {
    for (const [id, term] of all) terms.set(id, term)
  })
  const { told } = await run('recent')
  expect(told.join()).toContain('The old store no longer lists any categories')
  expect(collections().map(({ title }) => title)).toEqual(before)
  expect((await run('recent')).told.join()).not.toMatch(/categor/i)
})
