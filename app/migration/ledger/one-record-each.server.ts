import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import { jsonText } from '#app/platform/stored-text.ts'
import { isGuestId } from '../kinds/values/guest-id.ts'
import type { Mapping, Settlement } from '../engine/ports/settlement.ts'
import type { LeaseHolder } from './ledger-transaction.server.ts'
import { engineSays } from '../messages/engine.ts'

const refusedRows = z.array(z.object({ kind: z.string(), sourceId: z.string() }))

/**
 * A target record belongs to one source record, except where a guest became an account: whoever
 * comes second is not mapped, and that is told. The run's row is held by this transaction, so
 * nobody else maps anything of the project in between. Rows of earlier releases that share a record
 * stay as they are, and may be settled again, until one of them moves on.
 */
export async function withoutForeign(
  tx: Transaction,
  { projectId }: LeaseHolder,
  settlements: readonly Settlement[],
): Promise<Settlement[]> {
  const mappings = settlements.flatMap(({ mapping }) =>
    mapping === null || isGuestId(mapping.sourceId) ? [] : [mapping],
  )
  if (mappings.length === 0) return [...settlements]
  const rows = mappings.map(({ kind, sourceId, gid }) => ({ kind, sourceId, gid }))
  const taken = refusedRows.parse(
    await tx.$queryRawUnsafe(
      `with rows as (
         select * from jsonb_to_recordset($2::jsonb) as r("kind" text, "sourceId" text, "gid" text))
       select distinct r."kind", r."sourceId" from rows r
       join "Mapping" m on m."projectId" = $1::uuid and m."kind" = r."kind" and m."gid" = r."gid"
         and m."sourceId" <> r."sourceId" and m."sourceId" not like 'guest:%'
       where not exists (select 1 from "Mapping" own where own."projectId" = $1::uuid
           and own."kind" = r."kind" and own."sourceId" = r."sourceId" and own."gid" = r."gid")
         and not exists (select 1 from rows moved where moved."kind" = m."kind"
           and moved."sourceId" = m."sourceId" and moved."gid" <> m."gid")`,
      projectId,
      jsonText(rows),
    ),
  )
  const refused = new Set(taken.map(keyOf))
  const held = new Map<string, string>()
  for (const mapping of mappings) {
    const place = `${mapping.kind} ${mapping.gid}`
    if (refused.has(keyOf(mapping))) continue
    if (held.has(place)) refused.add(keyOf(mapping))
    else held.set(place, mapping.sourceId)
  }
  return settlements.map((settlement) =>
    settlement.mapping && refused.has(keyOf(settlement.mapping))
      ? linkRefused(settlement)
      : settlement,
  )
}

const keyOf = ({ kind, sourceId }: Pick<Mapping, 'sourceId'> & { kind: string }) =>
  `${kind}:${sourceId}`

/** The record it was to be linked to is another one's: nothing is remembered of it. */
function linkRefused({ outcome }: Settlement): Settlement {
  const { kind, sourceId, reference } = outcome
  return {
    outcome: { ...outcome, outcome: 'failed', gid: null },
    mapping: null,
    issues: [
      {
        kind,
        sourceId,
        code: 'HELD_BY_ANOTHER',
        message: engineSays('linkHeldByAnother', { kind }),
        field: null,
        fingerprint: null,
        severity: 'failed',
        isTransient: true,
        reference,
      },
    ],
  }
}
