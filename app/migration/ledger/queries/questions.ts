import { NOTE_CODES } from '#app/migration/engine/ports/issue-weights.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Told } from '#app/migration/messages/message.ts'

/** What waits for the merchant, by what it asks. */
export const DECISION_SECTIONS = ['didNotArrive', 'conflicts', 'deleted', 'cannotFollow'] as const
export type DecisionSection = (typeof DECISION_SECTIONS)[number]

/** `notes`: worth knowing, nothing to decide. */
export type Section = DecisionSection | 'notes'

/** Alike questions about records of one kind. */
export type Alike = {
  section: Section
  kind: EntityKind
  code: string
  /** Null: over the record as a whole. `variant.price`: the prices of variants, whichever. */
  field: string | null
}

export type AlikeGroup = Alike & {
  count: number
  /** What is told, when it is the same of all of them. */
  message: Told | null
}

export const DELETED_CODE = 'SOURCE_RECORD_DELETED'

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
