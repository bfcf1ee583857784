import { expect, it } from 'vitest'
import { mergeFields } from '#app/migration/engine/record/classify/three-way-merge.ts'
import { orderChanges } from '#app/migration/shopify/order/changes.ts'
import { shownContent } from '#app/migration/shopify/order/input/content.ts'
import { piecesByLine } from '#app/migration/shopify/order/input/pieces.ts'
import type { ReadOrder } from '#app/migration/shopify/order/read-order.ts'
import type { ReadProduct } from '#app/migration/shopify/product/snapshot.ts'
import { planStructure } from '#app/migration/shopify/product/variants/structure.ts'
import { parseManaged } from '#app/migration/shopify/managed.ts'
import { compareFields } from '#app/verification/verdict/compare-record.ts'
import { aLine, anOrder, aProduct, aVariant } from '#test/helpers/records/canonical-samples.ts'
import { outOfProportion } from '#test/helpers/time/operations.ts'

const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: null,
  currency: 'EUR',
}
const many = <T>(size: number, each: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => each(i))
const money = (amount: string) => ({ shopMoney: { amount } })

/** As much of an order in Shopify as these look at; somebody has edited it. */
function shownOrder(size: number, title: (i: number) => string): ReadOrder {
  const line = (i: number) => ({
    id: `line-${i}`,
    title: title(i),
    quantity: 2,
    currentQuantity: 1,
    originalUnitPriceSet: money('12.50'),
    taxLines: [],
  })
  const shown: Partial<ReadOrder> = {
    edited: true,
    cancelledAt: null,
    currencyCode: 'EUR',
    allLines: many(size, line),
    returned: {
      lines: many(size, (i) => ({ lineItemId: `line-${i}`, quantity: 1 })),
      amount: '0',
    },
    shippingLines: {
      nodes: many(size, (i) => ({
        title: title(i),
        code: null,
        originalPriceSet: money('1.00'),
        taxLines: [],
      })),
    },
    currentTotalDiscountsSet: money('0'),
    currentTotalPriceSet: money('0'),
    discountCodes: [],
  }
  return shown as ReadOrder
}

it.each([
  ['of different titles', (i: number) => `Mug ${i}`],
  ['that are all alike', () => 'Mug'],
])('an edited order costs twice as much with twice as many lines %s', (_what, title) => {
  const work = (size: number) => {
    const shown = shownOrder(size, title)
    const order = anOrder({
      lines: many(size, (i) =>
        aLine({ sourceId: `${i}`, title: title(i), quantity: 2, subtotal: '25' }),
      ),
      shippingLines: many(size, (i) => ({ title: title(i + 1), code: '', amount: '1', taxes: [] })),
    })
    return () => {
      orderChanges(order, shown)
      piecesByLine(order, shown)
      shownContent(shown, parseManaged(null))
    }
  }
  expect(outOfProportion(work)).toEqual([])
})

it('a product costs twice as much with twice as many variants that came and went', () => {
  const work = (size: number) => {
    const options = [{ name: 'Size', values: many(size, (i) => `new ${i}`) }]
    const record = aProduct({
      options,
      variants: many(size, (i) =>
        aVariant({ sourceId: `new-${i}`, options: [{ name: 'Size', value: `new ${i}` }] }),
      ),
    })
    const old = many(size, (i) => `old-${i}`)
    const before: Partial<ReadProduct> = {
      options: [{ id: 'option', name: 'Size', linkedMetafield: null }],
      allVariants: old.map((id) => ({
        ...({} as ReadProduct['allVariants'][number]),
        id: `gid-${id}`,
        selectedOptions: [{ name: 'Size', value: id }],
      })),
    }
    const children = Object.fromEntries(old.map((id) => [id, `gid-${id}`]))
    const fields = old.flatMap((id) => [`variant:${id}.price`, `variant:${id}.options`])
    const changed = new Set([...fields, 'options'])
    return () => {
      planStructure(record, before as ReadProduct, children, fields, changed, OPTIONS)
    }
  }
  expect(outOfProportion(work)).toEqual([])
})

it('a merge and a verification cost twice as much with twice as many fields in dispute', () => {
  const work = (size: number) => {
    const names = many(size, (i) => `variant:${i}.price`)
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]))
    const remarks = names.map((field) => ({
      code: 'CONFLICT',
      field,
      severity: 'note' as const,
      message: 'Kept.',
    }))
    return () => {
      mergeFields({
        base: { sourceFields: all('base'), targetFields: all('base') },
        attempts: [{ fingerprint: 'f', fields: all('source'), replaced: names }],
        source: all('source'),
        target: all('source'),
        open: new Set(names),
        takeSource: new Set(),
        again: new Set(),
        policy: 'take_source',
        baseOfOtherVersion: false,
      })
      compareFields({
        expected: all('source'),
        shown: all('target'),
        base: null,
        remarks,
        isUndatedChange: false,
        fingerprintKey: 'key',
      })
    }
  }
  expect(outOfProportion(work)).toEqual([])
})
