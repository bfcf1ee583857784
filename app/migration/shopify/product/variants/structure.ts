import type { ProductSetInput } from '#app/types/admin-operations.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { Gid, TargetOptions } from '#app/migration/engine/ports/target.ts'
import { MAX_VARIANTS } from '../input.ts'
import { DEFAULT_OPTION, newVariant } from './variant-input.ts'
import { usedOptions, variantOptions } from './options.ts'
import { hasOnlyDefault, type ReadProduct } from '../snapshot.ts'
import { byVariant } from './variant-custom-data.ts'
import { productsSay } from '#app/migration/messages/products.ts'
import type { Message } from '#app/migration/messages/message.ts'

/**
 * What has to become of a product's options and variants. `set` is one `productSet` with its options
 * and *all* its variants, the merchant's own among them: it is done as a whole or not at all, so that
 * no crash leaves a product between two shapes, where nobody could tell our work from the merchant's.
 */
export type StructurePlan =
  | { kind: 'none' }
  | { kind: 'set'; input: ProductSetInput; created: ReadonlySet<string> }
  /** A sentence for the merchant. */
  | { kind: 'impossible'; message: Message }

type Row = { id: Gid | null; sourceId: string | null; values: string[] }

/**
 * @param children source variant id → variant, of this product
 * @param changed the fields that may be sent now
 */
export function planStructure(
  record: CanonicalProduct,
  before: ReadProduct,
  children: Readonly<Record<string, Gid>>,
  shown: readonly string[],
  changed: ReadonlySet<string>,
  options: TargetOptions,
): StructurePlan {
  const wanted = usedOptions(record)
  const present = hasOnlyDefault(before) ? [] : before.options
  const ours = new Map(Object.entries(children).map(([sourceId, gid]) => [gid, sourceId]))
  const byId = new Map(record.variants.map((variant) => [variant.sourceId, variant]))
  const ofVariants = byVariant(shown)
  const gone = new Set(
    [...ours.values()].filter((id) => !byId.has(id) && isWholly(ofVariants.get(id), changed)),
  )
  const isRenamed =
    changed.has('options') &&
    (wanted.length !== present.length ||
      wanted.some(({ name }, i) => name.toLowerCase() !== present[i]?.name.toLowerCase()))
  const isMoved = before.allVariants.some((variant) => {
    const own = byId.get(ours.get(variant.id) ?? '')
    if (!own || !changed.has(`variant:${own.sourceId}.options`)) return false
    const now = variantOptions(record, own).map(({ value }) => value)
    return now.join('\n') !== variant.selectedOptions.map(({ value }) => value).join('\n')
  })
  if (!isRenamed && !isMoved && gone.size === 0) return { kind: 'none' }
  if (before.options.some(({ linkedMetafield }) => linkedMetafield)) {
    return impossible(productsSay('optionsLinked'))
  }
  // Names that the merchant gave stay; the number of options has to be the same then.
  const target = changed.has('options')
    ? wanted
    : wanted.length === present.length
      ? wanted.map(({ values }, i) => ({ name: present[i]?.name ?? '', values }))
      : null
  if (!target) {
    return impossible(productsSay('optionsEditedToo'))
  }
  const from = sourcesOf(target, present)
  const rows: Row[] = []
  for (const variant of before.allVariants) {
    const sourceId = ours.get(variant.id) ?? null
    if (sourceId !== null && gone.has(sourceId)) continue
    const own = sourceId === null ? undefined : byId.get(sourceId)
    const wish = own ? variantOptions(record, own).map(({ value }) => value) : []
    const takesWish = own && changed.has(`variant:${own.sourceId}.options`)
    const values = target.map((option, i) => {
      const at = from[i] ?? -1
      const kept = present.length === 0 ? undefined : variant.selectedOptions[at]?.value
      const fresh = wish[i] ?? option.values[0] ?? 'Any'
      return takesWish ? fresh : (kept ?? fresh)
    })
    rows.push({ id: variant.id, sourceId, values })
  }
  const added = record.variants.filter(({ sourceId }) => !children[sourceId])
  for (const variant of added) {
    const values = variantOptions(record, variant).map(({ value }) => value)
    rows.push({ id: null, sourceId: variant.sourceId, values })
  }
  const problem = problemOf(rows, target.length)
  if (problem) return impossible(problem)
  const news = new Map(added.map((variant) => [variant.sourceId, variant]))
  return {
    kind: 'set',
    created: new Set(news.keys()),
    input: {
      productOptions:
        target.length === 0
          ? [{ name: DEFAULT_OPTION.name, position: 1, values: [{ name: DEFAULT_OPTION.value }] }]
          : target.map(({ name, values }, i) => {
              const id = present[from[i] ?? -1]?.id
              return {
                ...(id ? { id } : {}),
                name,
                position: i + 1,
                values: valuesOf(rows, i, values).map((value) => ({ name: value })),
              }
            }),
      variants: rows.map(({ id, sourceId, values }) => {
        const fresh = id === null ? news.get(sourceId ?? '') : undefined
        const optionValues =
          target.length === 0
            ? [{ optionName: DEFAULT_OPTION.name, name: DEFAULT_OPTION.value }]
            : target.map(({ name }, i) => ({ optionName: name, name: values[i] ?? '' }))
        return fresh
          ? { ...newVariant(record, fresh, new Map(), options), optionValues }
          : { ...(id ? { id } : {}), optionValues }
      }),
    },
  }
}

/** Every field the variant shows may be sent: nobody edited it in Shopify. */
function isWholly(shown: readonly string[] | undefined, changed: ReadonlySet<string>): boolean {
  return shown !== undefined && shown.every((name) => changed.has(name))
}

/** Which present option each wanted one comes from: by name, then those left over in their order. */
function sourcesOf(
  wanted: readonly { name: string }[],
  present: readonly { name: string }[],
): number[] {
  const at = new Map(present.map(({ name }, i) => [name.toLowerCase(), i]))
  const byName = wanted.map(({ name }) => at.get(name.toLowerCase()) ?? -1)
  const left = present.map((_, i) => i).filter((i) => !byName.includes(i))
  return byName.map((i) => (i >= 0 ? i : (left.shift() ?? -1)))
}

function problemOf(rows: readonly Row[], optionCount: number): Message | null {
  if (optionCount === 0 && rows.length > 1) {
    return productsSay('optionsGone')
  }
  if (rows.length > MAX_VARIANTS) {
    return productsSay('tooManyWithYours', { variants: rows.length, most: MAX_VARIANTS })
  }
  const taken = new Set<string>()
  for (const { values } of rows) {
    const key = values.join('\n').toLowerCase()
    if (taken.has(key)) {
      return productsSay('sameAsYours', { values })
    }
    taken.add(key)
  }
  return null
}

/** The values variants have, in the source's order, the merchant's own behind them. */
function valuesOf(rows: readonly Row[], index: number, order: readonly string[]): string[] {
  const used = new Map<string, string>()
  for (const { values } of rows) {
    const value = values[index] ?? ''
    if (!used.has(value.toLowerCase())) used.set(value.toLowerCase(), value)
  }
  const known = order.filter((value) => used.has(value.toLowerCase()))
  for (const value of known) used.delete(value.toLowerCase())
  return [...known, ...used.values()]
}

function impossible(why: Message): StructurePlan {
  return { kind: 'impossible', message: productsSay('structureStays', { why }) }
}
