import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import type { Row } from '../../kit/lists/list.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { INVOICE_FIELDS, MEMO_FIELDS, ORDER_FIELDS, SHIPMENT_FIELDS } from '../fields/order.ts'
import type { ReadChildren } from '../product/children.server.ts'
import { wireCreditMemo, wireInvoice, wireShipment } from '../wire/order-documents.ts'
import { wireOrder, type WireOrder } from '../wire/order.ts'
import { wireProduct } from '../wire/product.ts'
import type { OrderDocuments } from './documents.server.ts'
import { identityOfOrder } from './identity.ts'
import type { CustomOptions } from './lines/custom-options.ts'
import type { otherOrdersReader } from './other-orders.server.ts'
import { orderRow } from './row-hash.ts'
import { readOrder, type OrderFacts } from './to-canonical.ts'

type ListedOrder = Pick<Row, 'summary' | 'changedAt' | 'raw'>

export type OrderDeps = {
  /** Asked for once. @throws SourceRequestError */
  facts(): Promise<OrderFacts>
  documents(orderId: number): Promise<OrderDocuments>
  /** Rows of products by their numbers. */
  products: ReadChildren
  others: ReturnType<typeof otherOrdersReader>
}

/** Rows of the list of orders as records, each with its invoices, shipments and credit memos. */
export function orderReader({ facts, documents, products, others }: OrderDeps) {
  /** @throws RecordError · SourceRequestError */
  async function record(row: ListedOrder): Promise<SourceRecord> {
    const { wire, odd } = parseRow(wireOrder, 'order', row)
    const before = Number(wire.relation_parent_id)
    const [known, own, options, isParentOpen, isNumberTaken] = await Promise.all([
      facts(),
      documents(wire.entity_id),
      optionsOf(wire),
      Number.isInteger(before) && before > 0 ? others.isOpen(before) : false,
      others.hasEarlier(wire.increment_id.trim(), wire.entity_id),
    ])
    const sourceId = String(wire.entity_id)
    const invoices = own.invoices.map((raw) =>
      parseRow(wireInvoice, 'order', { ...row, raw }, sourceId),
    )
    const shipments = own.shipments.map((raw) =>
      parseRow(wireShipment, 'order', { ...row, raw }, sourceId),
    )
    const memos = own.creditmemos.map((raw) =>
      parseRow(wireCreditMemo, 'order', { ...row, raw }, sourceId),
    )
    const { order, remarks } = readOrder(
      wire,
      {
        invoices: invoices.map((each) => each.wire),
        shipments: shipments.map((each) => each.wire),
        memos: memos.map((each) => each.wire),
        options,
        isParentOpen,
        isNumberTaken,
      },
      known,
    )
    const tables = (rows: readonly unknown[], table: FieldTable) =>
      rows.map((raw): [FieldTable, unknown] => [table, raw])
    return sourceRecord('order', row, order, orderRow(wire, known).rowHash, identityOfOrder(wire), [
      ...remarks,
      ...oddEntries([...odd, ...[...invoices, ...shipments, ...memos].flatMap((each) => each.odd)]),
      ...unknownFields([
        [ORDER_FIELDS, row.raw],
        ...tables(own.invoices, INVOICE_FIELDS),
        ...tables(own.shipments, SHIPMENT_FIELDS),
        ...tables(own.creditmemos, MEMO_FIELDS),
      ]),
    ])
  }

  /** Orders name chosen options by number alone. A product that is gone names none. */
  async function optionsOf({ items }: WireOrder): Promise<CustomOptions> {
    const ids = items.flatMap(({ product_id, product_option }) =>
      product_option.extension_attributes.custom_options.length > 0 && product_id > 0
        ? [product_id]
        : [],
    )
    const rows = await products(ids)
    return new Map(
      [...rows.values()].flatMap((raw) => {
        const product = wireProduct.safeParse(raw)
        return (product.data?.options ?? []).map((option) => [option.option_id, option] as const)
      }),
    )
  }

  /** @throws RecordError · SourceRequestError */
  async function shown(row: ListedOrder) {
    return orderRow(parseRow(wireOrder, 'order', row).wire, await facts())
  }

  return { prepare: facts, record, shown }
}

/** Whose the order is, where it names no account. Null: nobody's, or an account's. */
export function guestOf(
  fingerprintKey: string,
  {
    customer_id,
    customer_email,
  }: { customer_id: number | null; customer_email?: string | undefined },
): string | null {
  if (customer_id !== null && customer_id > 0) return null
  const email = customer_email?.trim() ?? ''
  return email === '' ? null : guestSourceId(fingerprintKey, email)
}
