import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { newMedia } from '#test/stand-ins/shopify-admin/resolvers/media/media.ts'
import { aProduct, aVariant } from '#test/helpers/records/canonical-samples.ts'
import { createTestDatabase, type TestDatabase } from '#test/helpers/database/database.ts'
import { createEngine, type Engine } from '#test/helpers/engine/engine.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

let database: TestDatabase
let engine: Engine
let target: Awaited<ReturnType<typeof startShopifyTarget>>

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  engine = await createEngine(database.prisma)
  target = await startShopifyTarget('plus', { clock: engine.clock })
})
afterEach(() => target.shopify.close())

const AT = 'https://old-store.example/wp-content/uploads'
const picture = (name: string) => ({ sourceId: name, url: `${AT}/${name}.png`, alt: '' })
const showing = (...names: string[]) => aProduct({ sourceId: '1', images: names.map(picture) })
const varied = (red: string) =>
  aProduct({
    sourceId: '1',
    images: ['main', red].map(picture),
    options: [{ name: 'Color', values: ['Red'] }],
    variants: [
      aVariant({
        sourceId: 'v1',
        options: [{ name: 'Color', value: 'Red' }],
        imageSourceId: red,
      }),
    ],
  })

async function run(mode: 'full' | 'recent' = 'recent') {
  target.changes.length = 0
  engine.clock.set(engine.clock.now() + 60_000)
  return engine.run(mode, { ports: (ports) => ({ ...ports, target: target.anotherWriter() }) })
}
const product = () => {
  const [first] = target.shop.products.values()
  if (!first) throw new Error('No product arrived.')
  return first
}
const shown = () =>
  product().media.map(({ originalSource }) => originalSource.slice(AT.length + 1, -4))
async function notes() {
  const rows = await database.prisma.issue.findMany({
    where: { projectId: engine.project.projectId, resolvedAt: null },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ code, field }) => `${code} ${field}`)
}
const calls = () => target.changes.map(({ name }) => name)

it('a picture that was replaced by one with the same text is replaced in Shopify, at its place', async () => {
  engine.source.put(showing('a', 'b'))
  await run('full')
  engine.source.put(showing('new', 'b'))
  await run()
  expect(shown()).toEqual(['new', 'b'])
  expect(await notes()).toEqual([])
  const [current] = await target.writer.readCurrent('product', [product().id])
  expect(current?.fields['pictures']).toEqual(
    target.writer.expectedFields(showing('new', 'b'))['pictures'],
  )
  await run('full')
  expect(calls()).toEqual([])
})

it('pictures in another order are put in that order, and nothing is fetched again', async () => {
  engine.source.put(showing('a', 'b', 'c'))
  await run('full')
  engine.source.put(showing('c', 'a', 'b'))
  await run()
  expect(shown()).toEqual(['c', 'a', 'b'])
  expect(calls()).toEqual(['ProductUpdate', 'ProductReorderMedia', 'ProductUpdate'])
  expect(await notes()).toEqual([])
})

it('a variant gets the picture that took the place of its own', async () => {
  engine.source.put(varied('red'))
  await run('full')
  engine.source.put(varied('crimson'))
  await run()
  expect(shown()).toEqual(['main', 'crimson'])
  expect(product().variants[0]?.mediaIds).toEqual([product().media[1]?.id])
  expect(await notes()).toEqual([])
})

it.each([
  ['one of another value', varied('red')],
  ['the first ones of a product that had none', showing('main')],
])('a variant that comes later has its own picture: %s', async (_what, first) => {
  engine.source.put(first)
  await run('full')
  engine.source.put(
    aProduct({
      sourceId: '1',
      images: ['main', 'red', 'blue'].map(picture),
      options: [{ name: 'Color', values: ['Red', 'Blue'] }],
      variants: ['Red', 'Blue'].map((value, at) =>
        aVariant({
          sourceId: `v${at + 1}`,
          options: [{ name: 'Color', value }],
          imageSourceId: value.toLowerCase(),
        }),
      ),
    }),
  )
  await run()
  const names = product().variants.map(({ mediaIds }) =>
    mediaIds.map((id) => shown()[product().media.findIndex((media) => media.id === id)]),
  )
  expect(names).toEqual([['red'], ['blue']])
  expect(await notes()).toEqual([])
})

it.each(['fileUpdate', 'productReorderMedia', 'productVariantAppendMedia'])(
  'a change that broke off at %s is finished by the next run, and nobody is asked',
  async (field) => {
    const withLast = (red: string) => ({
      ...varied(red),
      images: ['main', red, 'last'].map(picture),
    })
    engine.source.put(withLast('red'))
    await run('full')
    engine.source.put(withLast('crimson'))
    const fault = { kind: 'internal_error' as const }
    const id = target.shopify.faults.add({ fault, field, operation: 'mutation', times: 'always' })
    await run()
    target.shopify.faults.remove(id)
    await run()
    expect(shown()).toEqual(['main', 'crimson', 'last'])
    expect(product().variants[0]?.mediaIds).toEqual([product().media[1]?.id])
    expect(await notes()).toEqual([])
    engine.source.put(withLast('scarlet'))
    await run()
    expect(shown()).toEqual(['main', 'scarlet', 'last'])
    expect(await notes()).toEqual([])
  },
)

it('what the merchant added while a change was broken off is theirs', async () => {
  engine.source.put(showing('a', 'b', 'c'))
  await run('full')
  engine.source.put(showing('new', 'b', 'c'))
  const fault = { kind: 'internal_error' as const }
  const id = target.shopify.faults.add({
    fault,
    field: 'productReorderMedia',
    operation: 'mutation',
    times: 'always',
  })
  await run()
  target.shopify.faults.remove(id)
  product().media.push(newMedia(target.shop, `${AT}/own.png`, 'My own'))
  await run()
  expect(shown()).toContain('own')
  expect(await notes()).toContain('CONFLICT pictures')
})

it('a picture the merchant chose for the variant meanwhile stays, and the other is told', async () => {
  engine.source.put(varied('red'))
  await run('full')
  const { media, variants } = product()
  for (const variant of variants) variant.mediaIds = [media[0]?.id ?? '']
  engine.source.put(varied('crimson'))
  await run()
  expect(product().variants[0]?.mediaIds).toEqual([media[0]?.id])
  expect(await notes()).toEqual(['CHANGE_NOT_POSSIBLE pictures'])
})

it('pictures the merchant added or moved are left as they are, and it is told', async () => {
  engine.source.put(showing('a', 'b'))
  await run('full')
  product().media.unshift(newMedia(target.shop, `${AT}/own.png`, 'My own'))
  engine.source.put(showing('new', 'b'))
  await run()
  expect(shown()).toEqual(['own', 'a', 'b'])
  expect(await notes()).toEqual(['CONFLICT pictures'])
})

it('of a product that remembers no pictures, none is touched as long as none changed', async () => {
  engine.source.put(showing('a', 'b'))
  await run('full')
  for (const field of target.shop.metafields.values()) {
    if (field.key !== 'written') continue
    field.value = field.value.replace(/,"pictures":\{[^}]*\}/, '')
  }
  await database.prisma.$executeRawUnsafe(
    `update "Mapping" set "mappingVersion" = 1, "fingerprint" = 'old',
       "sourceFields" = "sourceFields" - 'pictures', "targetFields" = "targetFields" - 'pictures'
     where "projectId" = '${engine.project.projectId}'::uuid`,
  )
  product().media.push(newMedia(target.shop, `${AT}/own.png`, 'My own'))
  await run('full')
  expect(shown()).toEqual(['a', 'b', 'own'])
  expect(calls()).toEqual([])
})

it('a new picture that Shopify cannot fetch is told, and again by each run that tries it', async () => {
  engine.source.put(showing('a'))
  await run('full')
  target.shop.brokenImages.add(`${AT}/b.png`)
  engine.source.put(showing('a', 'b'))
  await run()
  expect(await notes()).toEqual(['IMAGE_FAILED images'])
  const again = await run()
  expect(await again.outcomes()).toEqual({ product: 'unchanged 1' })
  expect(await notes()).toEqual(['IMAGE_FAILED images'])
  target.shop.brokenImages.clear()
  await run()
  expect(shown()).toEqual(['a', 'b'])
  expect(await notes()).toEqual([])
  await replacedOnceMore('a', 'b')
})

it('a picture that replaced another one and cannot be fetched is told until it comes', async () => {
  engine.source.put(showing('a'))
  await run('full')
  target.shop.brokenImages.add(`${AT}/b.png`)
  engine.source.put(showing('b'))
  await run()
  expect(await notes()).toEqual(['IMAGE_FAILED pictures'])
  target.shop.brokenImages.clear()
  await run()
  expect(shown()).toEqual(['b'])
  expect(await notes()).toEqual([])
  await replacedOnceMore('b')
})

/** What arrived later is no edit of the merchant's: the next change of it arrives as any other. */
async function replacedOnceMore(...now: string[]) {
  engine.source.put(showing(...now.with(-1, 'z')))
  await run()
  expect(shown()).toEqual(now.with(-1, 'z'))
  expect(await notes()).toEqual([])
}

it('a picture that Shopify could not fetch comes when it can, at its place', async () => {
  target.shop.brokenImages.add(`${AT}/a.png`)
  engine.source.put(showing('a', 'b'))
  await run('full')
  expect(await notes()).toEqual(['IMAGE_FAILED images'])
  target.shop.brokenImages.clear()
  await run()
  expect(shown()).toEqual(['a', 'b'])
  expect(await notes()).toEqual([])
  await run('full')
  expect(calls()).toEqual([])
})
