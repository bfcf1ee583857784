import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import { ownerIdsOf } from '#app/migration/kinds/owner.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector, SourceRecord } from '#app/migration/engine/ports/source.ts'

/** Which of these source ids belong to somebody who asked to be erased. */
export type Erased = (kind: EntityKind, sourceIds: readonly string[]) => Promise<Set<string>>

/**
 * A source as it looks without the customers who asked to be erased: they are not there, in no
 * listing and by no id, and their orders name no customer, no e-mail address and no phone number,
 * from which Shopify would make a customer again. Everything that reads the source reads it like
 * this, so that nobody is counted, missed, compared or written by mistake. `count` still counts
 * them: it only feeds the progress.
 */
export function withoutErased(source: SourceConnector, erased: Erased): SourceConnector {
  async function kept(kind: EntityKind, records: readonly SourceRecord[]): Promise<SourceRecord[]> {
    const own = await erased(kind, ids(records))
    const rest = records.filter(({ sourceId }) => !own.has(sourceId))
    const buyers = ownerIdsOf(rest.map(({ record }) => record))
    const gone = await erased('customer', buyers)
    if (gone.size === 0) return rest
    return rest.map((each) =>
      each.record.kind === 'order' ? { ...each, record: withoutBuyer(each.record, gone) } : each,
    )
  }

  async function keptErrors(kind: EntityKind, errors: readonly RecordError[]) {
    const own = await erased(kind, ids(errors))
    return errors.filter(({ sourceId }) => !own.has(sourceId))
  }

  async function keptRows<Row extends { sourceId: string; guestSourceId: string | null }>(
    kind: EntityKind,
    rows: readonly Row[],
  ): Promise<Row[]> {
    const own = await erased(kind, ids(rows))
    const rest = rows.filter(({ sourceId }) => !own.has(sourceId))
    const guests = rest.flatMap(({ guestSourceId }) => guestSourceId ?? [])
    const gone = await erased('customer', [...new Set(guests)])
    return rest.map((row) =>
      gone.has(row.guestSourceId ?? '') ? { ...row, guestSourceId: null } : row,
    )
  }

  return {
    ...source,
    async *listChanged(kind, window) {
      for await (const rows of source.listChanged(kind, window)) yield await keptRows(kind, rows)
    },
    async *readChanged(kind, window, resume) {
      for await (const page of source.readChanged(kind, window, resume)) {
        yield {
          ...page,
          records: await kept(kind, page.records),
          rejected: await keptErrors(kind, page.rejected),
        }
      }
    },
    async *listAll(kind, resume) {
      for await (const page of source.listAll(kind, resume)) {
        yield { ...page, rows: await keptRows(kind, page.rows) }
      }
    },
    async readByIds(kind, sourceIds, how) {
      const own = await erased(kind, sourceIds)
      const answer = await source.readByIds(
        kind,
        sourceIds.filter((id) => !own.has(id)),
        how,
      )
      return { ...answer, records: await kept(kind, answer.records) }
    },
  }
}

function ids(records: readonly { sourceId: string }[]): string[] {
  return records.map(({ sourceId }) => sourceId)
}

/**
 * The addresses stay: they are the merchant's record of what was delivered where. An account that is
 * not erased stays linked, although its order bears an address of somebody who is.
 */
function withoutBuyer(order: CanonicalOrder, gone: ReadonlySet<string>): CanonicalOrder {
  const { customerSourceId, guest } = order
  const isErased = gone.has(customerSourceId ?? '')
  if (!isErased && !gone.has(guest?.sourceId ?? '')) return order
  const kept = isErased ? null : customerSourceId
  return { ...order, customerSourceId: kept, guest: null, email: null, phone: null }
}
