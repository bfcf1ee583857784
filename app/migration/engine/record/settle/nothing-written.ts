import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { RecordError } from '#app/migration/engine/ports/errors.ts'
import type {
  Classification,
  IssueInput,
  Mapping,
  OpenIssue,
  Settlement,
} from '#app/migration/engine/ports/settlement.ts'
import { failureIssue } from './issues.ts'
import { engineSays } from '#app/migration/messages/engine.ts'
import type { Message } from '#app/migration/messages/message.ts'

/** A record the source did not give by id any more. */
export function sourceGone(
  kind: EntityKind,
  sourceId: string,
  details: { reference: string; gid: string | null; classification: Classification },
): Settlement {
  const { reference, gid, classification } = details
  const issue: IssueInput = {
    kind,
    sourceId,
    code: 'SOURCE_RECORD_GONE',
    message: engineSays('sourceGone'),
    field: null,
    fingerprint: null,
    severity: 'note',
    isTransient: false,
    reference,
  }
  return {
    outcome: { kind, sourceId, classification, outcome: 'skipped', gid, reference, amount: null },
    mapping: null,
    issues: [issue],
  }
}

/** A record that the source side leaves out on purpose; what is in the target stays as it is. */
export function leftOut(
  kind: EntityKind,
  error: RecordError,
  mapping: Mapping | undefined,
): Settlement {
  const { sourceId } = error
  const issue = failureIssue(kind, error, { sourceId, reference: sourceId, fingerprint: null })
  return {
    outcome: {
      kind,
      sourceId,
      classification: mapping ? 'changed' : 'new',
      outcome: 'skipped',
      gid: mapping?.gid ?? null,
      reference: sourceId,
      amount: null,
    },
    mapping: null,
    issues: [
      {
        ...issue,
        severity: 'note',
        message: mapping ? engineSays('leftOutButThere', { why: error.told }) : error.told,
      },
    ],
  }
}

/**
 * A migrated record that is not in the source any more. It is told once and stays told until the
 * merchant decides or the record is back; the target is not touched.
 */
export function deletedInSource(
  kind: EntityKind,
  sourceId: string,
  details: { reference: string; gid: string },
): Settlement {
  const gone = sourceGone(kind, sourceId, { ...details, classification: 'changed' })
  return {
    ...gone,
    issues: gone.issues.map((issue) => ({
      ...issue,
      code: 'SOURCE_RECORD_DELETED',
      message: engineSays('deletedInSource', { kind }),
    })),
  }
}

/**
 * A failure that stands is told again as it was.
 * @param tried the record was asked for once more, though nothing could be sent
 */
export function reportedAgain(
  issue: OpenIssue,
  mapping: Mapping | undefined,
  { tried = false, message }: { tried?: boolean; message?: Message } = {},
): Settlement {
  return {
    outcome: {
      kind: issue.kind,
      sourceId: issue.sourceId,
      classification: mapping ? 'changed' : 'new',
      outcome: 'failed',
      gid: mapping?.gid ?? null,
      reference: issue.reference,
      amount: null,
    },
    mapping: null,
    issues: [
      {
        kind: issue.kind,
        sourceId: issue.sourceId,
        code: issue.code,
        message: message ?? issue.message,
        field: issue.field,
        fingerprint: issue.fingerprint,
        severity: issue.severity,
        isTransient: issue.isTransient,
        reference: issue.reference,
        ...(tried ? {} : { tried: false as const }),
      },
    ],
    // Its attempts are all we know of what was done of it.
    ...(issue.code === 'FAILED_IN_SHOPIFY' && { unfinished: true }),
  }
}
