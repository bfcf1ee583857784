import { z } from 'zod'
import type { SourceCategory } from '#app/migration/engine/ports/source.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { magentoSays } from '../messages/magento.ts'
import { attributesOf, NO_ATTRIBUTES, type Attributes } from './attributes.ts'
import { categoriesOf } from './categories.ts'
import type { ProductFacts } from './product-facts.ts'
import { weightUnit } from '../product/sellable.ts'
import { wireAttribute, wireCategory } from '../wire/product.ts'
import type { WireStoreConfig } from '../wire/store-config.ts'
import { allRows, unlessLesserRight, type Ask } from './ask.ts'

export type StoreFacts = ProductFacts & {
  /** Null when the token may not list them. */
  categories: SourceCategory[] | null
}

/** What the chosen view says of itself. */
function viewFacts(
  config: WireStoreConfig,
  isPart: boolean,
): Omit<ProductFacts, 'attributes' | 'categoryNames'> {
  const address = (secure: string, plain: string) => `${(secure || plain).replace(/\/+$/, '')}/`
  return {
    weightUnit: weightUnit(config.weight_unit),
    // Prices of the catalogue are kept in it, whatever the view shows.
    currency: config.base_currency_code.toUpperCase() || null,
    timezone: config.timezone || 'UTC',
    websiteId: config.website_id,
    onlyWebsite: isPart ? config.website_id : null,
    storeUrl: address(config.secure_base_link_url, config.base_link_url),
    mediaUrl: address(config.secure_base_media_url, config.base_media_url),
  }
}

/** What products of a view have in common. What the token may not read is done without, and told. */
export async function readProductFacts(
  ask: Ask,
  config: WireStoreConfig,
  { isPart, notice }: { isPart: boolean; notice: (told: Message) => void },
): Promise<StoreFacts> {
  const [attributes, categories] = await Promise.all([
    unlessLesserRight(ask, () => readAttributes(ask, config.id)),
    // A view begins at its own root: what all websites sell stands below the root of everything.
    unlessLesserRight(ask, () => ask('categories', isPart ? {} : { rootCategoryId: '1' })),
  ])
  if (attributes === null) notice(magentoSays('attributesNotReadable'))
  const tree = categories === null ? null : wireCategory.safeParse(categories)
  const read = tree?.success ? categoriesOf(tree.data) : null
  if (read && read.inactive > 0)
    notice(magentoSays('categoriesSwitchedOff', { count: read.inactive }))
  if (read === null) notice(magentoSays('categoriesNotListed'))
  return {
    ...viewFacts(config, isPart),
    attributes: attributes ?? NO_ATTRIBUTES,
    categoryNames: read?.names ?? new Map(),
    categories: read?.sources ?? null,
  }
}

const named = z.object({ attribute_code: z.string() })

async function readAttributes(ask: Ask, storeId: number): Promise<Attributes> {
  const rows = await allRows(ask, 'products/attributes', 'attribute_id', (row) => {
    const own = named.safeParse(row)
    return own.success ? own.data.attribute_code : null
  })
  const wires = rows.flatMap((row) => wireAttribute.safeParse(row).data ?? [])
  return attributesOf(wires, storeId)
}
