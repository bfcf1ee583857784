import { z } from 'zod'
import { fromGmt, toIso } from '../../kit/text/time.ts'
import { gmt } from '../../kit/wire/shapes.ts'

const wireDates = z.object({
  status: z.string().optional().catch(undefined),
  date_created_gmt: gmt,
  date_on_sale_from_gmt: gmt,
  date_on_sale_to_gmt: gmt,
})

/** The clock we know may be ahead of the one that counts: so long a time is not over yet. */
const SLACK_MS = 3_600_000

/**
 * When a product changes by itself, without a new change date: a scheduled one is published at its
 * own date, a sale begins and ends at its dates (measured on 9.9 and 10.5). What is due and still
 * scheduled stays due: WordPress publishes with the next visit, or when somebody repairs its cron.
 *
 * @param rows the product and its variations
 * @param now the store's clock, milliseconds
 * @returns the next such time, ISO 8601 UTC; null when there is none
 */
export function nextDue(rows: readonly unknown[], now: number): string | null {
  const times = rows.flatMap((raw) => {
    const wire = wireDates.safeParse(raw)
    if (!wire.success) return []
    const { status, date_created_gmt, date_on_sale_from_gmt, date_on_sale_to_gmt } = wire.data
    const sale = [date_on_sale_from_gmt, date_on_sale_to_gmt]
      .map(msOf)
      .filter((at) => at > now - SLACK_MS)
    return status === 'future' ? [msOf(date_created_gmt), ...sale] : sale
  })
  const next = Math.min(...times.filter((at) => !Number.isNaN(at)))
  return Number.isFinite(next) ? toIso(next) : null
}

const msOf = (text: string | null): number => Date.parse(fromGmt(text) ?? '')
