import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Gid } from './target.ts'
import type { LinkProposal } from './settlement.ts'

/** Chosen proposals by their ids, or all whose two records appear in no other proposal. */
export type ProposalSelection = { ids: readonly string[] } | 'unambiguous'

/** The memory of a re-link. Writes hold the lease as all do. */
export interface RelinkLedger {
  /** Kept for the merchant to confirm. */
  propose(proposals: readonly LinkProposal[]): Promise<void>
  /** Proposals of earlier runs are out of date. */
  forgetEarlierProposals(): Promise<void>
  /** What the merchant confirmed, some at a time, by `after`. */
  proposals(
    kind: EntityKind,
    selection: ProposalSelection,
    after: string | null,
  ): Promise<{ proposals: LinkProposal[]; next: string | null }>
  /** Every proposal that names one of these records: it is settled, one way or another. */
  forgetProposals(
    kind: EntityKind,
    records: { sourceIds: readonly string[]; gids: readonly Gid[] },
  ): Promise<void>
}
