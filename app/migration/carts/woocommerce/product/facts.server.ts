import type { WooClient } from '../client/client.server.ts'
import type { SourceCategory } from '#app/migration/engine/ports/source.ts'
import { nameCategories, toCategories } from './categories.ts'
import { askedList } from '../lists/asked-list.server.ts'
import { listAll } from '../../kit/lists/list-all.ts'
import type { ProductFacts } from './to-canonical.ts'
import { weightUnit } from './sellable.ts'
import { unlessLesserKey } from '../client/unless-lesser-key.server.ts'
import { wireCategory } from '../wire/product.ts'
import { wireCurrency, wireSetting } from '../wire/store.ts'

/** What products of a store have in common. */
export type StoreFacts = ProductFacts & {
  /** Null when the key may not list them. */
  categories: SourceCategory[] | null
}

/** Settings that a key of a lesser user may not read are done without. */
export async function readProductFacts(client: WooClient, pageSize: number): Promise<StoreFacts> {
  const ask = async (path: string) =>
    (await unlessLesserKey(client, () => client.get(path, {})))?.body
  const list = askedList({
    client,
    path: 'products/categories',
    filter: { hide_empty: 'false' },
    summaryFields: 'id,name,slug,parent',
    pageSize,
  })
  const [weight, dimension, currency, categories, site] = await Promise.all([
    ask('settings/products/woocommerce_weight_unit'),
    ask('settings/products/woocommerce_dimension_unit'),
    ask('data/currencies/current'),
    unlessLesserKey(client, () => listAll(list, { show: 'summary' })),
    client.site(),
  ])
  const unit = wireSetting.safeParse(weight)
  const sizes = wireSetting.safeParse(dimension)
  const money = wireCurrency.safeParse(currency)
  const named = (categories?.rows ?? []).flatMap(({ raw }) => {
    const category = wireCategory.safeParse(raw)
    return category.success ? [category.data] : []
  })
  const categoryNames = nameCategories(named)
  return {
    weightUnit: unit.success ? weightUnit(unit.data.value) : null,
    dimensionUnit: sizes.success ? sizes.data.value : null,
    currency: money.success ? money.data.code.toUpperCase() : null,
    storeUrl: site.index?.home || site.url,
    categoryNames,
    categories: categories === null ? null : toCategories(named, categoryNames),
  }
}
