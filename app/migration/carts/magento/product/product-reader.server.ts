import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import type { Row } from '../../kit/lists/list.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import type { StockReader } from '../facts/stock.server.ts'
import { PRODUCT_FIELDS } from '../fields/product.ts'
import { wireProduct, type WireProduct } from '../wire/product.ts'
import type { ReadChildren } from './children.server.ts'
import type { ProductFacts } from '../facts/product-facts.ts'
import { identityOfProduct } from './identity.ts'
import { nextDue } from './prices.ts'
import { productRowHash } from './row-hash.ts'
import { isConfigurable, readProduct, type Item } from './to-canonical.ts'

export type ProductDeps = {
  /** Asked for once. @throws SourceRequestError */
  facts(): Promise<ProductFacts>
  stock: StockReader
  children: ReadChildren
  fingerprintKey: string
  /** The store's time, milliseconds. */
  now(): number
}

type ListedProduct = Pick<Row, 'summary' | 'changedAt' | 'raw'>

/** Rows of the list of products as records, each with the children that are its variants. */
export function productReader({ facts, stock, children, fingerprintKey, now }: ProductDeps) {
  async function childRows(wire: WireProduct): Promise<unknown[]> {
    if (!isConfigurable(wire)) return []
    const ids = wire.extension_attributes.configurable_product_links
    const found = await children(ids)
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  /** A child that cannot be read is its product's trouble. @throws RecordError */
  const parsed = ({ id }: WireProduct, raw: unknown) =>
    parseRow(wireProduct, 'product', { summary: { id }, raw })

  /** @throws RecordError · SourceRequestError */
  async function record(row: ListedProduct): Promise<SourceRecord> {
    const { wire, odd } = parseRow(wireProduct, 'product', row)
    const rows = await childRows(wire)
    const own = rows.map((raw) => parsed(wire, raw))
    const [first, ...items] = await Promise.all(
      [wire, ...own.map((child) => child.wire)].map(async (each): Promise<Item> => ({
        wire: each,
        // A configurable product has none of its own.
        stock: isConfigurable(each) ? null : await stock.of(each.sku),
      })),
    )
    const known = await facts()
    const at = now()
    const { record: canonical, remarks } = readProduct(
      first ?? { wire, stock: null },
      items,
      known,
      at,
    )
    const rowHash = productRowHash(
      fingerprintKey,
      wire,
      own.map((child) => child.wire),
      known,
      at,
    )
    return {
      ...sourceRecord('product', row, canonical, rowHash, identityOfProduct(wire), [
        ...remarks,
        ...oddEntries([...odd, ...own.flatMap((child) => child.odd)]),
        ...unknownFields(
          [row.raw, ...rows].map((raw): [FieldTable, unknown] => [PRODUCT_FIELDS, raw]),
        ),
      ]),
      dueAt: nextDue([wire, ...own.map((child) => child.wire)], known, at),
    }
  }

  /** Children of several rows come with one request. @throws RecordError · SourceRequestError */
  async function shown(row: ListedProduct): Promise<{ rowHash: string }> {
    const { wire } = parseRow(wireProduct, 'product', row)
    const rows = await childRows(wire)
    const own = rows.map((raw) => parsed(wire, raw).wire)
    return { rowHash: productRowHash(fingerprintKey, wire, own, await facts(), now()) }
  }

  return { prepare: facts, record, shown }
}
