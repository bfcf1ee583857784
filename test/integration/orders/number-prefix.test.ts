import { expect, it } from 'vitest'
import { expectedOf, create, updateOf, writeOne } from '#test/contracts/target-writer/intents.ts'
import { anOrder } from '#test/helpers/records/canonical-samples.ts'
import { startShopifyTarget } from '#test/helpers/stores/shopify-target.ts'

it.each([
  ['set', '', 'W-'],
  ['changed', 'W-', 'X-'],
  ['taken away', 'W-', ''],
])(
  'a prefix that is %s after orders were moved is for new orders only',
  async (_how, earlier, later) => {
    const { shopify, shop, changes, anotherWriter } = await startShopifyTarget()
    try {
      const [before, after] = [
        anotherWriter({ orderNamePrefix: earlier }),
        anotherWriter({ orderNamePrefix: later }),
      ]
      const old = anOrder({ sourceId: '1', number: '1001' })
      const first = await writeOne(before, create(old))
      expect(first.snapshot.fields).toEqual(expectedOf(before, old, first.snapshot))
      const [read] = await after.readCurrent('order', [first.gid])
      expect(read?.fields).toEqual(expectedOf(after, old, read))

      changes.length = 0
      const changed = { ...old, note: 'Ring twice', tags: ['phone'] }
      const again = await writeOne(after, updateOf(first, changed, ['note', 'tags']))
      expect(again.notes).toEqual([])
      expect(again.snapshot.fields).toEqual(expectedOf(after, changed, again.snapshot))

      await writeOne(after, create(anOrder({ sourceId: '2', number: '1002' })))
      expect([...shop.orders.values()].map(({ name }) => name)).toEqual([
        `${earlier}1001`,
        `${later}1002`,
      ])
    } finally {
      await shopify.close()
    }
  },
)

it('a number that did change in the old store is told, whatever the prefix', async () => {
  const { shopify, anotherWriter } = await startShopifyTarget()
  try {
    const old = anOrder({ sourceId: '1', number: '1001' })
    const first = await writeOne(anotherWriter({ orderNamePrefix: 'W-' }), create(old))
    const writer = anotherWriter({ orderNamePrefix: 'X-' })
    const renumbered = { ...old, number: '2001' }
    const result = await writeOne(writer, updateOf(first, renumbered, ['name']))
    expect(result.notes).toMatchObject([{ code: 'CHANGE_NOT_POSSIBLE', field: 'name' }])
    expect(result.snapshot).toMatchObject({ label: 'W-1001', fields: { name: '1001' } })
  } finally {
    await shopify.close()
  }
})
