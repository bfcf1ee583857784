import { expect, it } from 'vitest'
import { create, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aProduct, categories } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

type Target = Awaited<ReturnType<typeof startShopifyTarget>>
const mug = (sourceId: string) =>
  aProduct({ sourceId, handle: `mug-${sourceId}`, collections: categories('Mugs') })
const shown = ({ shop }: Target) =>
  [...shop.collections.values()].map(({ title, publications }) => [
    title,
    Object.keys(publications).length,
  ])

/** A worker that dies right before the named operation leaves. */
class Died extends Error {}

it.each(['Publish', 'MetafieldsSet'])(
  'a collection whose worker died before %s is published by the next one',
  async (deadly) => {
    let isDying = true
    const target = await startShopifyTarget('plus', {
      before: async (name) => {
        if (isDying && name === deadly) throw new Died()
      },
    })
    try {
      await expect(writeOne(target.anotherWriter(), create(mug('1')))).rejects.toThrow()
      isDying = false
      const result = await writeOne(target.anotherWriter(), create(mug('1'), { mayExist: true }))
      expect(shown(target)).toEqual([['Mugs', 1]])
      expect(result.snapshot.fields['collections']).toEqual(['Mugs'])
    } finally {
      await target.shopify.close()
    }
  },
)

it('a collection that the merchant hid after it was finished stays hidden', async () => {
  const target = await startShopifyTarget()
  try {
    await writeOne(target.anotherWriter(), create(mug('1')))
    for (const collection of target.shop.collections.values()) collection.publications = {}
    await writeOne(target.anotherWriter(), create(mug('2')))
    expect(shown(target)).toEqual([['Mugs', 0]])
  } finally {
    await target.shopify.close()
  }
})

it('a collection of the merchant’s own is used as it is', async () => {
  const target = await startShopifyTarget()
  try {
    await writeOne(target.anotherWriter(), create(mug('1')))
    for (const collection of target.shop.collections.values()) {
      collection.publications = {}
      target.shop.metafields.clear()
      target.shop.uniqueValues.clear()
    }
    await writeOne(target.anotherWriter(), create(mug('2')))
    expect(shown(target)).toEqual([['Mugs', 0]])
  } finally {
    await target.shopify.close()
  }
})
