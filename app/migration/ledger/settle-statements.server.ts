import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { SOURCE_REMARK_CODES } from '../engine/ports/errors.ts'
import { kindSchema } from '../kinds/kind-schema.ts'
import { KINDS, type EntityKind } from '../kinds/kind.ts'
import { ownerKindOf } from '../kinds/owner.ts'
import type { DecimalString } from '../kinds/values/money.ts'
import { LEFT_BEHIND, type SettlementRows } from './ledger-rows.ts'
import type { LeaseHolder } from './ledger-transaction.server.ts'

export type LedgerRules = {
  /** Changes when the project's options change: refused records are then tried again. */
  optionsHash: string
  /** Of the source's cart (`SourceCapabilities`). */
  mappingVersion: number
  /** In how many runs a transient failure is tried before it only stays visible. */
  maxTries: number
  /** The merchant asked for this try: what fails again has all its tries before it once more. */
  triesAnew: boolean
  /** Entity Points a new record costs. */
  pointsPerKind: Readonly<Record<EntityKind, DecimalString>>
}

/**
 * How much an outcome tells. A record that comes up twice in a run shows the outcome that tells
 * most; a failure gives way to any later success.
 */
const RANK = `case %s when 'created' then 5 when 'updated' then 4 when 'conflict' then 3
  when 'failed' then 2 when 'unchanged' then 1 else 0 end`
const BETTER_OUTCOME = `("Outcome"."outcome" = 'failed' or
  ${RANK.replace('%s', 'excluded."outcome"')} > ${RANK.replace('%s', '"Outcome"."outcome"')})`

/**
 * Writes one group of distinct records: mappings, outcomes, issues, points, and the end of their
 * intents. Each statement takes all rows at once. Repeating the whole changes nothing.
 */
export async function writeSettlements(
  tx: Transaction,
  holder: LeaseHolder,
  rules: LedgerRules,
  rows: SettlementRows,
): Promise<void> {
  await writeMappings(tx, holder, rows)
  const created = await writeOutcomes(tx, holder, rows)
  await addPoints(tx, holder, rules, created)
  await writeIssues(tx, holder, rules, rows)
  await endIntents(tx, holder, rows)
  await lookAgain(tx, holder, rows)
}

/**
 * What was written without an owner who is there now: begun, with nothing tried yet. So it is brought
 * again whatever interrupts the run, and only once.
 */
async function lookAgain(
  tx: Transaction,
  { shop, projectId, runId }: LeaseHolder,
  { arrived }: SettlementRows,
): Promise<void> {
  const owners = arrived.flatMap(({ kind, sourceId }) =>
    KINDS.filter((each) => ownerKindOf(each) === kind).map((owned) => ({ kind: owned, sourceId })),
  )
  if (owners.length === 0) return
  await tx.$executeRawUnsafe(
    `insert into "Intent" ("projectId", "kind", "sourceId", "runId")
     select i."projectId", i."kind", i."sourceId", $3::uuid
     from jsonb_to_recordset($4::jsonb) as r("kind" text, "sourceId" text)
     join "Issue" i on i."waitsFor" = r."sourceId" and i."kind" = r."kind"
     where i."shop" = $1 and i."projectId" = $2::uuid and i."resolvedAt" is null
     on conflict do nothing`,
    shop,
    projectId,
    runId,
    jsonText(owners),
  )
}

/**
 * What this worker was about to send has arrived or was refused. What another one had sent in this
 * run, before it lost the lease, may reach Shopify later still and take the place of what was written
 * meanwhile: that stays open, so that the next run looks at the record once more.
 */
async function endIntents(
  tx: Transaction,
  { projectId, runId, leaseOwner }: LeaseHolder,
  { finished }: SettlementRows,
): Promise<void> {
  const isLate = `a->>'run' = $3 and a->>'worker' <> $4`
  const ofRecord = `i."projectId" = $1::uuid and i."kind" = r."kind" and i."sourceId" = r."sourceId"`
  const records = `jsonb_to_recordset($2::jsonb) as r("kind" text, "sourceId" text)`
  await tx.$executeRawUnsafe(
    `with ended as (
       delete from "Intent" i using ${records}
       where ${ofRecord} and not exists (
         select from jsonb_array_elements(i."attempts") a where ${isLate})
     )
     update "Intent" i set "attempts" = (
       select jsonb_agg(a) from jsonb_array_elements(i."attempts") a where ${isLate})
     from ${records}
     where ${ofRecord} and exists (
       select from jsonb_array_elements(i."attempts") a where ${isLate})`,
    projectId,
    jsonText(finished),
    runId,
    leaseOwner,
  )
}

async function writeMappings(
  tx: Transaction,
  { shop, projectId, runId }: LeaseHolder,
  { mappings, touched }: SettlementRows,
): Promise<void> {
  if (mappings.length > 0) {
    await tx.$executeRawUnsafe(
      `insert into "Mapping" ("shop", "projectId", "kind", "sourceId", "gid", "fingerprint",
         "sourceFields", "targetFields", "children", "sourceChangedAt", "sourceMark", "identity",
         "mappingVersion", "firstRunId", "lastRunId", "updatedAt")
       select $1, $2::uuid, r."kind", r."sourceId", r."gid", r."fingerprint", r."sourceFields",
         r."targetFields", r."children", r."sourceChangedAt", r."sourceRowHash",
         nullif(r."identity", 'null'::jsonb), r."mappingVersion", $3::uuid, $3::uuid, now()
       from jsonb_to_recordset($4::jsonb) as r("kind" text, "sourceId" text, "gid" text,
         "fingerprint" text, "sourceFields" jsonb, "targetFields" jsonb, "children" jsonb,
         "sourceChangedAt" text, "sourceRowHash" text, "identity" jsonb, "mappingVersion" int)
       on conflict ("projectId", "kind", "sourceId") do update set
         "gid" = excluded."gid", "fingerprint" = excluded."fingerprint",
         "sourceFields" = excluded."sourceFields", "targetFields" = excluded."targetFields",
         "children" = excluded."children",
         "sourceChangedAt" = coalesce(excluded."sourceChangedAt", "Mapping"."sourceChangedAt"),
         "sourceMark" = excluded."sourceMark",
         "identity" = coalesce(excluded."identity", "Mapping"."identity"),
         "mappingVersion" = excluded."mappingVersion", "lastRunId" = excluded."lastRunId",
         "updatedAt" = now()`,
      shop,
      projectId,
      runId,
      jsonText(mappings),
    )
  }
  if (touched.length > 0) {
    await tx.$executeRawUnsafe(
      `update "Mapping" m set
         "sourceChangedAt" = case when r."touched" ? 'sourceChangedAt'
           then r."touched" ->> 'sourceChangedAt' else m."sourceChangedAt" end,
         "sourceMark" = coalesce(r."touched" ->> 'sourceRowHash', m."sourceMark"),
         "identity" = coalesce(r."touched" -> 'identity', m."identity")
       from (select t as "touched", t ->> 'kind' as "kind", t ->> 'sourceId' as "sourceId"
         from jsonb_array_elements($2::jsonb) as t) as r
       where m."projectId" = $1::uuid and m."kind" = r."kind" and m."sourceId" = r."sourceId"`,
      projectId,
      jsonText(touched),
    )
  }
}

const createdSchema = z.array(z.object({ kind: kindSchema }))

/** @returns the kinds of the new records that came into being with this statement */
async function writeOutcomes(
  tx: Transaction,
  { shop, projectId, runId }: LeaseHolder,
  { outcomes }: SettlementRows,
): Promise<EntityKind[]> {
  const counted = await tx.$queryRawUnsafe(
    `with written as (
       insert into "Outcome" ("shop", "projectId", "runId", "kind", "sourceId", "classification",
         "outcome", "gid", "reference", "amount")
       select $1, $2::uuid, $3::uuid, r."kind", r."sourceId", r."classification", r."outcome",
         r."gid", r."reference", r."amount"
       from jsonb_to_recordset($4::jsonb) as r("kind" text, "sourceId" text, "classification" text,
         "outcome" text, "gid" text, "reference" text, "amount" text)
       on conflict ("runId", "kind", "sourceId") do update set
         "classification" = case when "Outcome"."classification" = 'new' then 'new'
           else excluded."classification" end,
         "outcome" = excluded."outcome", "gid" = excluded."gid",
         "reference" = excluded."reference",
         "amount" = coalesce(excluded."amount", "Outcome"."amount"), "at" = now()
       where ${BETTER_OUTCOME}
       returning "kind", "classification", "outcome")
     select "kind" from written where "classification" = 'new' and "outcome" = 'created'`,
    shop,
    projectId,
    runId,
    jsonText(outcomes),
  )
  return createdSchema.parse(counted).map(({ kind }) => kind)
}

async function addPoints(
  tx: Transaction,
  { shop, runId }: LeaseHolder,
  { pointsPerKind }: LedgerRules,
  created: readonly EntityKind[],
): Promise<void> {
  if (created.length === 0) return
  await tx.$executeRawUnsafe(
    `update "Run" set "points" = "points" +
       (select sum(p::numeric) from jsonb_array_elements_text($3::jsonb) as p)
     where "id" = $1::uuid and "shop" = $2`,
    runId,
    shop,
    jsonText(created.map((kind) => pointsPerKind[kind])),
  )
}

async function writeIssues(
  tx: Transaction,
  { shop, projectId, runId }: LeaseHolder,
  { optionsHash, mappingVersion, triesAnew }: LedgerRules,
  { outcomes, issues, written, settledConflicts, owned, read }: SettlementRows,
): Promise<void> {
  // A failure is over unless it is told again; so are the remarks on what was written anew, and
  // what the source told of a record that was read again.
  await tx.$executeRawUnsafe(
    `update "Issue" i set "resolvedAt" = now(), "updatedAt" = now()
     from jsonb_to_recordset($2::jsonb) as r("kind" text, "sourceId" text)
     where i."projectId" = $1::uuid and i."kind" = r."kind" and i."sourceId" = r."sourceId"
       and i."resolvedAt" is null
       and (i."severity" = 'failed' or i."code" = 'SOURCE_RECORD_GONE'
         or (i."waitsFor" is not null and exists (
         select 1 from jsonb_to_recordset($7::jsonb) as o("kind" text, "sourceId" text)
         where o."kind" = i."kind" and o."sourceId" = i."sourceId"))
         or (i."severity" = 'note' and i."code" = any($6::text[]) and exists (
         select 1 from jsonb_to_recordset($5::jsonb) as s("kind" text, "sourceId" text)
         where s."kind" = i."kind" and s."sourceId" = i."sourceId"))
         or (i."severity" = 'note' and i."code" <> all($6::text[]) and exists (
         select 1 from jsonb_to_recordset($3::jsonb)
           as w("kind" text, "sourceId" text, "fields" jsonb)
         where w."kind" = i."kind" and w."sourceId" = i."sourceId"
           and (jsonb_typeof(w."fields") is distinct from 'array' or w."fields" ? i."field"))))
       and not exists (
         select 1 from jsonb_to_recordset($4::jsonb) as n("kind" text, "sourceId" text,
           "code" text, "field" text)
         where n."kind" = i."kind" and n."sourceId" = i."sourceId" and n."code" = i."code"
           and n."field" = i."field")`,
    projectId,
    jsonText(outcomes),
    jsonText(written),
    jsonText(issues),
    jsonText(read),
    [...SOURCE_REMARK_CODES],
    jsonText(owned),
  )
  // What was told to be deleted in the source is back: also when the merchant had decided about it,
  // so that it is told again when it is deleted again. What was left behind has arrived after all.
  await tx.$executeRawUnsafe(
    `update "Issue" i set "resolvedAt" = coalesce(i."resolvedAt", now()), "resolution" = null,
       "decidedAt" = null, "decidedBy" = null, "updatedAt" = now()
     from jsonb_to_recordset($2::jsonb) as r("kind" text, "sourceId" text, "outcome" text)
     where i."projectId" = $1::uuid and i."kind" = r."kind" and i."sourceId" = r."sourceId"
       and (i."code" = 'SOURCE_RECORD_DELETED'
         or i."severity" = 'failed' and i."resolution" = '${LEFT_BEHIND}')
       and r."outcome" in ('created', 'updated', 'unchanged', 'conflict')
       and (i."resolvedAt" is null or i."resolution" is not null)`,
    projectId,
    jsonText(outcomes),
  )
  if (settledConflicts.length > 0) {
    await tx.$executeRawUnsafe(
      `update "Issue" i set "resolvedAt" = now(), "updatedAt" = now()
       from jsonb_to_recordset($2::jsonb) as r("kind" text, "sourceId" text, "field" text)
       where i."projectId" = $1::uuid and i."kind" = r."kind" and i."sourceId" = r."sourceId"
         and i."field" = r."field" and i."resolvedAt" is null
         and (i."severity" = 'conflict' or i."severity" = 'note' and i."mayHeal")`,
      projectId,
      jsonText(settledConflicts),
    )
  }
  // What the merchant left of a field that was written now is over; so is the decision over a record
  // that failed in another way since, or that is not what it was when it was left behind.
  await tx.$executeRawUnsafe(
    `update "Issue" i set "resolution" = null, "decidedAt" = null, "decidedBy" = null,
       "updatedAt" = now()
     where i."projectId" = $1::uuid and i."resolution" is not null and (
       i."severity" = 'note' and i."resolution" = 'left' and i."code" <> 'SOURCE_RECORD_DELETED'
         and exists (select 1 from jsonb_to_recordset($2::jsonb)
           as w("kind" text, "sourceId" text, "fields" jsonb)
         where w."kind" = i."kind" and w."sourceId" = i."sourceId"
           and (jsonb_typeof(w."fields") is distinct from 'array' or w."fields" ? i."field"))
         and not exists (select 1 from jsonb_to_recordset($3::jsonb) as n("kind" text,
           "sourceId" text, "code" text, "field" text)
         where n."kind" = i."kind" and n."sourceId" = i."sourceId" and n."code" = i."code"
           and n."field" = i."field")
       or i."severity" = 'failed' and i."resolution" = '${LEFT_BEHIND}' and exists (
         select 1 from jsonb_to_recordset($3::jsonb) as n("kind" text, "sourceId" text,
           "code" text, "field" text, "severity" text, "reopens" boolean)
         where n."kind" = i."kind" and n."sourceId" = i."sourceId" and n."severity" = 'failed'
           and (n."reopens" or n."code" <> i."code" or n."field" <> i."field")))`,
    projectId,
    jsonText(written),
    jsonText(issues),
  )
  if (issues.length === 0) return
  // What is told again as it was after the merchant left it stays left (of what an earlier release
  // told, only its words are known); so does a record left behind while a run was at it.
  const stays = `"Issue"."severity" = 'failed' and "Issue"."resolution" = '${LEFT_BEHIND}'
    or "Issue"."severity" = 'note' and "Issue"."resolution" = 'left'
      and ("Issue"."message" = excluded."message" and "Issue"."said" is not distinct from excluded."said"
        or "Issue"."message" <> '' and excluded."said" is not null)`
  const unlessItStays = (column: string) =>
    `"${column}" = case when ${stays} then "Issue"."${column}" end`
  // Tries are counted per record: another failure of the same record goes on counting. `now()` is
  // the transaction's beginning, so what was resolved just above is known by it.
  await tx.$executeRawUnsafe(
    `insert into "Issue" ("shop", "projectId", "runId", "kind", "sourceId", "code", "field",
       "message", "said", "fingerprint", "severity", "mayHeal", "tries", "reference", "waitsFor",
       "optionsHash", "mappingVersion", "updatedAt")
     select $1, $2::uuid, $3::uuid, r."kind", r."sourceId", r."code", r."field", r."message", r."said",
       r."fingerprint", r."severity", r."isTransient",
       case
         when before."tries" is null or $7::boolean then 1
         when r."tried" is false or before."runId" = $3::uuid then before."tries"
         when before."fingerprint" <> r."fingerprint"
           or before."optionsHash" is distinct from $4
           or before."mappingVersion" is distinct from $5::int then 1
         else before."tries" + 1 end,
       r."reference", r."waitsFor", $4, $5::int, now()
     from jsonb_to_recordset($6::jsonb) as r("kind" text, "sourceId" text, "code" text,
       "field" text, "message" text, "said" text, "fingerprint" text, "severity" text, "isTransient" boolean,
       "reference" text, "waitsFor" text, "tried" boolean)
     left join lateral (
       select i."tries", i."runId", i."fingerprint", i."optionsHash", i."mappingVersion"
       from "Issue" i
       where i."projectId" = $2::uuid and i."kind" = r."kind" and i."sourceId" = r."sourceId"
         and (i."resolvedAt" is null or i."resolvedAt" = now()::timestamptz(3))
         and (i."severity" = r."severity" and r."severity" = 'failed'
           or i."severity" = 'note' and r."severity" = 'note' and r."isTransient"
             and i."code" = r."code" and i."field" = r."field"
           or i."code" = 'SOURCE_RECORD_GONE' and r."code" = 'SOURCE_RECORD_GONE')
       order by i."tries" desc limit 1) before on true
     on conflict ("projectId", "kind", "sourceId", "code", "field") do update set
       "tries" = excluded."tries",
       "runId" = excluded."runId", "message" = excluded."message", "said" = excluded."said",
       "fingerprint" = excluded."fingerprint", "severity" = excluded."severity",
       "mayHeal" = excluded."mayHeal", "reference" = excluded."reference",
       "waitsFor" = excluded."waitsFor",
       "optionsHash" = excluded."optionsHash", "mappingVersion" = excluded."mappingVersion",
       ${['resolution', 'resolvedAt', 'decidedAt', 'decidedBy'].map(unlessItStays).join(', ')},
       "updatedAt" = now()`,
    shop,
    projectId,
    runId,
    optionsHash,
    mappingVersion,
    jsonText(issues),
    triesAnew,
  )
}
