import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { checkUserErrors } from '#app/migration/shopify/api/check-user-errors.ts'
import {
  COLLECTION_CREATE,
  COLLECTION_UPDATE,
} from '#app/migration/shopify/collection/documents.ts'
import {
  byNameReference,
  METAFIELD_NAMESPACE as namespace,
} from '#app/migration/shopify/identity/source-reference.ts'
import { create, updateOf, writeAll, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aProduct } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

/** A worker that dies right before the named operation leaves. */
class Died extends Error {}

let target: Awaited<ReturnType<typeof startShopifyTarget>>
let deadly: string | null = null
let refused: string | null = null

beforeEach(async () => {
  deadly = null
  refused = null
  target = await startShopifyTarget('plus', {
    before: async (name) => {
      if (name === deadly) throw new Died()
    },
    answerInstead: (name) =>
      name === refused
        ? {
            data: {
              collectionUpdate: { userErrors: [{ field: ['title'], message: 'Odd title' }] },
            },
          }
        : null,
  })
})
afterEach(() => target.shopify.close())

const mugs = { sourceId: '12', name: 'Mugs' }
const cups = { ...mugs, name: 'Cups' }
const renamed = { ...cups, before: mugs }
const product = (sourceId: string, ...collections: CanonicalProduct['collections']) =>
  aProduct({ sourceId, handle: `product-${sourceId}`, collections })
const put = async (sourceId: string, ...collections: CanonicalProduct['collections']) =>
  await writeOne(target.anotherWriter(), create(product(sourceId, ...collections)))

const all = () => [...target.shop.collections.values()]
const shown = () => all().map(({ title, handle }) => [title, handle])
const titlesOf = (gid: string) =>
  all()
    .filter(({ productIds }) => productIds.includes(gid))
    .map(({ title }) => title)
    .toSorted()

/** What the merchant, or an older version of this app, made before. */
async function already(title: string, options: { boundTo?: string } = {}): Promise<string> {
  const { boundTo } = options
  const { collectionCreate } = await target.client.run(COLLECTION_CREATE, {
    collection: { title, ...(boundTo === undefined ? {} : { metafields: byName(boundTo) }) },
  })
  return checkUserErrors(collectionCreate).collection?.id ?? ''
}

/** Makes it a collection of products with this in their title. */
function fillItself(id: string, condition: string): void {
  const collection = target.shop.collections.get(id)
  if (!collection) throw new Error('no collection')
  const rule = { column: 'TITLE', relation: 'CONTAINS', condition }
  collection.ruleSet = { appliedDisjunctively: false, rules: [rule] }
}

function byName(name: string) {
  const reference = byNameReference(target.options.projectId, name)
  return [
    { namespace, key: 'source_id', type: 'id', value: reference },
    { namespace, key: 'written', type: 'json', value: JSON.stringify({ tags: [], name }) },
  ]
}

async function retitle(title: string): Promise<void> {
  const [collection] = all()
  const { collectionUpdate } = await target.client.run(COLLECTION_UPDATE, {
    collection: { id: collection?.id ?? '', title },
  })
  checkUserErrors(collectionUpdate)
}

describe('a category that gets another name', () => {
  it('keeps its collection, products and web address', async () => {
    const { gid } = await put('1', mugs)
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'renamed' })
    const { snapshot } = await put('2', cups)
    expect(shown()).toEqual([['Cups', 'mugs']])
    expect(titlesOf(gid)).toEqual(['Cups'])
    expect(titlesOf(snapshot.gid)).toEqual(['Cups'])
  })

  it('shows it on its products without a write to any of them', async () => {
    const { gid } = await put('1', mugs)
    const writer = target.anotherWriter()
    await writer.followCategory(renamed)
    const [now] = await writer.readCurrent('product', [gid])
    expect(now?.fields['collections']).toEqual(['Cups'])
  })

  it('is followed once: a second time nothing is sent', async () => {
    await put('1', mugs)
    await target.anotherWriter().followCategory(renamed)
    target.changes.length = 0
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'same' })
    expect(target.changes).toEqual([])
  })

  it('leaves a title that the merchant gave the collection, and says so', async () => {
    const { gid } = await put('1', mugs)
    await retitle('My favourite mugs')
    const writer = target.anotherWriter()
    expect(await writer.followCategory(renamed)).toEqual({ result: 'kept' })
    const next = { ...mugs, name: 'Bowls', before: cups }
    expect(await writer.followCategory(next)).toEqual({ result: 'kept' })
    expect(shown()).toEqual([['My favourite mugs', 'mugs']])
    // No difference for ever: the product is in the category’s collection, whatever that is called.
    const [now] = await writer.readCurrent('product', [gid])
    expect(now?.fields['collections']).toEqual(['Bowls'])
  })

  it('is no conflict when the merchant gave the collection the same title', async () => {
    await put('1', mugs)
    await retitle('Cups')
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'same' })
    const next = { ...mugs, name: 'Bowls', before: cups }
    expect(await target.anotherWriter().followCategory(next)).toEqual({ result: 'renamed' })
  })

  it('is followed by a product where the categories cannot be listed', async () => {
    const first = await put('1', mugs)
    const update = updateOf(first, product('1', cups), ['collections'])
    const { notes, snapshot } = await writeOne(target.anotherWriter(), update)
    expect(notes).toEqual([])
    expect(snapshot.fields['collections']).toEqual(['Cups'])
    expect(shown()).toEqual([['Cups', 'mugs']])
  })

  it('has no collection as long as no product was in it', async () => {
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'none' })
    expect(all()).toEqual([])
  })

  it.each(['CollectionUpdate', 'MetafieldsSet'])(
    'is renamed by the next worker when one died before %s',
    async (operation) => {
      await put('1', mugs)
      deadly = operation
      await expect(target.anotherWriter().followCategory(renamed)).rejects.toThrow()
      deadly = null
      await target.anotherWriter().followCategory(renamed)
      const next = { ...mugs, name: 'Bowls', before: cups }
      expect(await target.anotherWriter().followCategory(next)).toEqual({ result: 'renamed' })
      expect(shown()).toEqual([['Bowls', 'mugs']])
    },
  )

  it.each(['CollectionUpdate', 'MetafieldsSet'])(
    'is known by all it was called, although a worker died before %s',
    async (operation) => {
      const { gid } = await put('1', mugs, { sourceId: '13', name: 'Sale' })
      deadly = operation
      await expect(target.anotherWriter().followCategory(renamed)).rejects.toThrow()
      deadly = null
      const writer = target.anotherWriter()
      await writer.followCategory(renamed)
      const next = { ...mugs, name: 'Bowls', before: cups }
      await writer.followCategory(next)
      await target.clock.advance(1000)
      const sale = { sourceId: '13', name: 'Offers', before: { sourceId: '13', name: 'Sale' } }
      await writer.followCategory(sale)
      const [now] = await writer.readCurrent('product', [gid])
      expect(now?.fields['collections']).toEqual(['Bowls', 'Offers'])
      expect(now?.formerly?.['collections']).toEqual([
        ['Mugs', 'Sale'],
        ['Cups', 'Sale'],
        ['Bowls', 'Sale'],
      ])
    },
  )

  it('tells when Shopify does not take the name', async () => {
    await put('1', mugs)
    const [collection] = all()
    refused = 'CollectionUpdate'
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({
      result: 'refused',
      reason: 'Odd title',
    })
    expect(collection?.title).toBe('Mugs')
    // It is the category’s all the same: its products come, and show no difference.
    const { snapshot, notes } = await put('2', cups)
    expect(snapshot.fields['collections']).toEqual(['Cups'])
    expect(notes).toEqual([])
    expect(collection?.productIds).toHaveLength(2)
  })
})

describe('a category that was deleted and made anew', () => {
  it('takes over the collection that is left, with its products and web address', async () => {
    const { gid } = await put('1', mugs)
    const anew = { sourceId: '57', name: 'Mugs' }
    const writer = target.anotherWriter()
    expect(await writer.followCategory({ ...anew, before: mugs })).toEqual({ result: 'same' })
    expect(await writer.followCategory({ ...anew, before: mugs })).toEqual({ result: 'same' })
    await put('2', anew)
    expect(shown()).toEqual([['Mugs', 'mugs']])
    expect(titlesOf(gid)).toEqual(['Mugs'])
  })

  it('is known by what the one before it was called', async () => {
    const { gid } = await put('1', mugs)
    const anew = { sourceId: '57', name: 'Cups' }
    const writer = target.anotherWriter()
    await writer.followCategory(renamed)
    await writer.followCategory({ ...anew, before: cups })
    const [now] = await writer.readCurrent('product', [gid])
    expect(now?.formerly?.['collections']).toEqual([['Mugs']])
  })
})

describe('two categories of one name', () => {
  const twins = [
    { sourceId: '3', name: 'Shirts' },
    { sourceId: '4', name: 'Shirts' },
  ]

  it('have a collection each', async () => {
    const [one, other] = await Promise.all(twins.map((twin, at) => put(`${at}`, twin)))
    expect(shown()).toEqual([
      ['Shirts', 'shirts'],
      ['Shirts', 'shirts-1'],
    ])
    expect(all().map(({ productIds }) => productIds.length)).toEqual([1, 1])
    expect(one?.snapshot.fields['collections']).toEqual(['Shirts'])
    expect(other?.snapshot.fields['collections']).toEqual(['Shirts'])
  })

  it('show both on a product that is in both', async () => {
    const record = product('1', ...twins)
    const { snapshot } = await put('1', ...twins)
    expect(snapshot.fields['collections']).toEqual(['Shirts', 'Shirts'])
    expect(target.writer.expectedFields(record)['collections']).toEqual(['Shirts', 'Shirts'])
  })

  it('never share the merchant’s own collection of that title, however they come', async () => {
    const own = await already('Shirts')
    const results = await writeAll(
      target.writer,
      twins.map((twin, at) => create(product(`${at}`, twin))),
    )
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(all().map(({ title }) => title)).toEqual(['Shirts', 'Shirts'])
    expect(all().find(({ id }) => id === own)?.productIds).toHaveLength(1)
    expect(all().map(({ productIds }) => productIds.length)).toEqual([1, 1])
  })
})

describe('a collection that is there before', () => {
  it('and was bound to a name by an older version is the category’s from now on', async () => {
    const old = await already('Mugs', { boundTo: 'Mugs' })
    const { gid } = await put('1', mugs)
    expect(all().map(({ id }) => id)).toEqual([old])
    expect(titlesOf(gid)).toEqual(['Mugs'])
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'renamed' })
    await put('2', cups)
    expect(shown()).toEqual([['Cups', 'mugs']])
  })

  it('and was bound to a name by an older version is found by the name from before', async () => {
    await already('Mugs', { boundTo: 'Mugs' })
    const another = await already('Cups', { boundTo: 'Cups' })
    const writer = target.anotherWriter()
    expect(await writer.followCategory(renamed)).toEqual({ result: 'renamed' })
    const swapped = { sourceId: '13', name: 'Mugs', before: { sourceId: '13', name: 'Cups' } }
    expect(await writer.followCategory(swapped)).toEqual({ result: 'renamed' })
    expect(shown()).toEqual([
      ['Cups', 'mugs'],
      ['Mugs', 'cups'],
    ])
    await put('1', { sourceId: '13', name: 'Mugs' })
    expect(all().find(({ id }) => id === another)?.productIds).toHaveLength(1)
    expect(all()).toHaveLength(2)
  })

  it('and was retitled by the merchant since keeps that title', async () => {
    await already('My mugs', { boundTo: 'Mugs' })
    const { notes } = await put('1', mugs)
    expect(notes).toEqual([])
    expect(shown()).toEqual([['My mugs', 'my-mugs']])
    expect(await target.anotherWriter().followCategory(renamed)).toEqual({ result: 'kept' })
  })

  it('and fills itself is left alone, and told to the first product', async () => {
    const own = await already('Mugs')
    fillItself(own, 'nothing')
    const records = ['1', '2'].map((sourceId) => create(product(sourceId, mugs)))
    const results = await writeAll(target.writer, records)
    const notes = results.flatMap((result) => (result.ok ? result.notes : [{ code: 'failed' }]))
    expect(notes).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', field: 'collections' }])
    expect(shown()).toEqual([
      ['Mugs', 'mugs'],
      ['Mugs', 'mugs-1'],
    ])
    expect(target.shop.collections.get(own)?.productIds).toEqual([])
  })
})

describe('a product that is in many collections', () => {
  it('shows ours right after it was made, whatever collections filled themselves with it', async () => {
    for (const title of ['All', 'New', 'Goods']) fillItself(await already(title), 'mug')
    const { gid, snapshot } = await put('1', mugs)
    expect(snapshot.fields['collections']).toEqual(['Mugs'])
    expect(titlesOf(gid)).toEqual(['Mugs'])
  })

  it('shows ours also when they come after sixty others', async () => {
    for (let n = 1; n <= 60; n += 1) fillItself(await already(`All ${n}`), 'mug')
    const { gid } = await put('1', mugs, { sourceId: '13', name: 'Sale' })
    const [now] = await target.writer.readCurrent('product', [gid])
    expect(now?.fields['collections']).toEqual(['Mugs', 'Sale'])
  })
})

describe('one collection per category', () => {
  it('although the worker died between its creation and the product', async () => {
    deadly = 'ProductSet'
    await expect(put('1', mugs)).rejects.toThrow()
    deadly = null
    await writeOne(target.anotherWriter(), create(product('1', mugs), { mayExist: true }))
    expect(shown()).toEqual([['Mugs', 'mugs']])
  })

  it('although two workers meet the category at once', async () => {
    await Promise.all(['1', '2', '3'].map((sourceId) => put(sourceId, mugs)))
    expect(shown()).toEqual([['Mugs', 'mugs']])
    expect(all()[0]?.productIds).toHaveLength(3)
  })

  it('is left by a product that is taken out, and what the merchant added stays', async () => {
    const first = await put('1', mugs, { sourceId: '13', name: 'Sale' })
    const own = await already('Hand-picked')
    target.shop.collections.get(own)?.productIds.push(first.gid)
    const update = updateOf(first, product('1', mugs), ['collections'])
    await writeOne(target.anotherWriter(), update)
    expect(titlesOf(first.gid)).toEqual(['Hand-picked', 'Mugs'])
  })
})
