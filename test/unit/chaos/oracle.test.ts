import { beforeEach, describe, expect, it } from 'vitest'
import { shownBefore } from '#test/chaos/oracle/edited-values.ts'
import type { MerchantEdit, MerchantEdits } from '#test/chaos/life/merchant/merchant-edits.ts'
import { noEdits, rememberEdit } from '#test/chaos/life/merchant/merchant-edits.ts'
import { removeForGood } from '#test/chaos/life/old-store/deleted.ts'
import { checkTarget } from '#test/chaos/oracle/check.ts'
import { expectedMoney } from '#test/chaos/oracle/orders/money.ts'
import { bind, PROJECT, storesByHand, type ByHand } from '#test/chaos/oracle/by-hand/target.ts'
import type { CheckInput, OpenIssueRow } from '#test/chaos/types.ts'
import { updateCustomer } from '#test/stand-ins/woocommerce/writes/customers.ts'
import {
  setOrderStatus,
  trashOrder,
  updateOrder,
} from '#test/stand-ins/woocommerce/writes/orders.ts'
import { newGid } from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  createVariation,
  deleteVariation,
  updateProduct,
} from '#test/stand-ins/woocommerce/writes/products.ts'
import { createRefund, deleteRefund } from '#test/stand-ins/woocommerce/writes/refunds.ts'

let stores: ByHand
let edits: MerchantEdits
beforeEach(() => {
  stores = storesByHand()
  edits = noEdits()
})

function check(more: Partial<CheckInput<MerchantEdits>> = {}) {
  return checkTarget({
    woo: stores.woo,
    shop: stores.shop,
    projectId: PROJECT,
    edits,
    through: null,
    ledgerIssues: [],
    ...more,
  })
}

const at = (ms: number) => new Date(ms).toISOString()
const watermarks = (ms: number) => ({ product: at(ms), customer: at(ms), order: at(ms) })
const product = () => present(stores.shop.products.get(stores.gid.product))
const customer = () => present(stores.shop.customers.get(stores.gid.customer))
const order = () => present(stores.shop.orders.get(stores.gid.order))
const firstLine = () => present(order().lines[0])

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there')
  return value
}

it('finds nothing where both stores say the same', () => {
  expect(check().stories).toEqual([])
})

describe('a record that is not there', () => {
  it.each(['product', 'customer', 'order'] as const)('is lost: %s', (kind) => {
    const { shop, gid, source } = stores
    ;({ product: shop.products, customer: shop.customers, order: shop.orders })[kind].delete(
      gid[kind],
    )
    const found = check()
    expect(found.lost).toBeGreaterThan(0)
    expect(found.stories.join()).toMatch(
      new RegExp(`lost: ${kind} ${source[kind]}:.*not in Shopify`),
    )
  })

  it('is a lie of the watermark while that says it was seen, and nothing when it changed later', () => {
    const { shop, gid, clock } = stores
    shop.orders.delete(gid.order)
    expect(check({ through: watermarks(clock.at + 1000) })).toMatchObject({
      lost: 0,
      watermarkLies: 1,
    })
    expect(check({ through: watermarks(clock.at) }).watermarkLies, 'its own second').toBe(0)
  })

  it('is no silent loss when an issue says so', () => {
    stores.shop.orders.delete(stores.gid.order)
    const issue: OpenIssueRow = {
      kind: 'order',
      sourceId: String(stores.source.order),
      code: 'REJECTED_BY_SHOPIFY',
      severity: 'failed',
      field: null,
    }
    expect(check({ ledgerIssues: [issue] })).toMatchObject({ lost: 0, announced: 1 })
  })

  it('is lost although the old store deleted it, when it was in Shopify before', () => {
    expect(check().stories).toEqual([])
    removeForGood(stores.woo, 'order', stores.source.order)
    expect(check().stories, 'still there').toEqual([])
    stores.shop.orders.delete(stores.gid.order)
    expect(check().lost).toBe(1)
  })

  it('need not be there when it was in the bin before it could be moved', () => {
    stores.shop.orders.delete(stores.gid.guestOrder)
    trashOrder(stores.woo, stores.source.guestOrder)
    expect(check().stories).toEqual([])
  })
})

describe('a record that is there twice', () => {
  it.each(['product', 'order'] as const)('is seen without any custom id: %s', (kind) => {
    double(kind)
    expect(check()).toMatchObject({ duplicated: 1, extra: 0, lost: 0 })
  })

  it.each(['product', 'customer', 'order'] as const)(
    'is seen with the same custom id: %s',
    (kind) => {
      bind(stores.shop, double(kind), `${kind}:${stores.source[kind]}`)
      expect(check().duplicated).toBeGreaterThan(0)
    },
  )

  it('is seen by the e-mail address: a guest', () => {
    const { shop, gid } = stores
    const guest = structuredClone(present(shop.customers.get(gid.guest)))
    shop.customers.set('gid://shopify/Customer/2', { ...guest, id: 'gid://shopify/Customer/2' })
    expect(check().duplicated).toBe(1)
  })

  it('is extra when it stems from nothing, unless the merchant made it', () => {
    const gid = double('order')
    Object.assign(present(stores.shop.orders.get(gid)), { sourceIdentifier: null, name: '#9001' })
    expect(check()).toMatchObject({ duplicated: 0, extra: 1 })
    edits.made.add(gid)
    expect(check().stories).toEqual([])
  })

  function double(kind: 'product' | 'customer' | 'order'): string {
    const { shop } = stores
    const id = `gid://shopify/Copy/${kind}`
    if (kind === 'product') {
      shop.products.set(id, { ...structuredClone(product()), id })
    } else if (kind === 'customer') {
      const copy = structuredClone(customer())
      shop.customers.set(id, { ...copy, id, email: null, phone: null })
    } else {
      shop.orders.set(id, { ...structuredClone(order()), id })
    }
    return id
  }
})

describe('money', () => {
  it.each([
    ['a price', (): void => void (firstLine().unitPrice.shop = '20.00')],
    ['the shipping', (): void => void (present(order().shippingLines[0]).price.shop = '6.91')],
    ['a tax', (): void => void (present(firstLine().taxLines[0]).price.shop = '2.91')],
    ['a discount', (): void => void (firstLine().discount.shop = '0.01')],
  ])('is wrong when %s is off by a cent', (_what, change) => {
    change()
    expect(check().wrongTotals).toBe(1)
  })

  it('has no excuse in a remark that the total differs', () => {
    firstLine().unitPrice.shop = '20.00'
    const note: OpenIssueRow = {
      kind: 'order',
      sourceId: String(stores.source.order),
      code: 'TOTAL_MISMATCH',
      severity: 'note',
      field: 'total',
    }
    expect(check({ ledgerIssues: [note] }).wrongTotals).toBe(1)
  })

  it('is missed when it was given back in one store only', () => {
    createRefund(stores.woo, stores.source.order, { amount: '1.00' })
    expect(check().stories.join()).toMatch(/refunded should be "6", Shopify has "5"/)
  })
})

describe('an order that was edited in Shopify', () => {
  const edit = () => {
    order().edits.push({ id: 'gid://shopify/OrderEdit/1', at: order().createdAt, staffNote: null })
  }

  it('has each line’s taxes to the cent, as any other', () => {
    edit()
    expect(check().stories).toEqual([])
    present(firstLine().taxLines[0]).price.shop = '2.95'
    expect(check().stories.join()).toMatch(/of taxes of “Lamp & Shade” should be/)
  })

  it('owes no tax for what was taken off', () => {
    edit()
    const { taxLines } = firstLine()
    // Three were sold at first, with the tax of three.
    Object.assign(firstLine(), { quantity: 3, removed: 1 })
    present(taxLines[0]).price.shop = '4.35'
    expect(check().stories.filter((story) => story.includes('taxes of'))).toEqual([])
    present(taxLines[0]).price.shop = '2.9'
    expect(check().stories.join()).toMatch(/of taxes of “Lamp & Shade” should be/)
  })

  it('has each way of sending at its price', () => {
    edit()
    present(order().shippingLines[0]).price.shop = '6.91'
    expect(check().stories.join()).toMatch(/shippingLines should be .*Parcel for 6.9"/)
  })
})

describe('a refund that was entered anew', () => {
  const anew = () => {
    const { woo, source } = stores
    check()
    const [refund] = [...woo.refunds.values()]
    deleteRefund(woo, present(refund).id)
    createRefund(woo, source.order, { amount: '5.00', reason: 'Anew' })
  }
  const told = (field: string): OpenIssueRow => ({
    kind: 'order',
    sourceId: String(stores.source.order),
    code: 'KEPT_IN_SHOPIFY',
    severity: 'note',
    field,
  })

  it('is missed in Shopify unless the merchant knows that another stands for it', () => {
    anew()
    expect(check().stories.join()).toMatch(/refunds should be "refund \d+ of 5", Shopify has "it 0/)
    expect(check({ ledgerIssues: [told('singleRefunds')] }).stories).toEqual([])
  })

  it('excuses no refund of another amount', () => {
    anew()
    present(order().refunds[0]).total.shop = '4'
    const found = check({ ledgerIssues: [told('singleRefunds')] })
    expect(found.stories.join()).not.toBe('')
  })
})

describe('what changed in the old store', () => {
  it.each<[string, RegExp, () => void]>([
    ['a title', /title/, () => updateProduct(stores.woo, stores.source.product, { name: 'Lamp' })],
    [
      'a price',
      /price/,
      () => updateProduct(stores.woo, stores.source.product, { regular_price: '21' }),
    ],
    [
      'a text',
      /description/,
      () => updateProduct(stores.woo, stores.source.product, { description: 'It glows.' }),
    ],
    [
      'a status',
      /status/,
      () => updateProduct(stores.woo, stores.source.product, { status: 'draft' }),
    ],
    [
      'a name',
      /firstName/,
      () => updateCustomer(stores.woo, stores.source.customer, { first_name: 'Eva' }),
    ],
    [
      'an e-mail',
      /email/,
      () => updateCustomer(stores.woo, stores.source.customer, { email: 'a@b.example' }),
    ],
    [
      'an address',
      /addresses/,
      () => updateCustomer(stores.woo, stores.source.customer, { billing: { city: 'Reno' } }),
    ],
    [
      'a note',
      /note/,
      () => updateOrder(stores.woo, stores.source.order, { customer_note: 'Knock' }),
    ],
    [
      'where it goes',
      /shippingAddress/,
      () => updateOrder(stores.woo, stores.source.order, { shipping: { city: 'Reno' } }),
    ],
    ['a cancellation', /cancelled/, () => setStatus('cancelled')],
    ['a payment', /financialStatus/, () => setStatus('processing')],
    ['a delivery', /fulfillmentStatus/, () => setStatus('completed')],
  ])('is missed when Shopify does not show it: %s', (_what, field, change) => {
    change()
    const found = check()
    expect(found.wrongFields).toBeGreaterThan(0)
    expect(found.stories.join()).toMatch(field)
  })

  it('is explained where a remark says why it could not follow, and only there', () => {
    updateOrder(stores.woo, stores.source.order, { billing: { city: 'Reno' } })
    const note = (field: string): OpenIssueRow => ({
      kind: 'order',
      sourceId: String(stores.source.order),
      code: 'CHANGE_NOT_POSSIBLE',
      severity: 'note',
      field,
    })
    expect(check({ ledgerIssues: [note('billingAddress')] }).stories).toEqual([])
    expect(check({ ledgerIssues: [note('shippingAddress')] }).wrongFields).toBe(1)
  })

  const setStatus = (status: string) => {
    const found = stores.woo.orders.get(stores.source.guestOrder)
    if (found) setOrderStatus(stores.woo, found, status)
  }
})

describe('what the merchant did in Shopify', () => {
  /** To be called before Shopify shows it. */
  const edit = (field: MerchantEdit['field'], owner: string, value: string, gid = owner) => {
    const { shop } = stores
    const before = shownBefore(shop, edits, { gid, owner, field })
    rememberEdit(edits, { field, owner, gid, value, before })
  }
  const conflict = (kind: OpenIssueRow['kind'], field: string): OpenIssueRow => ({
    kind,
    sourceId: String(stores.source[kind]),
    code: 'CONFLICT',
    severity: 'conflict',
    field,
  })
  const street = (words: string) => `${words} Merchant Street`
  const variant = () => present(product().variants[0])

  /** The merchant edits a field in Shopify; the old store changes the same. */
  const BOTH: readonly [string, OpenIssueRow['kind'], () => void, () => void][] = [
    [
      'title',
      'product',
      () => {
        edit('product.title', stores.gid.product, 'My lamp')
        product().title = 'My lamp'
      },
      () => updateProduct(stores.woo, stores.source.product, { name: 'Lamp' }),
    ],
    [
      'descriptionHtml',
      'product',
      () => {
        edit('product.description', stores.gid.product, 'Mine')
        product().descriptionHtml = '<p>Mine</p>'
      },
      () => updateProduct(stores.woo, stores.source.product, { description: 'It glows.' }),
    ],
    [
      'variant:<id>.price',
      'product',
      () => {
        edit('variant.price', stores.gid.product, '300.00', variant().id)
        variant().price = '300.00'
      },
      () => updateProduct(stores.woo, stores.source.product, { regular_price: '21' }),
    ],
    [
      'firstName',
      'customer',
      () => {
        edit('customer.firstName', stores.gid.customer, 'Augusta')
        customer().firstName = 'Augusta'
      },
      () => updateCustomer(stores.woo, stores.source.customer, { first_name: 'Eva' }),
    ],
    [
      'phone',
      'customer',
      () => {
        edit('customer.phone', stores.gid.customer, '+14155551234')
        customer().phone = '+14155551234'
      },
      () =>
        updateCustomer(stores.woo, stores.source.customer, {
          billing: { phone: '(510) 555-1099' },
        }),
    ],
    [
      'addresses',
      'customer',
      () => {
        edit('customer.address', stores.gid.customer, street('1'))
        present(customer().addresses[0]).address1 = street('1')
      },
      () => updateCustomer(stores.woo, stores.source.customer, { billing: { city: 'Reno' } }),
    ],
    [
      'note',
      'order',
      () => {
        edit('order.note', stores.gid.order, 'Mine')
        order().note = 'Mine'
      },
      () => updateOrder(stores.woo, stores.source.order, { customer_note: 'Knock' }),
    ],
    [
      'shippingAddress',
      'order',
      () => {
        edit('order.shippingAddress', stores.gid.order, street('2'))
        present(order().shippingAddress ?? undefined).address1 = street('2')
      },
      () => updateOrder(stores.woo, stores.source.order, { shipping: { city: 'Reno' } }),
    ],
  ]
  /** The customer's phone stands in their address as well. */
  const BESIDE = ['phone']

  it.each(BOTH)('stands, and is nobody’s question while it alone changed: %s', (...[, , edits]) => {
    edits()
    expect(check().stories).toEqual([])
  })

  it.each(BOTH)('has to be asked about where the old store changed the same: %s', (...both) => {
    const [name, kind, theirs, ours] = both
    const field = name.replace('<id>', String(stores.source.product))
    theirs()
    ours()
    const asked = BESIDE.includes(name) ? [conflict(kind, 'addresses')] : []
    const others = BESIDE.includes(name) ? check({ ledgerIssues: asked }).wrongFields - 1 : 0
    const found = check({ ledgerIssues: asked })
    expect(found.stories.join()).toContain(`both stores changed ${field}, and nobody was asked`)
    const told = check({ ledgerIssues: [...asked, conflict(kind, field)] })
    expect(told.stories.filter((story) => story.includes('both stores'))).toEqual([])
    expect(told.wrongFields).toBe(others)
  })

  it('is asked about whatever the merchant did since, and whoever changed it first', () => {
    updateProduct(stores.woo, stores.source.product, { name: 'Lamp' })
    for (const title of ['My lamp', 'My own lamp']) {
      edit('product.title', stores.gid.product, title)
      product().title = title
    }
    expect(check().wrongFields).toBe(1)
    expect(check({ ledgerIssues: [conflict('product', 'title')] }).stories).toEqual([])
    updateProduct(stores.woo, stores.source.product, { name: 'Lamp & Shade' })
    expect(check().stories, 'the old store came back to what it had said').toEqual([])
  })

  it('is no question where the record was somebody else’s when it was edited', () => {
    const gid = stores.gid.customer
    const before = { customId: `${PROJECT}:customer:guest:somebody`, value: '"Ada"' }
    const field = 'customer.firstName'
    rememberEdit(edits, { field, owner: gid, gid, value: 'Augusta', before })
    customer().firstName = 'Augusta'
    updateCustomer(stores.woo, stores.source.customer, { first_name: 'Eva' })
    expect(check().stories).toEqual([])
  })

  it.each<[MerchantEdit['field'], () => string]>([
    ['product.title', () => stores.gid.product],
    ['product.tag', () => stores.gid.product],
    ['customer.note', () => stores.gid.customer],
    ['customer.ownAddress', () => stores.gid.customer],
    ['order.note', () => stores.gid.order],
    ['order.tag', () => stores.gid.order],
  ])('is overwritten when it is gone: %s', (field, owner) => {
    edit(field, owner(), 'the merchant’s')
    expect(check().overwritten).toBe(1)
  })

  describe('to the stock of what the old store sells', () => {
    const stocked = (available: number) => ({
      available,
      onHand: available,
      updatedAt: '2026-03-02T09:00:00Z',
    })
    const setStock = (stock: number) => {
      const { id, item } = variant()
      item.levels['gid://shopify/Location/1'] = stocked(stock)
      edit('variant.stock', stores.gid.product, String(stock), id)
    }
    /** The app makes a product's variants anew. */
    const makeAnew = (customId: string, values: string[]) => {
      const { shop } = stores
      const before = variant()
      const id = newGid(shop, 'ProductVariant')
      const item = structuredClone({ ...before.item, variantId: id })
      item.levels['gid://shopify/Location/1'] = stocked(3)
      product().variants = [{ ...structuredClone(before), id, values, item }]
      for (const [key, metafield] of shop.metafields) {
        if (metafield.ownerId === before.id) shop.metafields.delete(key)
      }
      bind(shop, id, customId)
    }
    const sizes = () => {
      updateProduct(stores.woo, stores.source.product, {
        type: 'variable',
        attributes: [{ name: 'Size', visible: true, variation: true, options: ['Small'] }],
      })
      const size = createVariation(stores.woo, stores.source.product, {
        regular_price: '19.99',
        attributes: [{ name: 'Size', option: 'Small' }],
      })
      makeAnew(`variant:${size.id}`, ['Small'])
      return size.id
    }
    const stocks = () => check().stories.filter((story) => story.includes('variant.stock'))

    it('goes with the item, and is not that of what is sold under its id later', () => {
      const own = `variant:${stores.source.product}`
      setStock(41)
      expect(stocks()).toEqual([])
      const size = sizes()
      expect(stocks(), 'the one size is another item').toEqual([])
      deleteVariation(stores.woo, size)
      updateProduct(stores.woo, stores.source.product, { type: 'simple', attributes: [] })
      makeAnew(own, ['Default Title'])
      expect(stocks(), 'and so is the product that is simple again').toEqual([])
    })

    it('is overwritten where the app alone made the item anew', () => {
      const own = `variant:${stores.source.product}`
      setStock(41)
      expect(stocks()).toEqual([])
      makeAnew(own, ['Default Title'])
      expect(stocks()).toHaveLength(1)
    })

    it('is overwritten where the item was away in Shopify only', () => {
      const own = `variant:${stores.source.product}`
      setStock(41)
      expect(stocks()).toEqual([])
      makeAnew('variant:999', ['Small'])
      check()
      makeAnew(own, ['Default Title'])
      expect(stocks()).toHaveLength(1)
    })
  })

  it('does not hide that another field is old', () => {
    edit('product.title', stores.gid.product, 'My lamp')
    product().title = 'My lamp'
    updateProduct(stores.woo, stores.source.product, { regular_price: '21' })
    expect(check()).toMatchObject({ wrongFields: 1, overwritten: 0 })
  })
})

describe('what belongs together', () => {
  it('is missed when the order leads to somebody else', () => {
    order().customerId = stores.gid.guest
    expect(check().stories.join()).toMatch(/customer should be/)
  })

  it('is missed when a line leads to another product', () => {
    const { shop } = stores
    const id = 'gid://shopify/Product/2'
    shop.products.set(id, { ...structuredClone(product()), id })
    bind(shop, id, 'product:1')
    firstLine().productId = id
    expect(check().stories.join()).toMatch(/product of the line “Lamp & Shade” should be/)
  })
})

it('a coupon for which nothing was left took nothing off, whatever its tax says', () => {
  const { woo, source } = stores
  const sold = present(woo.orders.get(source.order))
  present(sold.lines[0]).total = '36.68'
  sold.couponLines = [coupon('Five off', '3.3', '0.24'), coupon('LATE15', '0', '0.04')]
  expect(expectedMoney(sold).code).toBe('Five off')
  // Where prices include taxes, its tax is what it took off.
  expect(expectedMoney({ ...sold, pricesIncludeTax: true }).code).toBe('Five off + LATE15')
})

const coupon = (code: string, discount: string, discountTax: string) => ({
  id: 1,
  code,
  discount,
  discountTax,
  couponId: 1,
  discountType: 'percent',
  amount: 15,
  freeShipping: false,
  metaId: 1,
})
