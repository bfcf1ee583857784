import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { PRODUCT_FIELDS, VARIATION_FIELDS } from '../fields/product.ts'
import { ownRow } from '../lists/find-rows.server.ts'
import { productIdentity } from '../lists/identity.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
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
import { wooSays } from '../messages/woocommerce.ts'

/** Products with their variations, which WooCommerce lists under each product alone. */
export const product: WooKind = {
  ...PRODUCTS,
  capability: {
    changesFoundBy: wooSays('productsFoundBy'),
    onlyComparisonSees: [
      wooSays('renamedTerms'),
      wooSays('categoryDeleted'),
      wooSays('productDeleted'),
      wooSays('productUndated'),
      wooSays('productEditedQuietly'),
    ],
    cannotSee: [
      wooSays('variationEditedQuietly'),
      wooSays('productHidden'),
      wooSays('pictureReplaced'),
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
