import { stableJson } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type {
  Gid,
  TargetWriter,
  WriteIntent,
  WriteResult,
} from '#app/migration/engine/ports/target.ts'

type Update = Extract<WriteIntent, { op: 'update' }>

/**
 * The update a run makes of a change in the source where the merchant changed nothing: what may be
 * sent is what the source changed, what is sent is what the target does not show yet.
 */
export function orderUpdate(
  writer: TargetWriter,
  written: Extract<WriteResult, { ok: true }>,
  before: CanonicalOrder,
  after: CanonicalOrder,
  customers: { before?: Gid | null; after?: Gid | null } = {},
): Update {
  const was = writer.expectedFields(before, parents(customers.before))
  const wanted = writer.expectedFields(after, parents(customers.after))
  const differs = (a: typeof wanted, b: typeof wanted) => (name: string) =>
    stableJson(a[name] ?? null) !== stableJson(b[name] ?? null)
  const changed = Object.keys(wanted).filter(differs(was, wanted))
  return {
    op: 'update',
    record: after,
    references: { parts: new Map(), owner: customers.after ?? null },
    gid: written.gid,
    children: written.children,
    ownerOf: async () => null,
    changed,
    merge: ({ fields }) => changed.filter(differs(fields, wanted)),
  }
}

const parents = (customer: Gid | null | undefined) =>
  customer === undefined ? {} : { owner: customer }
