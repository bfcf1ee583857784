import type { Prisma } from '#app/generated/prisma/client.ts'
import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import { NOTE_CODES } from '#app/migration/engine/leftovers/issue-weights.ts'
import type { Alike, Section } from './decision-types.ts'

const DELETED_CODE = 'SOURCE_RECORD_DELETED'

/** `Issue.resolution` of what the merchant left as it is. */
export const LEFT_AS_IT_IS = 'left'

type Where = Prisma.IssueWhereInput

/** Issues that are open: the one place that says so, for counts and lists alike. */
export const OPEN: Readonly<Record<Section, Where>> = {
  didNotArrive: { severity: 'failed', resolvedAt: null },
  // A decided conflict waits for the next run, not for the merchant.
  conflicts: { severity: 'conflict', resolvedAt: null, resolution: null },
  deleted: { severity: 'note', code: DELETED_CODE, resolvedAt: null },
  cannotFollow: {
    severity: 'note',
    resolvedAt: null,
    code: { notIn: [...NOTE_CODES, DELETED_CODE] },
  },
  notes: { severity: 'note', resolvedAt: null, code: { in: [...NOTE_CODES] } },
}

export const LEFT: Where = { severity: 'failed', resolution: LEFT_BEHIND }

/** Decisions that can be taken back, because nothing of them was written. */
export const UNDOABLE: Where = {
  OR: [
    LEFT,
    { severity: 'note', resolution: LEFT_AS_IT_IS },
    { severity: 'conflict', resolution: { not: null }, resolvedAt: null },
  ],
}

/** Which section an issue belongs to; as `OPEN` says. */
export function sectionOf({ severity, code }: { severity: string; code: string }): Section {
  if (severity === 'failed') return 'didNotArrive'
  if (severity === 'conflict') return 'conflicts'
  if (code === DELETED_CODE) return 'deleted'
  return NOTE_CODES.includes(code) ? 'notes' : 'cannotFollow'
}

/** "variant:148.price" → "variant.price": prices of variants are alike, whichever variant. */
export function alikeField(field: string): string | null {
  if (field === '') return null
  const [, part] = /^variant:.+\.([^.]+)$/.exec(field) ?? []
  return part ? `variant.${part}` : field
}

/** The open issues that are alike. */
export function openAlike({ section, kind, code, field }: Alike): Where {
  const [, part] = /^variant\.([^.]+)$/.exec(field ?? '') ?? []
  return {
    AND: [
      OPEN[section],
      { kind, code },
      { field: part ? { startsWith: 'variant:', endsWith: `.${part}` } : (field ?? '') },
    ],
  }
}
