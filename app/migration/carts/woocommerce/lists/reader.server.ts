import { z } from 'zod'
import type { StatusMeanings } from '#app/migration/kinds/order/order-meaning.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import { type EntityKind, KIND } from '#app/migration/kinds/kind.ts'
import type {
  ListedRow,
  RecordIdentity,
  SourceCategory,
  SourceRecord,
  SourceRemark,
} from '#app/migration/engine/ports/source.ts'
import type { WooClient } from '../client/client.server.ts'
import { customerData } from '../customer/custom-data.ts'
import { nextDue } from '../product/due.ts'
import { CUSTOMER_FIELDS } from '../fields/customer.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { NOTE_FIELDS, ORDER_FIELDS, REFUND_FIELDS } from '../fields/order.ts'
import { PRODUCT_FIELDS, VARIATION_FIELDS } from '../fields/product.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { forThisRecord } from '../../kit/lists/by-ids.ts'
import { joined, readEach, type ReadResult } from '../../kit/lists/read-each.ts'
import { findRows, ownRow } from './find-rows.server.ts'
import { customerIdentity, orderIdentity, productIdentity } from './identity.ts'
import type { KindLists } from './lists.server.ts'
import { customerRowHash, orderRow, productRowHash } from './row-hashes.ts'
import { isPartOfMarketplaceOrder, partOfMarketplaceOrder } from '../order/relations.ts'
import { readOrder } from '../order/to-canonical.ts'
import { notesOf, refundsOf, stale, variationsOf } from '../order/parts.server.ts'
import { readProductFacts, type StoreFacts } from '../product/facts.server.ts'
import { isOverdue, plannedRelease, plannedSales } from '../product/remarks.ts'
import { hasVariations, isRealProduct, readProduct } from '../product/to-canonical.ts'
import { tickOf } from '../../kit/lists/list.ts'
import { TICKS, type Row } from './rows.ts'
import { fromGmt } from '../../kit/text/time.ts'
import { toCustomer } from '../customer/to-canonical.ts'
import type { SourceTuning } from '../../kit/tuning.ts'
import { wireCustomer } from '../wire/customer.ts'
import { wireNote, wireOrder, wireRefund } from '../wire/order.ts'
import { wireProduct, wireVariation } from '../wire/product.ts'
import { type OddEntries, readShape } from '../../kit/wire/shapes.ts'
import { turn } from '#app/platform/turn.ts'

/** Null for a row that cannot be read; a total only of orders. */
type Shown = Pick<ListedRow, 'rowHash' | 'total'>

type RecordReader = {
  /** Turns listed rows into records, with one more request per variable product, refund or note. */
  complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult>
  /** What listed rows show, without any request for one of them. */
  shown(kind: EntityKind, rows: readonly Row[]): Promise<Shown[]>
  /** Reads whole records by id; what is gone is missing. */
  byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same, each by its own address, whatever lists say of it. */
  alone(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
  /** The same for rows of which only the summary was listed: a record must not be older than its row. */
  listed(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult>
  /** Asked for once, like all that products have in common. */
  categories(): Promise<SourceCategory[] | null>
}

/** An order that a customer still types into the checkout, or one that is in the bin, is no record. */
export function isRealOrder(status: string | undefined): boolean {
  return status !== 'checkout-draft' && status !== 'trash' && status !== 'auto-draft'
}

export function createRecordReader(deps: {
  client: WooClient
  lists: KindLists
  tuning: SourceTuning
  fingerprintKey: string
  orderStatuses?: StatusMeanings | undefined
}): RecordReader {
  const { client, lists, tuning } = deps
  const { pageSize } = tuning
  let facts: Promise<StoreFacts> | null = null

  function productFacts(): Promise<StoreFacts> {
    facts ??= readProductFacts(client, pageSize).catch((error: unknown) => {
      facts = null
      throw error
    })
    return facts
  }

  async function product(listed: Row): Promise<SourceRecord | null> {
    const row = await pastItsTime(listed)
    if (row === null) return null
    const { wire, odd } = parse(wireProduct, 'product', row)
    if (!isRealProduct(wire.status)) return null
    const rows = hasVariations(wire)
      ? await variationsOf({ client, pageSize }, wire.id, wire.variations)
      : []
    const variations = rows.map((each) => parse(wireVariation, 'product', each, String(wire.id)))
    const now = client.storeTime()
    const read = variations.map((variation) => variation.wire)
    const { record, remarks } = readProduct(wire, read, await productFacts())
    const remarked = source(
      'product',
      row,
      record,
      (await shown('product', row)).rowHash,
      productIdentity(wire),
      [
        ...remarks,
        ...plannedRelease(wire),
        ...plannedSales(wire, read, now),
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
    const { wire } = parse(wireProduct, 'product', row)
    if (!isOverdue(wire, client.storeTime())) return row
    const own = await ownRow({ client }, 'product', wire.id)
    if (own instanceof RecordError) throw own
    return own
  }

  async function customer(row: Row): Promise<SourceRecord> {
    const { wire, odd } = parse(wireCustomer, 'customer', row)
    const { rowHash } = await shown('customer', row)
    return source('customer', row, toCustomer(wire), rowHash, customerIdentity(wire), [
      ...oddEntries(odd),
      ...customerData(wire).remarks,
      ...unknownFields([[CUSTOMER_FIELDS, row.raw]]),
    ])
  }

  async function order(listed: Row): Promise<SourceRecord | null> {
    const first = parse(wireOrder, 'order', listed).wire
    if (!isRealOrder(first.status)) return null
    const [{ row, refunds: refundRows }, noteRows] = await Promise.all([
      refundsOf(
        { client, pageSize },
        listed,
        first.refunds.map(({ id }) => id),
      ),
      tuning.staffNotes ? notesOf({ client, pageSize }, first.id) : [],
    ])
    const { wire, odd } = parse(wireOrder, 'order', row)
    if (!isRealOrder(wire.status)) return null
    if (isPartOfMarketplaceOrder(wire)) throw partOfMarketplaceOrder(wire)
    const refunds = refundRows.map((each) => parse(wireRefund, 'order', each, String(wire.id)))
    const notes = noteRows.map((each) => parse(wireNote, 'order', each, String(wire.id)))
    const { order: record, remarks } = readOrder(wire, {
      refunds: refunds.map((refund) => refund.wire),
      notes: notes.map((note) => note.wire),
      fingerprintKey: deps.fingerprintKey,
      statuses: deps.orderStatuses,
    })
    return source('order', row, record, (await shown('order', row)).rowHash, orderIdentity(wire), [
      ...remarks,
      ...oddEntries([...odd, ...refunds.flatMap((refund) => refund.odd)]),
      ...unknownFields([
        [ORDER_FIELDS, row.raw],
        ...refundRows.map(({ raw }): [FieldTable, unknown] => [REFUND_FIELDS, raw]),
        ...noteRows.map(({ raw }): [FieldTable, unknown] => [NOTE_FIELDS, raw]),
      ]),
    ])
  }

  async function shown(kind: EntityKind, row: Row): Promise<Shown> {
    await turn()
    const key = deps.fingerprintKey
    try {
      switch (kind) {
        case 'product':
          return {
            rowHash: productRowHash(key, parse(wireProduct, kind, row).wire, await productFacts()),
          }
        case 'customer':
          return { rowHash: customerRowHash(key, parse(wireCustomer, kind, row).wire) }
        case 'order':
          return orderRow(key, parse(wireOrder, kind, row).wire, deps.orderStatuses)
      }
    } catch (error) {
      if (error instanceof RecordError) return { rowHash: null }
      throw error
    }
  }

  async function completeOne(
    kind: EntityKind,
    row: Row,
  ): Promise<SourceRecord | RecordError | null> {
    try {
      await turn()
      switch (kind) {
        case 'product':
          return await product(row)
        case 'customer':
          return await customer(row)
        case 'order':
          return await order(row)
      }
    } catch (error) {
      if (error instanceof RecordError) return error
      const own = forThisRecord(error, KIND[kind].noun.one, String(row.summary.id))
      if (own) return own
      throw error
    }
  }

  async function complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult> {
    // Asked for out here: a store that cannot answer this has trouble of its own, not one record.
    if (kind === 'product' && rows.length > 0) await productFacts()
    return readEach(rows, (row) => completeOne(kind, row))
  }

  async function eachPage(
    ids: readonly number[],
    read: (some: readonly number[]) => Promise<ReadResult>,
  ): Promise<ReadResult> {
    const parts: ReadResult[] = []
    for (let i = 0; i < ids.length; i += pageSize)
      parts.push(await read(ids.slice(i, i + pageSize)))
    return joined(parts)
  }

  async function byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult> {
    return eachPage(ids, async (some) => {
      const { rows, rejected } = await findRows({ client, lists, pageSize }, kind, some)
      return joined([{ records: [], rejected }, await complete(kind, rows)])
    })
  }

  async function alone(kind: EntityKind, ids: readonly number[]): Promise<ReadResult> {
    return eachPage(ids, async (some) => {
      const found = await Promise.all(some.map((id) => ownRow({ client }, kind, id)))
      return completeFound(kind, found)
    })
  }

  async function completeFound(
    kind: EntityKind,
    found: readonly (Row | RecordError | null)[],
  ): Promise<ReadResult> {
    const rows = found.flatMap((row) => (row === null || row instanceof RecordError ? [] : [row]))
    const rejected = found.filter((row) => row instanceof RecordError)
    return joined([{ records: [], rejected }, await complete(kind, rows)])
  }

  async function listed(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult> {
    const byId = new Map(rows.map((row) => [row.summary.id, row]))
    return eachPage([...byId.keys()], async (some) => {
      const found = await findRows({ client, lists, pageSize }, kind, some)
      const checked = await Promise.all(
        found.rows.map((row) => notOlder(kind, row, byId.get(row.summary.id))),
      )
      return joined([{ records: [], rejected: found.rejected }, await completeFound(kind, checked)])
    })
  }

  /** The row, asked for once more when it is older than the one that was listed. */
  async function notOlder(
    kind: EntityKind,
    row: Row,
    listed: Row | undefined,
  ): Promise<Row | RecordError | null> {
    const isOlder = (some: Row) => (tickOf(TICKS, some) ?? 0) < (tickOf(TICKS, listed) ?? 0)
    if (!isOlder(row)) return row
    const again = await ownRow({ client }, kind, row.summary.id)
    if (again === null || again instanceof RecordError) return again
    return isOlder(again) ? stale(kind, row.summary.id, 'it') : again
  }

  return {
    complete,
    byIds,
    alone,
    listed,
    categories: async () => (await productFacts()).categories,
    shown: (kind, rows) => Promise.all(rows.map((row) => shown(kind, row))),
  }
}

function source(
  kind: EntityKind,
  row: Row,
  record: SourceRecord['record'],
  rowHash: string | null,
  identity: RecordIdentity,
  remarks: SourceRemark[],
): SourceRecord {
  return {
    kind,
    sourceId: record.sourceId,
    changedAt: fromGmt(row.summary.date_modified_gmt),
    rowHash,
    identity,
    remarks,
    record,
  }
}

/** @throws RecordError naming the field, for this record alone */
function parse<T>(
  shape: z.ZodType<T>,
  kind: EntityKind,
  row: Row,
  sourceId = String(row.summary.id),
): { wire: T; odd: OddEntries } {
  const { result, odd } = readShape(shape, row.raw)
  if (result.success) return { wire: result.data, odd }
  const field = result.error.issues[0]?.path.join('.') || 'the record'
  throw new RecordError(
    'SOURCE_RECORD_INVALID',
    sourceId,
    `The old store sent this ${KIND[kind].noun.one} without a readable value for "${field}". All other records were read; save the ${KIND[kind].noun.one} there once, or switch off the plugin that changes it, and run again.`,
    { cause: result.error },
  )
}
