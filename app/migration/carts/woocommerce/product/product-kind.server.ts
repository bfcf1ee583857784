import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { PRODUCT_FIELDS, VARIATION_FIELDS } from '../fields/product.ts'
import { ownRow } from '../lists/find-rows.server.ts'
import { productIdentity } from '../lists/identity.ts'
import { parseRow, sourceRecord } from '../lists/read-row.ts'
import { productRowHash } from '../lists/row-hashes.ts'
import type { Row } from '../lists/rows.ts'
import { variationsOf } from '../lists/parts.server.ts'
import { SECOND } from '../time.ts'
import { wireProduct, wireVariation } from '../wire/product.ts'
import type { Shown, WooKind, WooKindInStore, WooStore } from '../woo-kind.ts'
import { nextDue } from './due.ts'
import { PRODUCTS } from './list.ts'
import { isOverdue, plannedRelease, plannedSales } from './remarks.ts'
import { hasVariations, isRealProduct, readProduct } from './to-canonical.ts'

/** Products with their variations, which WooCommerce lists under each product alone. */
export const product: WooKind = {
  ...PRODUCTS,
  capability: {
    changesFoundBy:
      'the date WooCommerce last modified the product or one of its variations, by its number when it is new, and by the dates of its sales and its publication; categories by listing them',
    onlyComparisonSees: [
      'A renamed tag, brand or attribute value, or another slug of a shipping or tax class: the products that use it keep their date.',
      'Products of a category that was deleted: they keep their date. The run says which category it was.',
      'A product that was deleted for good or moved to the bin.',
      'A product that carries no date of change and was changed all the same.',
      'A change made by a plugin or an import that leaves the date alone.',
    ],
    cannotSee: [
      'A variation changed by a plugin that leaves the date alone, when neither the lowest price nor the list of variations changes: it shows with the product’s next change.',
      'A product in a status that a plugin added and hides from search: WooCommerce does not list it.',
      'Another picture at the same address.',
    ],
    deletesVisible: false,
    listedWhole: false,
    timeResolutionMs: SECOND,
  },
  summaryFields: 'id,status,date_modified_gmt',
  filtersByChange: true,
  // One that is scheduled carries the date it will be published at.
  stampedBy: { status: 'publish' },
  isRecord: ({ status }) => isRealProduct(status),
  in: productsIn,
}

function productsIn({ client, tuning, fingerprintKey, facts }: WooStore): WooKindInStore {
  const { pageSize } = tuning

  async function record(listed: Row): Promise<SourceRecord | null> {
    const row = await pastItsTime(listed)
    if (row === null) return null
    const { wire, odd } = parseRow(wireProduct, 'product', row)
    if (!isRealProduct(wire.status)) return null
    const rows = hasVariations(wire)
      ? await variationsOf({ client, pageSize }, wire.id, wire.variations)
      : []
    const variations = rows.map((each) => parseRow(wireVariation, 'product', each, String(wire.id)))
    const now = client.storeTime()
    const parts = variations.map((variation) => variation.wire)
    const { record: canonical, remarks } = readProduct(wire, parts, await facts())
    const remarked = sourceRecord(
      'product',
      row,
      canonical,
      (await shown(row)).rowHash,
      productIdentity(wire),
      [
        ...remarks,
        ...plannedRelease(wire),
        ...plannedSales(wire, parts, now),
        ...oddEntries([...odd, ...variations.flatMap((variation) => variation.odd)]),
        ...unknownFields([
          [PRODUCT_FIELDS, row.raw],
          ...rows.map(({ raw }): [FieldTable, unknown] => [VARIATION_FIELDS, raw]),
        ]),
      ],
    )
    const dueAt = nextDue([row.raw, ...rows.map(({ raw }) => raw)], now)
    return { ...remarked, dueAt }
  }

  /** The row; of a product that should be published by now, the one at its own address. */
  async function pastItsTime(row: Row): Promise<Row | null> {
    const { wire } = parseRow(wireProduct, 'product', row)
    if (!isOverdue(wire, client.storeTime())) return row
    const own = await ownRow(client, PRODUCTS, wire.id)
    if (own instanceof RecordError) throw own
    return own
  }

  async function shown(row: Row): Promise<Shown> {
    const { wire } = parseRow(wireProduct, 'product', row)
    return { rowHash: productRowHash(fingerprintKey, wire, await facts()) }
  }

  return { prepare: facts, record, shown }
}
