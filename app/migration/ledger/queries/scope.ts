/** Whose rows are asked for. Every query names the shop, whatever else it names. */
import type { EntityKind } from '#app/migration/kinds/kind.ts'

export type ProjectScope = { shop: string; projectId: string }

export type RunScope = { shop: string; runId: string }

/** Names a record within a project. */
export type RecordRef = { kind: EntityKind; sourceId: string }

/** PostgreSQL takes at most 65 535 parameters in one statement. */
export const MOST_IDS = 10_000
