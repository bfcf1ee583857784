import { describe, expect, test } from 'vitest'
import {
  askedOfForgotten,
  foundAgain,
  modifiedAt,
  rememberShown,
} from '../../chaos/life/forgotten.ts'
import { storesByHand } from '#test/chaos/oracle/by-hand/target.ts'
import { updateProduct } from '../../stand-ins/woocommerce/writes/products.ts'

const DAY = 86_400_000

/** A product whose row the app lost, and the question it asks when it has found it again. */
function lost() {
  const { woo, shop, gid, source } = storesByHand()
  const name = `product ${source.product}`
  const then = modifiedAt(woo, name)
  const forgotten = new Map([[name, rememberShown(shop, gid.product, then)]])
  const question = {
    kind: 'product' as const,
    sourceId: String(source.product),
    code: 'CONFLICT',
    severity: 'conflict',
    field: 'title',
  }
  return {
    forgotten,
    woo,
    question,
    product: shop.products.get(gid.product),
    renameInOldStore() {
      woo.clock = { now: () => (then ?? 0) + DAY }
      updateProduct(woo, Number(source.product), { name: 'Renamed meanwhile' })
    },
    asked: () => askedOfForgotten([question], { forgotten, store: shop, woo }),
  }
}

describe('a question about a record whose row was lost', () => {
  test('is right where the old store changed it before it was found again', () => {
    const record = lost()
    record.renameInOldStore()
    foundAgain(record.forgotten, record.woo)
    expect(record.asked()).toMatchObject([{ code: 'KEPT_IN_SHOPIFY', severity: 'note' }])
  })

  test('is no excuse for a value that Shopify did not have then', () => {
    const record = lost()
    record.renameInOldStore()
    if (record.product) record.product.title = 'Something else'
    expect(record.asked()).toEqual([record.question])
  })

  test('is no excuse where the old store changed nothing', () => {
    const record = lost()
    expect(record.asked()).toEqual([record.question])
  })

  test('is no excuse where the old store changed it later', () => {
    const record = lost()
    foundAgain(record.forgotten, record.woo)
    record.renameInOldStore()
    expect(record.asked()).toEqual([record.question])
  })
})
