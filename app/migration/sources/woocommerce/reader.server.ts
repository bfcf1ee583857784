import { z } from 'zod'
import type { StatusMeanings } from '#app/migration/canonical/order-meaning.ts'
import { RecordError } from '#app/migration/errors.ts'
import type {
  EntityKind,
  RecordIdentity,
  SourceRecord,
  SourceRemark,
} from '#app/migration/ports.ts'
import type { Query, WooClient } from './client.server.ts'
import { CUSTOMER_FIELDS } from './fields/customer.ts'
import type { FieldTable } from './fields/field-table.ts'
import { NOTE_FIELDS, ORDER_FIELDS, REFUND_FIELDS } from './fields/order.ts'
import { PRODUCT_FIELDS, VARIATION_FIELDS } from './fields/product.ts'
import { oddEntries, unknownFields } from './fields/remarks.ts'
import { customerIdentity, orderIdentity, productIdentity } from './identity.ts'
import { listAll } from './list-all.server.ts'
import { customerMark, orderMark, productMark } from './marks.ts'
import { isPartOfMarketplaceOrder, partOfMarketplaceOrder } from './order-relations.ts'
import { readOrder } from './order-to-canonical.ts'
import { isTooMuch } from './paging.server.ts'
import { readProductFacts } from './product-facts.server.ts'
import type { ProductFacts } from './product-to-canonical.ts'
import { hasVariations, isRealProduct, readProduct } from './product-to-canonical.ts'
import { sourceProblem, SourceRequestError } from './recovery.ts'
import type { Row } from './rows.ts'
import { readRows } from './rows.ts'
import { fromGmt } from './time.ts'
import { toCustomer } from './to-canonical.ts'
import { unlessLesserKey } from './unless-forbidden.server.ts'
import type { WooCommerceTuning } from './tuning.ts'
import { wireCustomer } from './wire/customer.ts'
import { wireNote, wireOrder, wireRefund } from './wire/order.ts'
import { wireProduct, wireVariation } from './wire/product.ts'
import type { OddEntries } from './wire/shapes.ts'
import { readShape } from './wire/shapes.ts'

type ReadResult = { records: SourceRecord[]; rejected: RecordError[] }

type RecordReader = {
  /** Turns listed rows into records, with one more request per variable product, refund or note. */
  complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult>
  /** Marks of listed rows, without any request for one of them; null for a row that cannot be read. */
  marks(kind: EntityKind, rows: readonly Row[]): Promise<(string | null)[]>
  /** Reads whole records by id; what is gone is missing. */
  byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult>
}

/** Path and parameters per kind; `status` and `role` because the defaults leave records out. */
export const LISTS: Record<EntityKind, { path: string; filter: Query }> = {
  product: { path: 'products', filter: { status: 'any' } },
  customer: { path: 'customers', filter: { role: 'all' } },
  order: { path: 'orders', filter: { status: 'any' } },
}

const WHOLE_STORE_FAILS = 5

const NOUN: Record<EntityKind, string> = {
  product: 'product',
  customer: 'customer',
  order: 'order',
}

/** An order that a customer still types into the checkout, or one that is in the bin, is no record. */
export function isRealOrder(status: string | undefined): boolean {
  return status !== 'checkout-draft' && status !== 'trash' && status !== 'auto-draft'
}

export function createRecordReader(deps: {
  client: WooClient
  tuning: WooCommerceTuning
  fingerprintKey: string
  orderStatuses?: StatusMeanings | undefined
}): RecordReader {
  const { client, tuning } = deps
  let facts: Promise<ProductFacts> | null = null

  function productFacts(): Promise<ProductFacts> {
    facts ??= readProductFacts(client, tuning.pageSize).catch((error: unknown) => {
      facts = null
      throw error
    })
    return facts
  }

  async function product(row: Row): Promise<SourceRecord | null> {
    const { wire, odd } = parse(wireProduct, 'product', row)
    if (!isRealProduct(wire.status)) return null
    const rows = hasVariations(wire)
      ? (
          await listAll(
            {
              client,
              path: `products/${wire.id}/variations`,
              markFields: null,
              pageSize: tuning.pageSize,
            },
            {},
          )
        ).rows
      : []
    const variations = rows.map((each) => parse(wireVariation, 'product', each, String(wire.id)))
    const { record, remarks } = readProduct(
      wire,
      variations.map((variation) => variation.wire),
      await productFacts(),
    )
    return source('product', row, record, await markOf('product', row), productIdentity(wire), [
      ...remarks,
      ...oddEntries([...odd, ...variations.flatMap((variation) => variation.odd)]),
      ...unknownFields([
        [PRODUCT_FIELDS, row.raw],
        ...rows.map(({ raw }): [FieldTable, unknown] => [VARIATION_FIELDS, raw]),
      ]),
    ])
  }

  async function customer(row: Row): Promise<SourceRecord> {
    const { wire, odd } = parse(wireCustomer, 'customer', row)
    const mark = await markOf('customer', row)
    return source('customer', row, toCustomer(wire), mark, customerIdentity(wire), [
      ...oddEntries(odd),
      ...unknownFields([[CUSTOMER_FIELDS, row.raw]]),
    ])
  }

  async function order(row: Row): Promise<SourceRecord | null> {
    const { wire, odd } = parse(wireOrder, 'order', row)
    if (!isRealOrder(wire.status)) return null
    if (isPartOfMarketplaceOrder(wire)) throw partOfMarketplaceOrder(wire)
    const [refundRows, noteRows] = await Promise.all([
      wire.refunds.length === 0 ? [] : allRefunds(wire.id),
      tuning.staffNotes ? allNotes(wire.id) : [],
    ])
    const refunds = refundRows.map((each) => parse(wireRefund, 'order', each, String(wire.id)))
    const notes = noteRows.map((each) => parse(wireNote, 'order', each, String(wire.id)))
    const { order: record, remarks } = readOrder(wire, {
      refunds: refunds.map((refund) => refund.wire),
      notes: notes.map((note) => note.wire),
      fingerprintKey: deps.fingerprintKey,
      statuses: deps.orderStatuses,
    })
    return source('order', row, record, await markOf('order', row), orderIdentity(wire), [
      ...remarks,
      ...oddEntries([...odd, ...refunds.flatMap((refund) => refund.odd)]),
      ...unknownFields([
        [ORDER_FIELDS, row.raw],
        ...refundRows.map(({ raw }): [FieldTable, unknown] => [REFUND_FIELDS, raw]),
        ...noteRows.map(({ raw }): [FieldTable, unknown] => [NOTE_FIELDS, raw]),
      ]),
    ])
  }

  async function allRefunds(orderId: number): Promise<Row[]> {
    const path = `orders/${orderId}/refunds`
    const { rows } = await listAll(
      { client, path, markFields: null, pageSize: tuning.pageSize },
      {},
    )
    return rows
  }

  /** Notes come all at once, whatever the page size (measured on 9.9: no totals, no pages). */
  async function allNotes(orderId: number): Promise<Row[]> {
    const answer = await unlessLesserKey(client, () => client.get(`orders/${orderId}/notes`, {}))
    return answer ? readRows(answer.body).rows : []
  }

  async function markOf(kind: EntityKind, row: Row): Promise<string | null> {
    try {
      switch (kind) {
        case 'product':
          return productMark(
            deps.fingerprintKey,
            parse(wireProduct, kind, row).wire,
            await productFacts(),
          )
        case 'customer':
          return customerMark(deps.fingerprintKey, parse(wireCustomer, kind, row).wire)
        case 'order':
          return orderMark(
            deps.fingerprintKey,
            parse(wireOrder, kind, row).wire,
            deps.orderStatuses,
          )
      }
    } catch (error) {
      if (error instanceof RecordError) return null
      throw error
    }
  }

  async function completeOne(
    kind: EntityKind,
    row: Row,
  ): Promise<SourceRecord | RecordError | null> {
    try {
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
      const own = forThisRecord(error, kind, String(row.mark.id))
      if (own) return own
      throw error
    }
  }

  async function complete(kind: EntityKind, rows: readonly Row[]): Promise<ReadResult> {
    // Asked for out here: a store that cannot answer this has trouble of its own, not one record.
    if (kind === 'product' && rows.length > 0) await productFacts()
    const results = await Promise.all(rows.map((row) => completeOne(kind, row)))
    const broken = results.filter((result) => result instanceof RecordError && result.mayHeal)
    // When none of many records can be read, it is the store that fails.
    if (broken.length >= WHOLE_STORE_FAILS && broken.length === rows.length) {
      throw broken[0] instanceof RecordError ? broken[0].cause : broken[0]
    }
    return {
      records: results.flatMap((result) =>
        result === null || result instanceof RecordError ? [] : [result],
      ),
      rejected: results.filter((result) => result instanceof RecordError),
    }
  }

  async function byIds(kind: EntityKind, ids: readonly number[]): Promise<ReadResult> {
    const parts: ReadResult[] = []
    for (let i = 0; i < ids.length; i += tuning.pageSize) {
      parts.push(await readPart(kind, ids.slice(i, i + tuning.pageSize)))
    }
    return joined(parts)
  }

  /**
   * Halves a part that the store cannot answer, until the one record it stumbles over stands alone.
   * What is missing in an answer that is not the one asked for is asked for again as well: it would
   * pass for deleted.
   */
  async function readPart(
    kind: EntityKind,
    ids: readonly number[],
    asked = false,
  ): Promise<ReadResult> {
    if (ids.length === 0) return { records: [], rejected: [] }
    const { path, filter } = LISTS[kind]
    const inHalves = async (some: readonly number[]): Promise<ReadResult> => {
      const half = Math.ceil(some.length / 2)
      return joined([
        await readPart(kind, some.slice(0, half)),
        await readPart(kind, some.slice(half)),
      ])
    }
    let rows: Row[]
    let isShort: boolean
    try {
      const answer = await client.get(path, {
        ...filter,
        include: ids.join(','),
        orderby: 'id',
        order: 'asc',
        per_page: String(tuning.pageSize),
      })
      const page = readRows(answer.body)
      rows = page.rows
      isShort = answer.total !== null && answer.total > rows.length + page.unreadable
    } catch (error) {
      if (!isTooMuch(error)) throw error
      if (ids.length > 1) return inHalves(ids)
      const own = forThisRecord(error, kind, String(ids[0]))
      if (own) return { records: [], rejected: [own] }
      throw error
    }
    const wanted = new Set(ids)
    const mine = rows.filter((row) => wanted.has(row.mark.id))
    for (const { mark } of mine) wanted.delete(mark.id)
    const missing = [...wanted]
    const hasOthers = mine.length < rows.length
    if (missing.length === 0 || !(hasOthers || isShort)) return complete(kind, mine)
    if (ids.length > 1) return joined([await complete(kind, mine), await inHalves(missing)])
    if (!hasOthers) return { records: [], rejected: [] }
    if (!asked) return readPart(kind, ids, true)
    throw sourceProblem(
      'BROKEN_ANSWER',
      'The old store answers with other records than it is asked for, so nobody can tell which are deleted. Nothing is lost; a plugin or a cache may change its REST API: switch off what filters or caches /wp-json/ and try again.',
    )
  }

  return {
    complete,
    byIds,
    marks: (kind, rows) => Promise.all(rows.map((row) => markOf(kind, row))),
  }
}

function joined(parts: readonly ReadResult[]): ReadResult {
  return {
    records: parts.flatMap((part) => part.records),
    rejected: parts.flatMap((part) => part.rejected),
  }
}

function source(
  kind: EntityKind,
  row: Row,
  record: SourceRecord['record'],
  mark: string | null,
  identity: RecordIdentity,
  remarks: SourceRemark[],
): SourceRecord {
  return {
    kind,
    sourceId: record.sourceId,
    changedAt: fromGmt(row.mark.date_modified_gmt),
    mark,
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
  sourceId = String(row.mark.id),
): { wire: T; odd: OddEntries } {
  const { result, odd } = readShape(shape, row.raw)
  if (result.success) return { wire: result.data, odd }
  const field = result.error.issues[0]?.path.join('.') || 'the record'
  throw new RecordError(
    'SOURCE_RECORD_INVALID',
    sourceId,
    `The old store sent this ${NOUN[kind]} without a readable value for "${field}". All other records were read; save the ${NOUN[kind]} there once, or switch off the plugin that changes it, and run again.`,
    { cause: result.error },
  )
}

/** A failure of one record's own requests that says nothing about the store as a whole. */
function forThisRecord(error: unknown, kind: EntityKind, sourceId: string): RecordError | null {
  if (!(error instanceof SourceRequestError)) return null
  if (error.status === 404) {
    return new RecordError(
      'SOURCE_RECORD_GONE',
      sourceId,
      `The old store listed this ${NOUN[kind]}, but it was deleted before it could be read. Nothing else is affected; the next run looks once more and takes it off the list if it is still gone.`,
      { mayHeal: true, cause: error },
    )
  }
  if (error.status === 500 || error.problem === 'BROKEN_ANSWER') {
    return new RecordError(
      'SOURCE_RECORD_INVALID',
      sourceId,
      `The old store fails with an error of its own when it is asked for this ${NOUN[kind]}. All other records were read; it is tried again in the next run. The error log of the old store says more.`,
      { mayHeal: true, cause: error },
    )
  }
  return null
}
