import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { DecimalString } from '#app/migration/kinds/values/money.ts'
import { LEFT_BEHIND } from '../ledger-rows.ts'
import type { ProjectScope, RunScope } from './scope.ts'

/**
 * Why an order's money is not the same in both stores.
 * - `told`: a remark on the order says why its total differs
 * - `kept`: the total was changed in Shopify, and Shopify's is kept
 * - `did_not_arrive`: it, or its last change, is in the old store only, and the order says why
 * - `left_out`: the same, and it stays so: there was nothing to bring, or the merchant left it behind
 * - `deleted`: it is in Shopify only, because the old store has deleted it
 * - `gone`: the merchant deleted it in Shopify and was asked about it
 * - `not_read`: one of the two stores did not show what it comes to
 * - `unexplained`: nobody knows
 */
const MONEY_REASONS = [
  'told',
  'kept',
  'did_not_arrive',
  'left_out',
  'deleted',
  'gone',
  'not_read',
  'unexplained',
] as const
export type MoneyReason = (typeof MONEY_REASONS)[number]

/** What an order's total hangs on. */
const MONEY_FIELDS = `('total', 'lines', 'shippingLines', 'taxes', 'discount')`

/**
 * Orders of the comparison with why it is not the same in both stores; null: it is. What was told
 * counts while it is open or left as it is; of what is over nothing is known any more.
 */
const JUDGED = `
  select t.*, (t."placedAt" at time zone $4)::date::text as "day", case
    when t."targetState" = 'unread' then 'not_read'
    when t."currency" = t."targetCurrency" and t."amount" = t."targetAmount" then null
    when t."amount" is null and t."targetState" = 'gone' then null
    when t."amount" is null then case when i."isDeleted" then 'deleted' else 'not_read' end
    when t."targetState" = 'shown' then case
      when t."isEdited" or i."isKept" then 'kept'
      when i."isTold" then 'told'
      when i."hasFailed" then 'did_not_arrive'
      when i."isLeftBehind" then 'left_out'
      else 'unexplained' end
    when t."targetState" = 'gone' then case when i."isGone" then 'gone' else 'unexplained' end
    when i."hasFailed" then 'did_not_arrive'
    when i."isLeftOut" or i."isLeftBehind" then 'left_out'
    else 'unexplained' end as "why"
  from "OrderTotal" t
  cross join lateral (
    select
      bool_or(i."code" = 'SOURCE_RECORD_DELETED'
        and (i."resolvedAt" is null or i."resolution" is not null)) as "isDeleted",
      bool_or(i."code" = 'TARGET_RECORD_GONE'
        and (i."resolvedAt" is null or i."resolution" = 'keep_target')) as "isGone",
      bool_or(i."severity" = 'conflict' and i."field" in ${MONEY_FIELDS}
        and (i."resolvedAt" is null or i."resolution" = 'keep_target')
        or i."code" = 'ANOTHER_RECORD' and i."resolvedAt" is null) as "isKept",
      bool_or((i."resolvedAt" is null or i."resolution" = 'left') and i."severity" = 'note' and
        (i."code" = 'RELINKED' or i."code" <> 'OVERWRITTEN_BY_SOURCE'
          and i."field" in ${MONEY_FIELDS})) as "isTold",
      bool_or(i."resolvedAt" is null and i."severity" = 'failed') as "hasFailed",
      bool_or(i."severity" = 'failed' and i."resolution" = '${LEFT_BEHIND}') as "isLeftBehind",
      bool_or(i."resolvedAt" is null and i."code" in ('RELATED_ORDER', 'SOURCE_RECORD_GONE'))
        as "isLeftOut"
    from "Issue" i
    where i."shop" = t."shop" and i."projectId" = t."projectId" and i."kind" = 'order'
      and i."sourceId" = t."sourceId") i
  where t."shop" = $1 and t."projectId" = $2::uuid and t."runId" = $3::uuid`

/** Most orders are the same in both stores: these are not. */
const NOT_THE_SAME = `and (t."targetState" = 'shown' and t."currency" = t."targetCurrency"
  and t."amount" = t."targetAmount") is not true`

const sums = z.array(
  z.object({
    day: z.string(),
    currency: z.string(),
    sourceOrders: z.coerce.number(),
    targetOrders: z.coerce.number(),
    source: z.string(),
    target: z.string(),
  }),
)
const whys = z.array(
  z.object({
    day: z.string().nullable(),
    currency: z.string().nullable(),
    why: z.enum(MONEY_REASONS),
    count: z.coerce.number(),
  }),
)

export type ComparedRun = ProjectScope & RunScope

/** How many orders' totals this run looked at; none: an older version of this app compared. */
export function countTotals(db: Transaction, scope: ComparedRun): Promise<number> {
  return db.orderTotal.count({ where: scope })
}

/** Orders that are not the same in both stores, by day, currency and why. */
export type UnequalOrders = {
  /** ISO 8601 date in `zone`; null: not known when it was placed. */
  day: string | null
  /** ISO 4217; null: neither store showed it. */
  currency: string | null
  why: MoneyReason
  count: number
}

/** @param zone IANA zone that the days are those of */
export async function unequalOrders(
  db: Transaction,
  { shop, projectId, runId }: ComparedRun,
  zone: string,
): Promise<UnequalOrders[]> {
  return whys.parse(
    await db.$queryRawUnsafe(
      `with t as (${JUDGED} ${NOT_THE_SAME})
       select t."day", coalesce(t."currency", t."targetCurrency") as "currency", t."why",
         count(*) as "count"
       from t where t."why" is not null group by 1, 2, 3`,
      shop,
      projectId,
      runId,
      zone,
    ),
  )
}

/** What the orders of a day come to in each store, in one currency. */
export type DayTotals = {
  /** ISO 8601 date */
  day: string
  /** ISO 4217 */
  currency: string
  sourceOrders: number
  targetOrders: number
  source: DecimalString
  target: DecimalString
}

/** Of these days, newest first. Amounts are exact. */
export async function totalsOfDays(
  db: Transaction,
  { shop, projectId, runId }: ComparedRun,
  zone: string,
  days: readonly string[],
): Promise<DayTotals[]> {
  return sums.parse(
    await db.$queryRawUnsafe(
      `with t as (
         select t.*, (t."placedAt" at time zone $4)::date::text as "day" from "OrderTotal" t
         where t."shop" = $1 and t."projectId" = $2::uuid and t."runId" = $3::uuid)
       select t."day", v."currency", count(v."source") as "sourceOrders",
         count(v."target") as "targetOrders",
         trim_scale(coalesce(sum(v."source"), 0))::text as "source",
         trim_scale(coalesce(sum(v."target"), 0))::text as "target"
       from t cross join lateral (values
         (t."currency", t."amount", null::numeric),
         (t."targetCurrency", null::numeric, t."targetAmount"))
         v("currency", "source", "target")
       where v."currency" is not null and t."day" = any($5)
       group by 1, 2 order by 1 desc, 2`,
      shop,
      projectId,
      runId,
      zone,
      [...days],
    ),
  )
}
