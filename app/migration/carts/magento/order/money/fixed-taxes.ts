import {
  allocate,
  equalAmounts,
  sum,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import { decimalsOf, isZero } from '../../../kit/order/amounts.ts'
import { listOf } from '../../../kit/wire/shapes.ts'
import type { WireItem, WireItemTaxes } from '../../wire/order.ts'
import { parsed } from '../custom-data.ts'
import { amountIn } from './extras.ts'
import { ofFamily, type Family } from '../lines/families.ts'

/** A fixed tax of goods ("Recycling fee"), which Shopify has no like of: a fee, with its own taxes. */
export type FixedTax = { title: string; amount: DecimalString; itemId: number }

const UNNAMED = 'Fixed product tax'

/** The amount field counts; the list that names them may be empty, broken or say something else. */
export function fixedTaxes(families: readonly Family[]): FixedTax[] {
  return families.flatMap((family) => {
    const all = ofFamily(family, (item) => item.weee_tax_applied_row_amount)
    if (isZero(all)) return []
    const bearers = [family.root, ...family.children]
    const named = bearers.flatMap(namedIn)
    const itemId = family.root.item_id
    if (named.length === 0) return [{ title: UNNAMED, amount: all, itemId }]
    const stated = sum(named.map(({ amount }) => amount))
    const parts = equalAmounts(stated, all)
      ? named.map(({ amount }) => amount)
      : allocate(
          all,
          named.map(({ amount }) => amount),
          decimalsOf(all),
        )
    return named.map(({ title }, at) => ({ title, amount: parts[at] ?? all, itemId }))
  })
}

function namedIn({ weee_tax_applied }: WireItem): { title: string; amount: DecimalString }[] {
  return (listOf(parsed(weee_tax_applied)) ?? []).flatMap((entry) => {
    const fields = new Map(Object.entries(entry ?? {}))
    const title = fields.get('title')
    const amount = amountIn(fields.get('row_amount'))
    if (amount === null) return []
    return [{ title: (typeof title === 'string' && title.trim()) || UNNAMED, amount }]
  })
}

/** What was charged on the fixed taxes themselves: it is in no amount of a row (measured). */
export function taxOnFixedTaxes(taxes: readonly WireItemTaxes[]): WireItemTaxes[] {
  return taxes.filter(({ type }) => type === 'weee')
}
