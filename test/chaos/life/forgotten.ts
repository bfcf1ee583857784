/** What the app's database lost, and what may differ because of it. */
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import type { OpenIssueRow } from '../types.ts'

type Shown = {
  gid: string
  /** When the old store had changed it last; its clock may go back meanwhile. */
  modifiedAt: number | null
  /** Each field of the record in Shopify, as it was then. */
  fields: ReadonlyMap<string, string>
}

/** By "kind id" in the old store. */
export type Forgotten = Map<string, Shown>

export function rememberShown(store: ShopState, gid: string, modifiedAt: number | null): Shown {
  return { gid, modifiedAt, fields: fieldsOf(store, gid) }
}

/** Found again as it was: from now on nothing of it is different because of that. */
export function foundAgain(forgotten: Forgotten, woo: WooState): void {
  for (const [name, then] of forgotten) {
    if (!isChangedSince(woo, name, then)) forgotten.delete(name)
  }
}

export function modifiedAt(woo: WooState, name: string): number | null {
  const [kind, sourceId] = name.split(' ')
  const records =
    kind === 'product' ? woo.products : kind === 'customer' ? woo.customers : woo.orders
  return records.get(Number(sourceId))?.modifiedAt ?? null
}

const isChangedSince = (woo: WooState, name: string, then: Shown) =>
  modifiedAt(woo, name) !== then.modifiedAt

function fieldsOf(store: ShopState, gid: string): Map<string, string> {
  const record = store.products.get(gid) ?? store.customers.get(gid) ?? store.orders.get(gid)
  return new Map(Object.entries(record ?? {}).map(([name, value]) => [name, JSON.stringify(value)]))
}

/**
 * A record that the old store changed after its row was lost, and before it was found again: nobody
 * can know which side changed. So the merchant is asked, and Shopify keeps what it had when the row
 * was lost; a question in which that is not so is no excuse.
 */
export function askedOfForgotten(
  issues: readonly OpenIssueRow[],
  { forgotten, store, woo }: { forgotten: Forgotten; store: ShopState; woo: WooState },
): OpenIssueRow[] {
  return issues.map((issue): OpenIssueRow => {
    const { kind, sourceId, code, field } = issue
    const then = forgotten.get(`${kind} ${sourceId}`)
    if (code !== 'CONFLICT' || !then || field === null) return issue
    const kept = then.fields.get(field)
    const isKept = kept !== undefined && fieldsOf(store, then.gid).get(field) === kept
    return isKept && isChangedSince(woo, `${kind} ${sourceId}`, then)
      ? { ...issue, severity: 'note', code: 'KEPT_IN_SHOPIFY' }
      : issue
  })
}
