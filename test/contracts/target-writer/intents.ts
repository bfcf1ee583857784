import { z } from 'zod'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { IssueCode } from '#app/migration/engine/ports/errors.ts'
import type { CanonicalRecord } from '#app/migration/kinds/kind.ts'
import type {
  References,
  TargetSnapshot,
  TargetWriter,
  WriteIntent,
  WriteResult,
} from '#app/migration/engine/ports/target.ts'

const nobody = () => Promise.resolve(null)
const NO_REFERENCES: References = { parts: new Map(), owner: null }

export function create(
  record: CanonicalRecord,
  options: Partial<Pick<WriteIntent, 'ownerOf'>> & {
    mayExist?: boolean
    references?: References
  } = {},
): WriteIntent {
  return {
    op: 'create',
    record,
    references: options.references ?? NO_REFERENCES,
    mayExist: options.mayExist ?? false,
    ownerOf: options.ownerOf ?? nobody,
  }
}

export async function writeAll(
  writer: TargetWriter,
  intents: WriteIntent[],
): Promise<WriteResult[]> {
  const results: WriteResult[] = []
  for await (const result of writer.write(intents)) results.push(result)
  return results
}

export type Success = Extract<WriteResult, { ok: true }>

export async function writeOne(writer: TargetWriter, intent: WriteIntent): Promise<Success> {
  const [result] = await writeAll(writer, [intent])
  if (!result?.ok) throw result?.error ?? new Error('no result')
  return result
}

export function updateOf(
  before: Success,
  record: CanonicalRecord,
  changed: string[],
): Extract<WriteIntent, { op: 'update' }> {
  return {
    op: 'update',
    record,
    references: NO_REFERENCES,
    gid: before.gid,
    children: before.children,
    changed,
    merge: () => changed,
    ownerOf: nobody,
  }
}

/** What the record should show. Whose an order is depends on what the engine knows, not on the record. */
export function expectedOf(
  writer: TargetWriter,
  record: CanonicalRecord,
  { fields }: Pick<TargetSnapshot, 'fields'> = { fields: {} },
): Fields {
  const owner = z.string().nullable().optional().parse(fields['customer'])
  return writer.expectedFields(record, owner === undefined ? {} : { owner })
}

export function changedFields(
  writer: TargetWriter,
  before: CanonicalRecord,
  after: CanonicalRecord,
): string[] {
  const [a, b] = [writer.expectedFields(before), writer.expectedFields(after)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  )
}

/** What a result tells about. */
export const codes = (result: Success): IssueCode[] => result.notes.map(({ code }) => code)

/** The payment of an order that was paid right away. */
export const paid = {
  state: 'paid',
  gateway: 'stripe',
  gatewayTitle: null,
  transactionId: null,
  paidAt: '2026-01-15T10:25:00Z',
  received: null,
} as const
