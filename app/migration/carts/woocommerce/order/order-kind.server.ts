import type { SourceRecord } from '#app/migration/engine/ports/source.ts'
import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import type { FieldTable } from '../../kit/wire/field-table.ts'
import { oddEntries, unknownFields } from '../../kit/wire/field-remarks.ts'
import { NOTE_FIELDS, ORDER_FIELDS, REFUND_FIELDS } from '../fields/order.ts'
import { orderIdentity } from '../lists/identity.ts'
import { parseRow, sourceRecord } from '../../kit/lists/read-row.ts'
import { orderRow } from '../lists/row-hashes.ts'
import type { Row } from '../lists/rows.ts'
import { SECOND } from '../time.ts'
import { wireNote, wireOrder, wireRefund } from '../wire/order.ts'
import type { Shown, WooKind, WooKindInStore, WooStore } from '../woo-kind.ts'
import { ORDERS } from './list.ts'
import { PART_FIELDS, withoutParts } from '../lists/marketplace-parts.server.ts'
import { notesOf, refundsOf } from '../lists/parts.server.ts'
import { isPartOfMarketplaceOrder, partOfMarketplaceOrder } from './relations.ts'
import { statusFilters } from './status-filters.server.ts'
import { readOrder } from './to-canonical.ts'
import { wooSays } from '../messages/woocommerce.ts'

/** Orders with their refunds and notes, which WooCommerce lists under each order alone. */
export const order: WooKind = {
  ...ORDERS,
  capability: {
    changesFoundBy: wooSays('ordersFoundBy'),
    onlyComparisonSees: [
      wooSays('orderEditedQuietly'),
      wooSays('refundDeleted'),
      wooSays('orderDeleted'),
      wooSays('orderUndated'),
    ],
    cannotSee: [
      wooSays('staffNoteAdded'),
      wooSays('refundLinesEdited'),
      wooSays('productOfLineGone'),
    ],
    deletesVisible: false,
    listedWhole: false,
    timeResolutionMs: SECOND,
  },
  summaryFields: `id,status,date_modified_gmt,customer_id,billing.email,${PART_FIELDS}`,
  filtersByChange: true,
  stampedBy: ORDERS.filter,
  isRecord: ({ status }) => isRealOrder(status),
  in: ordersIn,
}

/** An order that a customer still types into the checkout, or one that is in the bin, is no record. */
function isRealOrder(status: string | undefined): boolean {
  return status !== 'checkout-draft' && status !== 'trash' && status !== 'auto-draft'
}

function ordersIn(store: WooStore): WooKindInStore {
  const { client, tuning, fingerprintKey, orderStatuses } = store
  const { pageSize } = tuning

  async function record(listed: Row): Promise<SourceRecord | null> {
    const first = parseRow(wireOrder, 'order', listed).wire
    if (!isRealOrder(first.status)) return null
    const [{ row, refunds: refundRows }, noteRows] = await Promise.all([
      refundsOf(
        { client, pageSize },
        listed,
        first.refunds.map(({ id }) => id),
      ),
      tuning.staffNotes ? notesOf({ client, pageSize }, first.id) : [],
    ])
    const { wire, odd } = parseRow(wireOrder, 'order', row)
    if (!isRealOrder(wire.status)) return null
    if (isPartOfMarketplaceOrder(wire)) throw partOfMarketplaceOrder(wire)
    const refunds = refundRows.map((each) => parseRow(wireRefund, 'order', each, String(wire.id)))
    const notes = noteRows.map((each) => parseRow(wireNote, 'order', each, String(wire.id)))
    const { order: canonical, remarks } = readOrder(wire, {
      refunds: refunds.map((refund) => refund.wire),
      notes: notes.map((note) => note.wire),
      fingerprintKey,
      statuses: orderStatuses,
    })
    return sourceRecord('order', row, canonical, (await shown(row)).rowHash, orderIdentity(wire), [
      ...remarks,
      ...oddEntries([...odd, ...refunds.flatMap((refund) => refund.odd)]),
      ...unknownFields([
        [ORDER_FIELDS, row.raw],
        ...refundRows.map(({ raw }): [FieldTable, unknown] => [REFUND_FIELDS, raw]),
        ...noteRows.map(({ raw }): [FieldTable, unknown] => [NOTE_FIELDS, raw]),
      ]),
    ])
  }

  async function shown(row: Row): Promise<Shown> {
    return orderRow(fingerprintKey, parseRow(wireOrder, 'order', row).wire, orderStatuses)
  }

  return {
    record,
    shown,
    filters: statusFilters(store),
    arriving: (filter, rows) => withoutParts({ client, pageSize }, filter, rows),
    guestOf: ({ customer_id, billing }) =>
      (customer_id ?? 0) === 0 && billing?.email.trim()
        ? guestSourceId(fingerprintKey, billing.email)
        : null,
    countedInVain: { status: 'checkout-draft' },
  }
}
