import type { KindDefinition } from '../definition.ts'
import type { CanonicalProduct } from './product.ts'

export const product: KindDefinition<CanonicalProduct> = {
  kind: 'product',
  noun: { one: 'product', many: 'products' },
  points: '1.0',
  adminPath: 'products',
  reference: (record) => firstSku(record) ?? record.sourceId,
  label: ({ title }) => title || null,
  isLabelPersonal: false,
  lasting: (record) => ({
    ...record,
    variants: record.variants.map((variant) => ({
      ...variant,
      inventory: { ...variant.inventory, quantity: null },
    })),
  }),
  keyFields: ['title', 'status'],
  recognisedBy: ['title'],
  lookUps: [
    { key: 'handle', values: (_record, { handle }) => [handle] },
    { key: 'sku', values: ({ variants }) => variants.map(({ sku }) => sku) },
  ],
  retire: 'archive',
}

/** Looked for once, however many remarks a product of thousands of variants gets. */
function firstSku(record: CanonicalProduct): string | null {
  const known = firstSkus.get(record)
  if (known !== undefined) return known
  const sku = record.variants.find((variant) => variant.sku)?.sku ?? null
  firstSkus.set(record, sku)
  return sku
}

const firstSkus = new WeakMap<CanonicalProduct, string | null>()
