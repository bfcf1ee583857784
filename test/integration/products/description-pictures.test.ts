import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'
import { said } from '#test/helpers/said.ts'

type Target = Awaited<ReturnType<typeof startShopifyTarget>>
type AnswerInstead = (operation: string, variables: unknown) => object | null

let database: TestDatabase
let engine: Engine
let target: Target
let answerInstead: AnswerInstead

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  answerInstead = () => null
  engine = await createEngine(database.prisma)
  target = await startShopifyTarget('plus', {
    clock: engine.clock,
    answerInstead: (operation, variables) => answerInstead(operation, variables),
  })
})
afterEach(() => target.shopify.close())

const AT = 'https://old-store.example/wp-content/uploads'
const shows = (...names: string[]) => names.map((name) => `<img src="${AT}/${name}">`).join('')
const showing = (sourceId: string, ...names: string[]) =>
  aProduct({
    sourceId,
    handle: `mug-${sourceId}`,
    descriptionHtml: `<p>${shows(...names)}</p>`,
    descriptionPictures: names.map((name) => `${AT}/${name}`),
  })

/** Another worker each time: nothing is remembered but by Shopify and the ledger. */
async function run(mode: 'full' | 'recent' = 'recent', settings = {}) {
  target.changes.length = 0
  return engine.run(mode, {
    ...settings,
    ports: (ports) => ({ ...ports, target: target.anotherWriter() }),
  })
}
const described = (title = 'Stoneware mug') =>
  [...target.shop.products.values()].find((product) => product.title === title)?.descriptionHtml
const fileNames = () => [...target.shop.files.values()].map(({ filename }) => filename)
const notes = async () =>
  (
    await database.prisma.issue.findMany({
      where: { projectId: engine.project.projectId, resolvedAt: null },
      orderBy: { id: 'asc' },
    })
  )
    .map(said)
    .map(({ code, field, message }) => ({ code, field, message }))
const sent = (name: string) => target.changes.filter((change) => change.name === name).length
const CDN = 'https://cdn.shopify.com/'

describe('pictures inside descriptions', () => {
  it('are moved once, whichever products show them, and cost nothing when nothing changed', async () => {
    engine.source.put(showing('1', 'a.png', 'b.png'))
    await run('full')
    engine.source.put({ ...showing('2', 'b.png', 'c.png'), title: 'Other' })
    await run()
    expect(fileNames().map((name) => name.slice(0, 2))).toEqual(['a-', 'b-', 'c-'])
    for (const html of [described(), described('Other')]) {
      expect(html).toContain(CDN)
      expect(html).not.toContain('old-store')
    }
    const [one, two] = [...target.shop.products.values()].map(({ id }) => id)
    const shown = await target.writer.readCurrent('product', [one ?? '', two ?? ''])
    expect(shown.map(({ fields }) => fields['descriptionHtml'])).toEqual([
      target.writer.expectedFields(showing('1', 'a.png', 'b.png'))['descriptionHtml'],
      target.writer.expectedFields(showing('2', 'b.png', 'c.png'))['descriptionHtml'],
    ])
    const unchanged = await run('full')
    expect(await unchanged.outcomes()).toEqual({ product: 'unchanged 2' })
    expect(target.changes).toEqual([])
    expect(await notes()).toEqual([])
  })

  it('are not moved twice when the answer about them was lost', async () => {
    target.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: 'fileCreate' })
    engine.source.put(showing('1', 'a.png'))
    await run('full')
    expect(fileNames()).toHaveLength(1)
    expect(described()).toContain(CDN)
  })

  it('are not moved twice when the worker died after it had moved them', async () => {
    target.shopify.faults.add({ fault: { kind: 'reset_after_commit' }, field: 'productSet' })
    engine.source.put(showing('1', 'a.png'))
    const stop = new AbortController()
    answerInstead = (operation) => {
      if (operation === 'ProductByCustomId' && sent('ProductSet') > 0) stop.abort(new Error('died'))
      return null
    }
    const dying = await engine.project.startRun('full')
    const ports = () => ({
      source: engine.source,
      ledger: dying.ledger(),
      target: target.anotherWriter(),
    })
    await expect(
      engine.resume(dying, { mode: 'full', ports, signal: stop.signal }),
    ).rejects.toThrow('died')
    answerInstead = () => null
    await engine.resume(dying, { mode: 'full', ports })
    expect(target.shop.products.size).toBe(1)
    expect(fileNames()).toHaveLength(1)
    expect(described()).toContain(CDN)
    expect(await notes()).toEqual([])
  })

  it('follow a changed description, and the merchant’s own description wins', async () => {
    engine.source.put(showing('1', 'a.png'))
    await run('full')
    engine.source.put(showing('1', 'a.png', 'b.png'))
    await run()
    expect(described()?.match(/cdn\.shopify\.com/g)).toHaveLength(2)
    expect(fileNames()).toHaveLength(2)
    for (const product of target.shop.products.values()) product.descriptionHtml = '<p>Mine</p>'
    engine.source.put(showing('1', 'b.png'))
    await run()
    expect(described()).toBe('<p>Mine</p>')
    expect(await notes()).toMatchObject([{ code: 'CONFLICT', field: 'descriptionHtml' }])
  })
})

describe('a picture that Shopify cannot fetch', () => {
  beforeEach(async () => {
    target.shop.brokenImages.add(`${AT}/gone.png`)
    engine.source.put(showing('1', 'a.png', 'gone.png'))
    await run('full')
  })

  it('keeps its address, is told, leaves nothing in Files, and moves when it is there again', async () => {
    expect(described()).toContain(`src="${AT}/gone.png"`)
    expect(fileNames()).toHaveLength(1)
    const [note] = await notes()
    expect(note).toMatchObject({ code: 'IMAGE_FAILED', field: 'descriptionHtml' })
    expect(note?.message).toContain('an image from the old store (“gone.png”)')
    target.shop.brokenImages.clear()
    const later = await run()
    expect(await later.outcomes()).toEqual({ product: 'updated 1' })
    expect(described()).not.toContain('old-store')
    expect(await notes()).toEqual([])
    expect(await (await run('full')).outcomes()).toEqual({ product: 'unchanged 1' })
  })

  it('is tried in five runs, and stays told', async () => {
    const tries: number[] = []
    for (let i = 0; i < 6; i += 1) {
      // Until the search shows what was made.
      engine.clock.set(engine.clock.now() + 60_000)
      await run()
      tries.push(sent('FileCreate'))
    }
    expect(tries).toEqual([1, 1, 1, 1, 0, 0])
    expect(await notes()).toMatchObject([{ code: 'IMAGE_FAILED' }])
  })

  it('is left to the merchant who changed the description meanwhile', async () => {
    for (const product of target.shop.products.values()) product.descriptionHtml = '<p>Mine</p>'
    target.shop.brokenImages.clear()
    const next = await run()
    expect(described()).toBe('<p>Mine</p>')
    expect(await next.outcomes()).toEqual({ product: 'unchanged 1' })
    expect(await notes()).toEqual([])
  })
})

it('a picture that Shopify is slow with is waited for in bounds, and used by the next run', async () => {
  answerInstead = (operation, variables) =>
    operation === 'FileStates'
      ? {
          data: {
            nodes: idsOf(variables).map((id) => ({ id, fileStatus: 'PROCESSING', image: null })),
          },
        }
      : null
  engine.source.put(showing('1', 'a.png'))
  const before = engine.clock.now()
  await run('full')
  expect(engine.clock.now() - before).toBeLessThan(15_000)
  expect(described()).toContain(`src="${AT}/a.png"`)
  expect((await notes())[0]?.message).toContain('still working on it')
  answerInstead = () => null
  await run()
  expect(described()).toContain(CDN)
  expect(fileNames()).toHaveLength(1)
  expect(await notes()).toEqual([])
})

it('a store that does not let the app into its Files gets the products all the same', async () => {
  answerInstead = (operation) =>
    operation === 'FilesByName'
      ? {
          data: { files: null },
          errors: [{ message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } }],
        }
      : null
  engine.source.put(showing('1', 'a.png'))
  const done = await run('full')
  expect(await done.outcomes()).toEqual({ product: 'created 1' })
  expect(described()).toContain(`src="${AT}/a.png"`)
  expect((await notes())[0]?.message).toContain('no permission for Shopify’s Files')
})

function idsOf(variables: unknown): unknown[] {
  const ids: unknown =
    typeof variables === 'object' && variables !== null ? Reflect.get(variables, 'ids') : []
  return Array.isArray(ids) ? ids : []
}
