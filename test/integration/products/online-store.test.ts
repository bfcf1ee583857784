import { expect, it } from 'vitest'
import { compareFields, NO_ONLINE_STORE } from '#app/verification/verdict/compare-record.ts'
import { create, writeAll, writeOne } from '#test/contracts/target-writer/intents.ts'
import { aProduct, categories } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

type Target = Awaited<ReturnType<typeof startShopifyTarget>>
const online = ({ shop }: Target) =>
  [...shop.publications.values()].find(({ channel }) => channel.handle === 'online_store')

it.each(['Boutique en ligne', 'オンラインストア', 'Tienda online'])(
  'publishes to the Online Store of a store that calls it “%s”',
  async (name) => {
    const target = await startShopifyTarget()
    try {
      const store = online(target)
      for (const publication of target.shop.publications.values()) publication.name = 'Autre'
      if (store) store.name = name
      const record = aProduct({ collections: categories('Mugs') })
      const result = await writeOne(target.writer, create(record))
      expect(result.notes).toEqual([])
      expect(result.snapshot.fields).toEqual(target.writer.expectedFields(record))
      const [product] = target.shop.products.values()
      expect(Object.keys(product?.publications ?? {})).toEqual([store?.id])
    } finally {
      await target.shopify.close()
    }
  },
)

it('finds it behind many other publications, and by its name where nothing else tells', async () => {
  const target = await startShopifyTarget()
  try {
    const store = online(target)
    if (!store) throw new Error('no Online Store')
    target.shop.publications.clear()
    for (let n = 1; n <= 60; n += 1) {
      const id = `gid://shopify/Publication/${n}`
      const channel = { id: `gid://shopify/Channel/${n}`, handle: `market-${n}`, appId: `app ${n}` }
      target.shop.publications.set(id, { id, name: `Market ${n}`, channel })
    }
    const channel = { ...store.channel, handle: 'web', appId: 'gid://shopify/App/1' }
    target.shop.publications.set(store.id, { ...store, channel })
    const result = await writeOne(target.writer, create(aProduct()))
    expect(result.snapshot.fields['published']).toBe(true)
  } finally {
    await target.shopify.close()
  }
})

it('a store without an Online Store is told so once, and its products are no differences', async () => {
  const target = await startShopifyTarget()
  try {
    target.shop.publications.delete(online(target)?.id ?? '')
    const records = [1, 2, 3].map((n) => aProduct({ sourceId: `${n}`, handle: `mug-${n}` }))
    const hidden = aProduct({ sourceId: '4', handle: 'hidden', published: false })
    const results = await writeAll(
      target.writer,
      [...records, hidden].map((record) => create(record)),
    )
    const notes = results.flatMap((result) => (result.ok ? result.notes : [{ code: 'failed' }]))
    expect(notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'published' }])
    expect(target.shop.products.size).toBe(4)
    for (const result of results) {
      if (!result.ok) continue
      const fields = compareFields({
        expected: target.writer.expectedFields(result.intent.record),
        shown: result.snapshot.fields,
        base: null,
        remarks: [],
        isUndatedChange: false,
        fingerprintKey: 'key',
      })
      const unequal = fields.filter(({ verdict }) => verdict !== 'equal')
      const isHidden = result.intent.record === hidden
      expect(unequal.map(({ verdict, note }) => [verdict, note])).toEqual(
        isHidden ? [] : [['explained', NO_ONLINE_STORE]],
      )
    }
  } finally {
    await target.shopify.close()
  }
})
