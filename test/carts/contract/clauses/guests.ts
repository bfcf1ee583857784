import assert from 'node:assert/strict'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { ofStore } from '../clause.ts'
import type { Clause } from '../clause.ts'
import { listed, listedPages } from '../reading.ts'

async function orderOf(connector: SourceConnector, id: string): Promise<CanonicalOrder> {
  const { records } = await connector.readByIds('order', [id])
  const record = records[0]?.record
  assert.ok(record?.kind === 'order', `order ${id} was read`)
  return record
}

/** People without an account, who exist on their orders only. */
export const guestClauses: readonly Clause[] = [
  ofStore('gives an order without an account to its guest', {
    id: 'guests.on-orders',
    needs: ['orderAsGuest'],
    async run(store) {
      const order = await orderOf(store.connector(), store.orderAsGuest('ida@example.test'))
      const { guest, customerSourceId } = order
      assert.ok(guest?.guest, 'the order shows its guest')
      assert.equal(guest.email, 'ida@example.test')
      assert.equal(guest.sourceId, customerSourceId)
      assert.ok(isGuestId(guest.sourceId))
      assert.ok(!guest.sourceId.includes('ida'), 'the id says nothing of the address')
    },
  }),

  ofStore('takes one e-mail address for one guest, however it is written', {
    id: 'guests.one-address-one-guest',
    needs: ['orderAsGuest'],
    async run(store) {
      const spellings = ['ida@example.test', 'Ida@Example.TEST', 'noa@example.test']
      const ids = spellings.map((email) => store.orderAsGuest(email))
      const guests: (string | null)[] = []
      for (const id of ids) guests.push((await orderOf(store.connector(), id)).customerSourceId)
      assert.equal(guests[0], guests[1])
      assert.notEqual(guests[0], guests[2])
    },
  }),

  ofStore('names the guest of an order in both lists, as the record does', {
    id: 'guests.in-lists',
    needs: ['orderAsGuest'],
    async run(store) {
      const id = store.orderAsGuest('ida@example.test')
      const connector = store.connector()
      const { customerSourceId } = await orderOf(connector, id)
      const rows = (await listedPages(connector, 'order')).flatMap((page) => page.rows)
      assert.equal(rows.find((row) => row.id === id)?.guest, customerSourceId)
      const window = { from: null, to: store.now() }
      for await (const changed of connector.listChanged('order', window)) {
        const row = changed.find(({ sourceId }) => sourceId === id)
        assert.equal(row?.guestSourceId, customerSourceId)
      }
    },
  }),

  ofStore('lists no guest among the customers', {
    id: 'guests.not-listed',
    needs: ['orderAsGuest', 'create'],
    async run(store) {
      const account = store.create('customer')
      store.orderAsGuest('ida@example.test')
      const customers = await listed(store.connector(), 'customer')
      assert.deepEqual([...customers.keys()], [account])
    },
  }),
]
