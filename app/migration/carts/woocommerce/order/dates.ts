import { wooSays } from '../messages/woocommerce.ts'
import { RecordError } from '#app/migration/engine/ports/errors.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireOrder } from '../wire/order.ts'

export type OrderDates = {
  placedAt: string
  /** Null: it did not happen, or the store does not say when. */
  paidAt: string | null
  completedAt: string | null
  modifiedAt: string | null
  /** The same for any other pair of dates of this order. */
  of(gmt: string | null, local: string | null): string | null
  remarks: SourceRemark[]
}

/**
 * WooCommerce gives each date twice: in UTC, and by the store's own clock. Where the UTC one is
 * missing or unreadable, the other is used, less the difference that other dates of the order show.
 *
 * @throws RecordError when nobody can tell when the order was placed
 */
export function toDates(wire: WireOrder): OrderDates {
  const ahead = offsetOf([
    [wire.date_modified, wire.date_modified_gmt],
    [wire.date_paid, wire.date_paid_gmt],
    [wire.date_completed, wire.date_completed_gmt],
    [wire.date_created, wire.date_created_gmt],
  ])
  const of = (gmt: string | null, local: string | null) => {
    const time = fromGmt(gmt)
    if (time !== null) return time
    const shown = fromGmt(local)
    return shown === null ? null : fromMs(Date.parse(shown) - (ahead ?? 0))
  }
  const placedAt = of(wire.date_created_gmt, wire.date_created)
  if (placedAt === null) {
    throw new RecordError('SOURCE_RECORD_INVALID', String(wire.id), wooSays('dateNotReadable'))
  }
  const isUncertain = fromGmt(wire.date_created_gmt) === null && ahead === null
  return {
    placedAt,
    paidAt: happened(of(wire.date_paid_gmt, wire.date_paid)),
    completedAt: happened(of(wire.date_completed_gmt, wire.date_completed)),
    modifiedAt: fromGmt(wire.date_modified_gmt),
    of,
    remarks: isUncertain
      ? [
          {
            code: 'VALUE_NOT_READABLE',
            field: 'placedAt',
            message: wooSays('dateByStoreClock'),
          },
        ]
      : [],
  }
}

/** Milliseconds the store's clock shows ahead of UTC; null when no date tells. */
function offsetOf(pairs: readonly (readonly [string | null, string | null])[]): number | null {
  for (const [local, gmt] of pairs) {
    const [shown, time] = [fromGmt(local), fromGmt(gmt)]
    if (shown !== null && time !== null) return Date.parse(shown) - Date.parse(time)
  }
  return null
}

/** The second zero stands for no date at all. */
function happened(time: string | null): string | null {
  return time !== null && Date.parse(time) > 0 ? time : null
}

function fromMs(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
