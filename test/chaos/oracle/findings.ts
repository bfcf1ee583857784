import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { MerchantEdits } from '../life/merchant/merchant-edits.ts'
import type { CheckInput, Findings } from '../types.ts'

export type OracleInput = CheckInput<MerchantEdits>

type Counted =
  'lost' | 'duplicated' | 'overwritten' | 'wrongTotals' | 'wrongFields' | 'watermarkLies'

/** One comparison of both stores while it goes on. */
export type Check = {
  woo: WooState
  shop: ShopState
  edits: MerchantEdits
  projectId: string
  findings: Findings & { extra: number; announced: number }
  /** False when the record changed later than the run promises to have seen. */
  isJudged(kind: EntityKind, changedAt: number | null): boolean
  /** The record is missing: a lie of the watermark, or a loss at the end. */
  missed(kind: EntityKind, id: string, story: string): void
  count(what: Counted | 'extra', story: string): void
  /** An open issue says that this record did not arrive. */
  isAnnounced(kind: EntityKind, id: string): boolean
  /** A remark for the merchant says that this field could not follow. */
  isExplained(kind: EntityKind, id: string, ...fields: string[]): boolean
  /** The merchant was asked to choose; an answer for fields the merchant really did edit, no other. */
  isAsked(kind: EntityKind, id: string, field: string): boolean
}

/** Remarks that tell the merchant which field is not as in the source. Totals have no such excuse. */
const EXPLAINS =
  /^(CHANGE_NOT_POSSIBLE|KEPT_IN_SHOPIFY|EMAIL_NOT_ACCEPTED|PHONE_NOT_ACCEPTED|COUNTRY_NOT_ACCEPTED|PROVINCE_NOT_ACCEPTED|ADDRESS_NOT_ACCEPTED|TEXT_NOT_ACCEPTED|CUSTOM_DATA_NOT_ACCEPTED|DATE_NOT_ACCEPTED|TEXT_SHORTENED|IMAGE_FAILED|TOO_MANY_IMAGES)$/

/** What could not be linked when it came stays so, and is told; nothing else of it is excused. */
export const UNLINKED = 'links'

export function openCheck(input: OracleInput): Check {
  const findings: Check['findings'] = {
    lost: 0,
    duplicated: 0,
    overwritten: 0,
    emails: 0,
    stockMoves: 0,
    wrongTotals: 0,
    wrongFields: 0,
    watermarkLies: 0,
    extra: 0,
    announced: 0,
    stories: [],
  }
  const failed = new Set<string>()
  const explained = new Set<string>()
  const asked = new Set<string>()
  for (const { kind, sourceId, code, severity, field } of input.ledgerIssues) {
    if (severity === 'failed') failed.add(`${kind} ${sourceId}`)
    else if (severity === 'conflict') asked.add(`${kind} ${sourceId} ${field}`)
    else if (code === 'PARENT_MISSING') explained.add(`${kind} ${sourceId} ${UNLINKED}`)
    else if (severity === 'note' && field !== null && EXPLAINS.test(code)) {
      explained.add(`${kind} ${sourceId} ${field}`)
    }
  }
  const count: Check['count'] = (what, story) => {
    findings[what] += 1
    findings.stories.push(`${what}: ${story}`)
  }
  return {
    woo: input.woo,
    shop: input.shop,
    edits: input.edits,
    projectId: input.projectId,
    findings,
    isJudged: (kind, changedAt) => {
      if (input.through === null || changedAt === null) return true
      // The watermark's own second was not over when it was read.
      return changedAt < Math.floor(Date.parse(input.through[kind]) / 1000) * 1000
    },
    missed: (kind, id, story) =>
      count(input.through === null ? 'lost' : 'watermarkLies', `${kind} ${id}: ${story}`),
    count,
    isAnnounced: (kind, id) => failed.has(`${kind} ${id}`),
    isExplained: (kind, id, ...fields) =>
      fields.some((field) => explained.has(`${kind} ${id} ${field}`)),
    isAsked: (kind, id, field) => asked.has(`${kind} ${id} ${field}`),
  }
}

/** Tells one field of one record that is not as in the source, unless a remark says why. */
export type Say = (
  /** As remarks name it. */
  field: string,
  expected: unknown,
  found: unknown,
  /** What exactly, where a field has parts. */
  detail?: string,
) => void

export function sayer(check: Check, kind: EntityKind, id: string, gid: string): Say {
  return (field, expected, found, detail = field) => {
    if (check.isExplained(kind, id, field)) return
    check.count('wrongFields', `${kind} ${id}: ${differs(detail, expected, found)} (${gid})`)
  }
}

/** The same for a field whose parts are compared as one. */
export function sayUnlessSame(
  say: Say,
  field: string,
  expected: unknown,
  found: unknown,
  detail?: string,
): void {
  if (JSON.stringify(expected) !== JSON.stringify(found)) say(field, expected, found, detail)
}

/** "expected … , Shopify has …" with values a person can read. */
export function differs(what: string, expected: unknown, found: unknown): string {
  const show = (value: unknown) => (value === null ? 'nothing' : JSON.stringify(value))
  return `${what} should be ${show(expected)}, Shopify has ${show(found)}`
}
