import { expect, test } from 'vitest'
import { withoutErased } from '#app/projects/without-erased.ts'
import { aCustomer, anOrder } from '#test/helpers/records/canonical-samples.ts'
import { createMemorySource } from '#test/helpers/engine/memory-source.ts'

const guest = aCustomer({ sourceId: 'guest:ida', guest: true, email: 'ida@example.com' })

/** An order with Ida's e-mail address and this account, read where these customers are erased. */
async function read(account: string, erased: readonly string[]) {
  const source = createMemorySource()
  source.put(
    aCustomer({ sourceId: account }),
    anOrder({
      sourceId: '30',
      email: guest.email,
      phone: '+1 503 555 0100',
      customerSourceId: account,
      guest,
    }),
  )
  const seen = withoutErased(source, (kind, ids) =>
    Promise.resolve(new Set(ids.filter((id) => kind === 'customer' && erased.includes(id)))),
  )
  return (await seen.readByIds('order', ['30'])).records[0]?.record
}

const withoutContacts = { guest: null, email: null, phone: null }

test('an order of an erased account names nobody, also not as a guest', async () => {
  expect(await read('20', ['20'])).toMatchObject({ ...withoutContacts, customerSourceId: null })
})

test('an order with the address of an erased guest bears no trace of them, whatever account it names', async () => {
  expect(await read('20', ['guest:ida'])).toMatchObject({
    ...withoutContacts,
    customerSourceId: '20',
  })
})

test('an order of nobody who was erased stays as it is', async () => {
  expect(await read('20', ['21'])).toMatchObject({ guest, email: guest.email })
})
