import { describe, expect, it } from 'vitest'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { identityHashes, isAnotherRecord } from '#app/migration/engine/record/classify/identity.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Mapping } from '#app/migration/engine/ports/settlement.ts'
import type { RecordIdentity } from '#app/migration/engine/ports/source.ts'
import {
  customerIdentity,
  orderIdentity,
  productIdentity,
} from '#app/migration/carts/woocommerce/lists/identity.ts'
import { wireCustomer } from '#app/migration/carts/woocommerce/wire/customer.ts'
import { wireOrder } from '#app/migration/carts/woocommerce/wire/order.ts'
import { wireProduct } from '#app/migration/carts/woocommerce/wire/product.ts'

const KEY = 'key'

const product = (row: object = {}) =>
  productIdentity(
    wireProduct.parse({
      id: 77,
      name: 'Chair',
      status: 'publish',
      type: 'simple',
      sku: 'CH-1',
      date_created_gmt: '2025-03-01T10:20:30',
      ...row,
    }),
  )
const customer = (row: object = {}) =>
  customerIdentity(
    wireCustomer.parse({
      id: 32,
      username: 'alice',
      email: 'alice@example.com',
      date_created_gmt: '2025-03-01T10:20:30',
      ...row,
    }),
  )
const order = ({ email = 'alice@example.com', ...row }: { email?: string; [x: string]: unknown }) =>
  orderIdentity(
    wireOrder.parse({
      id: 512,
      number: '512',
      order_key: 'wc_order_alice',
      status: 'processing',
      currency: 'EUR',
      total: '10.00',
      total_tax: '0',
      date_created_gmt: '2025-03-01T10:20:30',
      billing: { email },
      line_items: [],
      ...row,
    }),
  )

function mapped(kind: EntityKind, identity: RecordIdentity | null, change: Partial<Mapping> = {}) {
  return {
    kind,
    identity: identityHashes(KEY, identity),
    sourceFields: {},
    sourceChangedAt: null,
    ...change,
  }
}
const isOther = (kind: EntityKind, before: RecordIdentity, now: RecordIdentity) =>
  isAnotherRecord(KEY, mapped(kind, before), now, {})

const LATER = '2025-09-09T09:09:09'

describe('after a backup was restored, an id is another record’s', () => {
  it.each([
    ['product', product(), product({ name: 'Table', sku: 'TA-1', date_created_gmt: LATER })],
    ['product', product(), product({ name: 'Table', date_created_gmt: LATER })],
    [
      'customer',
      customer(),
      customer({ username: 'bob', email: 'bob@example.com', date_created_gmt: LATER }),
    ],
    ['customer', customer(), customer({ email: 'bob@example.com', date_created_gmt: LATER })],
    [
      'customer',
      customer({ date_created_gmt: null }),
      customer({ username: 'bob', email: 'bob@example.com', date_created_gmt: null }),
    ],
    [
      'order',
      order({}),
      order({ email: 'bob@example.com', order_key: 'wc_order_bob', date_created_gmt: LATER }),
    ],
    // The same customer, the same number, the same total.
    ['order', order({}), order({ order_key: 'wc_order_again', date_created_gmt: LATER })],
    ['order', order({}), order({ email: 'bob@example.com', date_created_gmt: LATER })],
    [
      'order',
      order({ order_key: '' }),
      order({ order_key: '', total: '99.00', date_created_gmt: LATER }),
    ],
  ] as const)('%s %#', (kind, before, now) => {
    expect(isOther(kind, before, now)).toBe(true)
  })
})

describe('an honest change makes no other record', () => {
  it.each([
    ['a product that becomes variable', 'product', product(), product({ type: 'variable' })],
    [
      'a product that gets another name, SKU and type',
      'product',
      product(),
      product({ name: 'Seat', sku: 'SE-1', type: 'variable' }),
    ],
    [
      'a product whose publishing date is set anew',
      'product',
      product(),
      product({ date_created_gmt: LATER }),
    ],
    [
      'a draft that gets its date when it is published, under another name',
      'product',
      product({ date_created_gmt: null }),
      product({ name: 'Seat', date_created_gmt: LATER }),
    ],
    [
      'a customer with another e-mail address',
      'customer',
      customer(),
      customer({ email: 'a@b.example' }),
    ],
    ['a customer whom a plugin renamed', 'customer', customer(), customer({ username: 'alice2' })],
    [
      'a customer without a creation date',
      'customer',
      customer(),
      customer({ date_created_gmt: null, email: 'a@b.example' }),
    ],
    [
      'an order whose date was corrected by hand',
      'order',
      order({}),
      order({ date_created_gmt: LATER }),
    ],
    [
      'an order that a plugin numbers anew',
      'order',
      order({}),
      order({ number: '2025-0001', email: 'other@example.com' }),
    ],
    [
      'an order with another e-mail, total and currency',
      'order',
      order({}),
      order({ email: 'other@example.com', total: '99.00', currency: 'USD' }),
    ],
    [
      'times of the whole store that shift by whole hours',
      'order',
      order({}),
      order({ date_created_gmt: '2025-03-01T19:20:30', email: 'other@example.com' }),
    ],
    [
      'times that shift by the odd zone of Nepal',
      'customer',
      customer(),
      customer({ date_created_gmt: '2025-03-01T04:35:30', email: 'a@b.example' }),
    ],
    [
      'upper case in an e-mail address and a corrected date',
      'customer',
      customer(),
      customer({ email: 'Alice@Example.com', date_created_gmt: LATER }),
    ],
  ] as const)('%s', (_name, kind, before, now) => {
    expect(isOther(kind, before, now)).toBe(false)
  })

  it('nor do hashes of another key, which cannot be compared', () => {
    const now = customer({ username: 'bob', email: 'bob@example.com', date_created_gmt: LATER })
    expect(isAnotherRecord('another key', mapped('customer', customer()), now, {})).toBe(false)
  })
})

describe('a mapping of an earlier release, which remembers no identity', () => {
  const fields = (email: string) => ({ email: fingerprint(KEY, email), total: 'total' })
  const before = mapped('order', null, {
    sourceFields: fields('alice@example.com'),
    sourceChangedAt: '2025-04-01T00:00:00Z',
  })

  it('is not that of a record created after we had read it, known by another e-mail', () => {
    const now = order({ email: 'bob@example.com', date_created_gmt: LATER })
    expect(isAnotherRecord(KEY, before, now, fields('bob@example.com'))).toBe(true)
  })

  it('is that of any record that may have been there', () => {
    expect(isAnotherRecord(KEY, before, order({}), fields('new@example.com'))).toBe(false)
    const redated = order({ date_created_gmt: LATER })
    expect(isAnotherRecord(KEY, before, redated, fields('alice@example.com'))).toBe(false)
  })
})
