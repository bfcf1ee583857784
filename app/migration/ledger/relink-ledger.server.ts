import { z } from 'zod'
import type { Database } from '#app/db.server.ts'
import { storedText } from '#app/platform/stored-text.ts'
import { LOOK_UP_KEYS } from '../kinds/definition.ts'
import { kindSchema } from '../kinds/kind-schema.ts'
import type { RelinkLedger } from '../engine/ports/relink-ledger.ts'
import { underLease, type LeaseHolder } from './ledger-transaction.server.ts'
import { repeatable } from '#app/platform/database-away.server.ts'

const PAGE = 50

const proposalRows = z.array(
  z.object({
    id: z.coerce.string(),
    kind: kindSchema,
    sourceId: z.string(),
    gid: z.string(),
    matchedBy: z.enum(LOOK_UP_KEYS),
    reference: z.string(),
  }),
)

/** The part of the ledger that keeps what a re-link proposes until the merchant decides. */
export function createRelinkLedger(deps: LeaseHolder & { prisma: Database }): RelinkLedger {
  const { prisma, shop, projectId, runId } = deps

  return {
    async propose(proposals) {
      if (proposals.length === 0) return
      await underLease(prisma, deps, (tx) =>
        tx.relinkProposal.createMany({
          data: proposals.map((proposal) => ({
            ...proposal,
            reference: storedText(proposal.reference),
            shop,
            projectId,
            runId,
          })),
          skipDuplicates: true,
        }),
      )
    },

    async forgetEarlierProposals() {
      await underLease(prisma, deps, (tx) =>
        tx.relinkProposal.deleteMany({ where: { shop, projectId, runId: { not: runId } } }),
      )
    },

    async proposals(kind, selection, after) {
      const ids = selection === 'unambiguous' ? null : selection.ids.map(String)
      const rows = proposalRows.parse(
        await repeatable(
          () => prisma.$queryRaw`
            select p."id", p."kind", p."sourceId", p."gid", p."matchedBy", p."reference"
            from "RelinkProposal" p
            where p."shop" = ${shop} and p."projectId" = ${projectId}::uuid and p."kind" = ${kind}
              and p."id" > ${after === null ? 0n : BigInt(after)}
              and (${ids}::bigint[] is null or p."id" = any(${ids}::bigint[]))
              and (${ids}::bigint[] is not null or not (
                exists (select 1 from "RelinkProposal" o
                  where o."projectId" = p."projectId" and o."kind" = p."kind"
                    and o."sourceId" = p."sourceId" and o."id" <> p."id")
                or exists (select 1 from "RelinkProposal" o
                  where o."projectId" = p."projectId" and o."kind" = p."kind"
                    and o."gid" = p."gid" and o."id" <> p."id")))
            order by p."id" limit ${PAGE}`,
        ),
      )
      return {
        proposals: rows.map(({ kind, sourceId, gid, matchedBy, reference }) => ({
          kind,
          sourceId,
          gid,
          matchedBy,
          reference,
        })),
        next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null,
      }
    },

    async forgetProposals(kind, { sourceIds, gids }) {
      await underLease(prisma, deps, (tx) =>
        tx.relinkProposal.deleteMany({
          where: {
            shop,
            projectId,
            kind,
            OR: [{ sourceId: { in: [...sourceIds] } }, { gid: { in: [...gids] } }],
          },
        }),
      )
    },
  }
}
