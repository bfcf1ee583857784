import { subtract, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { countMapped } from '#app/migration/ledger/queries/mappings.server.ts'
import {
  countTotals,
  totalsOfDays,
  unequalOrders,
  type MoneyReason,
} from '#app/migration/ledger/queries/totals.server.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { Comparison } from '#app/runs/history/comparison.server.ts'
import type { Services } from '#app/services.server.ts'

/** The orders placed on one day in one currency, as each store has them. */
export type MoneyDay = {
  /** ISO 8601 date in the Shopify store's time zone. */
  day: string
  /** ISO 4217 */
  currency: string
  orders: { source: number; target: number }
  /** Order totals before refunds. */
  total: { source: DecimalString; target: DecimalString }
  /** Shopify less the old store. */
  difference: DecimalString
  /** Orders that are not the same in both stores, by why. */
  reasons: Partial<Record<MoneyReason, number>>
}

/**
 * - `agrees`: each day and currency is equal, or each order that makes it differ says why.
 * - `differs`: an order differs and nobody knows why.
 * - `unknown`: everything was never compared, or not to the end, or a total could not be read.
 */
export type Money = {
  state: 'agrees' | 'differs' | 'unknown'
  /** When the comparison of everything behind it came to its end. */
  at: Date | null
  runId: string | null
  /** Days and currencies in which an order is not the same in both stores, newest first. */
  days: MoneyDay[]
  reasons: Partial<Record<MoneyReason, number>>
}

/**
 * Whether the orders of each day come to the same in both stores, as the last comparison of everything
 * saw them; what is known of each difference is asked anew. Amounts are exact.
 * @param last the project's last comparison
 */
export async function lastMoney(
  { prisma }: Pick<Services, 'prisma'>,
  { shop, projectId }: ProjectScope,
  last: Pick<Comparison, 'at' | 'runId'>,
): Promise<Money> {
  const { at, runId } = last
  const unknown: Money = { state: 'unknown', at, runId, days: [], reasons: {} }
  if (runId === null || at === null) return unknown
  const run = { shop, projectId, runId }
  const [store, compared, mapped] = await Promise.all([
    prisma.shop.findUnique({ where: { domain: shop }, select: { timezone: true } }),
    countTotals(prisma, run),
    countMapped(prisma, { shop, projectId }, 'order'),
  ])
  // A comparison by an older version of this app did not look at the money.
  if (compared === 0 && mapped > 0) return unknown
  const zone = store?.timezone ?? 'UTC'
  const unequal = await unequalOrders(prisma, run, zone)
  const unequalDays = unequal.flatMap(({ day }) => day ?? [])
  const totals = unequal.length > 0 ? await totalsOfDays(prisma, run, zone, unequalDays) : []
  const reasons: Money['reasons'] = {}
  const reasonsOf = new Map<string, Money['reasons']>()
  for (const { day, currency, why, count } of unequal) {
    reasons[why] = (reasons[why] ?? 0) + count
    const key = `${day} ${currency}`
    reasonsOf.set(key, { ...reasonsOf.get(key), [why]: count })
  }
  const days = totals.flatMap((row): MoneyDay[] => {
    const { day, currency, source, target } = row
    const why = reasonsOf.get(`${day} ${currency}`)
    if (!why) return []
    return [
      {
        day,
        currency,
        orders: { source: row.sourceOrders, target: row.targetOrders },
        total: { source, target },
        difference: subtract(target, source),
        reasons: why,
      },
    ]
  })
  const state = reasons.unexplained ? 'differs' : reasons.not_read ? 'unknown' : 'agrees'
  return { state, at, runId, days, reasons }
}
