import type { WireMeta } from '../wire/meta.ts'
import { orNull, withoutTags } from '../../kit/text/text.ts'
import type { CanonicalOrderLine } from '#app/migration/kinds/order/order.ts'
import { nameText } from '../names.ts'
import { arrives, customData, valueOf } from './meta.ts'
import { isTrackingOfLine } from './shipments.ts'
import { readableText } from '../readable.ts'
import type { WireLine } from '../wire/order.ts'
import { listOf } from '../../kit/wire/shapes.ts'

type Described = Omit<CanonicalOrderLine, 'subtotal' | 'total' | 'taxes'>

/** @param leftBehind gets the keys of the line's custom data that stays behind */
export function describeLine(line: WireLine, leftBehind: string[]): Described {
  const name = nameText(line.name)
  const chosen = chosenValues(name, line.meta_data)
  const variantTitle = chosen.length === 0 ? null : chosen.map(({ value }) => value).join(', ')
  const { quantity } = line
  const isWhole = typeof quantity === 'number' && Number.isInteger(quantity) && quantity > 0
  const productId = line.product_id > 0 ? String(line.product_id) : null
  // The variation's own values already stand in the variant's title.
  const shown = new Set(chosen.flatMap(({ entry, isSure }) => (isSure ? [entry] : [])))
  const others = line.meta_data.filter((meta) => !shown.has(meta) && !isTrackingOfLine(meta.key))
  return {
    sourceId: String(line.id),
    title: variantTitle === null ? name : name.slice(0, -` - ${variantTitle}`.length),
    variantTitle,
    sku: orNull(line.sku),
    quantity: isWhole ? quantity : 1,
    productSourceId: productId,
    variantSourceId: line.variation_id > 0 ? String(line.variation_id) : productId,
    properties: [
      // Shops that sell by weight have fractions of pieces; Shopify counts whole ones.
      ...(isWhole ? [] : [{ name: 'Quantity', value: String(quantity) }]),
      ...others.flatMap((meta) => answersOf(meta) ?? customData([meta], leftBehind)),
    ],
  }
}

/** Form builders that keep the customer's answers under a private key alone. */
const ANSWERS = new Set(['_tmcartepo_data'])

function answersOf({ key, value }: WireMeta): { name: string; value: string }[] | null {
  if (!ANSWERS.has(key)) return null
  const answers = (listOf(value) ?? []).flatMap((each) => {
    if (typeof each !== 'object' || each === null) return []
    const fields = new Map(Object.entries(each))
    const name = withoutTags(readableText(fields.get('name')))
    const text = readableText(fields.get('value'))
    return name === '' || text === '' ? [] : [{ name, value: text }]
  })
  return answers.length === 0 ? null : answers
}

/** Whether a piece of a line's custom data can show in Shopify. */
export function isReadOfLine(key: string): boolean {
  return ANSWERS.has(key) || isTrackingOfLine(key) || arrives(key)
}

/** More attributes than any variation has; further ones only add to a line. */
const MOST_CHOSEN = 30

/** `isSure`: what stands in the name is the entry's value, and says all of it. */
type Chosen = { entry: WireMeta; value: string; isSure: boolean }

/**
 * The values at the end of a variation's name ("Jacket - S, Slate"), as the line itself keeps them.
 * What a line says of its product (`parent_name`, `sku`) is the product's present, gone with it, and
 * a value that all products share shows under its present name: an old order must not look changed
 * because its product or that value was renamed or deleted.
 */
function chosenValues(name: string, meta: readonly WireMeta[]): Chosen[] {
  const first: { entry: WireMeta; value: string }[] = []
  for (const entry of meta) {
    if (first.length === MOST_CHOSEN) break
    if (entry.key === '' || entry.key.startsWith('_')) continue
    const value = valueOf(entry)
    if (value === '') break
    first.push({ entry, value })
  }
  for (let count = first.length; count > 0; count -= 1) {
    const chosen = first.slice(0, count)
    const ending = ` - ${chosen.map(({ value }) => value).join(', ')}`
    if (name.length > ending.length && name.endsWith(ending)) {
      return chosen.map((each) => ({ ...each, isSure: true }))
    }
  }
  for (let count = first.length; count > 0; count -= 1) {
    const chosen = asBought(name, first.slice(0, count), isNamedBy)
    if (chosen) return chosen
  }
  // WooCommerce puts all values into a name or, of more than two, none.
  const shared = first.findLastIndex(({ entry }) => isShared(entry)) + 1
  const least = first.filter(({ entry }) => isShared(entry)).length > MOST_IN_NAME ? shared : 1
  for (let count = first.length; count >= least; count -= 1) {
    const chosen = asBought(name, first.slice(0, count), isAnyShared)
    if (chosen) return chosen
  }
  return []
}

/** WooCommerce names a variation by its values where its product has so many attributes at most. */
const MOST_IN_NAME = 2

const isShared = ({ key }: WireMeta) => key.startsWith('pa_')
const isAnyShared = (_text: string, entry: WireMeta) => isShared(entry)

/** The same where the name says some values as they were called when it was bought. */
function asBought(
  name: string,
  chosen: readonly { entry: WireMeta; value: string }[],
  mayBe: (text: string, entry: WireMeta) => boolean,
): Chosen[] | null {
  for (let at = name.lastIndexOf(' - '); at > 0; at = name.lastIndexOf(' - ', at - 1)) {
    const texts = name.slice(at + ' - '.length).split(', ')
    if (texts.length > chosen.length) return null
    if (texts.length < chosen.length) continue
    const bought = chosen.flatMap(({ entry, value }, i): Chosen[] => {
      const text = texts[i] ?? ''
      const isSure = text === value || isNamedBy(text, entry)
      return text !== '' && (isSure || mayBe(text, entry)) ? [{ entry, value: text, isSure }] : []
    })
    if (bought.length === chosen.length) return bought
  }
  return null
}

/**
 * Whether a value of a shared attribute (`pa_…`) was called so: the line keeps its slug, which is
 * made of its first name and stays when it is renamed, with a number behind it where that was taken.
 */
function isNamedBy(text: string, entry: WireMeta): boolean {
  if (!isShared(entry)) return false
  const slug = slugOf(readableText(entry.value))
  const own = slugOf(text)
  return (
    own !== '' && (slug === own || (slug.startsWith(own) && /^-\d+$/.test(slug.slice(own.length))))
  )
}

const slugOf = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
