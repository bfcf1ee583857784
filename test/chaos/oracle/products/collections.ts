import type { Product } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { compareCustomData } from '../custom-data.ts'
import { sayer, sayUnlessSame, type Check, type Say } from '../findings.ts'
import { boundId, type TargetIndex } from '../target-index.ts'
import { readable } from '../text.ts'

const isReal = (woo: WooState, id: number) => {
  const category = woo.terms.get(id)
  return category !== undefined && category.slug !== 'uncategorized'
}

/** A product is in the collections of its categories, each known by the category's id, and no other. */
export function compareMembership(
  { woo, shop }: Check,
  index: TargetIndex,
  product: Product,
  gid: string,
  say: Say,
): void {
  const wanted = product.categoryIds.filter((id) => isReal(woo, id)).map((id) => `collection:${id}`)
  const shown = [...shop.collections.values()]
    .filter(({ productIds }) => productIds.includes(gid))
    .map(({ id, title }) => index.customIds.get(id) ?? `“${title}” of nobody`)
  sayUnlessSame(say, 'collections', wanted.sort(), shown.sort())
}

/** Each collection has its category's name, is shown, and says nothing of its own. */
export function checkCollections(check: Check, index: TargetIndex): void {
  const { woo, shop } = check
  const online = [...shop.publications.values()].find(({ name }) => name === 'Online Store')
  for (const collection of shop.collections.values()) {
    const customId = boundId(index, collection.id, 'collection')
    if (customId === null) {
      check.count('extra', `collection ${collection.id} “${collection.title}” stems from nothing`)
      continue
    }
    const owners = index.owners.get(`collection:${customId}`) ?? []
    if (owners.length > 1 && owners[0] === collection.id) {
      check.count('duplicated', `category ${customId} is there as ${owners.join(', ')}`)
    }
    // What the old store deleted stays.
    if (!isReal(woo, Number(customId))) continue
    const say = sayer(check, 'product', `category ${customId}`, collection.id)
    sayUnlessSame(say, 'title', nameOf(woo, Number(customId)), collection.title)
    sayUnlessSame(say, 'description', '', collection.descriptionHtml)
    sayUnlessSame(say, 'seo', { title: null, description: null }, collection.seo)
    sayUnlessSame(say, 'conditions', null, collection.ruleSet)
    sayUnlessSame(say, 'template', null, collection.templateSuffix)
    const shown = Object.keys(collection.publications)
    sayUnlessSame(say, 'published', online ? [online.id] : [], shown)
    const products = collection.productIds
    if (new Set(products).size !== products.length) say('products', 'each once', products)
    const gone = products.filter((id) => !shop.products.has(id))
    if (gone.length > 0) say('products', [], gone, 'products that are not there')
    compareCustomData(shop, { gid: collection.id, type: 'COLLECTION', name: 'it' }, [], say)
  }
}

/** With its parent's where two are called the same. */
function nameOf(woo: WooState, id: number): string {
  const categories = [...woo.terms.values()].filter(({ taxonomy }) => taxonomy === 'category')
  const category = woo.terms.get(id)
  const name = readable(category?.name ?? '')
  const isShared = categories.filter((other) => readable(other.name) === name).length > 1
  const parent = woo.terms.get(category?.parent ?? 0)
  return isShared && parent ? `${readable(parent.name)} > ${name}` : name
}
