import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Findings } from '../types.ts'
import { checkCollections } from './products/collections.ts'
import { checkCustomers } from './customers.ts'
import { checkEdits } from './edits.ts'
import { openCheck, type Check, type OracleInput } from './findings.ts'
import { checkOrders } from './orders/orders.ts'
import { checkProducts } from './products/products.ts'
import { lookAt, lookAtVariants } from './seen.ts'
import { boundId, indexTarget, type TargetIndex } from './target-index.ts'

/**
 * Compares what the target holds with what the source holds, record by record and field by field,
 * from the stores' own records alone: nothing of the app's mapping, ledger or merge is used. The
 * ledger's issues only tell an announced failure from a silent one.
 *
 * Each call also remembers which records it saw: what was in Shopify once and is gone later counts
 * as lost, also when the source has deleted it meanwhile.
 */
export function checkTarget(input: OracleInput): Findings {
  const check = openCheck(input)
  lookAt(input.woo)
  const index = indexTarget(input.shop, input.projectId)
  lookAtVariants(input.shop, index.customIds)
  checkProducts(check, index)
  checkCollections(check, index)
  checkCustomers(check, index)
  checkOrders(check, index)
  checkCustomIds(check, index)
  checkEdits(check, index)
  checkVanished(check, index)
  return check.findings
}

/** Ids that never were: a record that says it stems from a source record there never was one of. */
function checkCustomIds({ woo, shop, count }: Check, index: TargetIndex): void {
  const inPosts = (id: string) => /^\d+$/.test(id) && Number(id) < woo.nextId.post
  for (const gid of [...shop.products.keys(), ...shop.orders.keys()]) {
    const [kind, other] = shop.products.has(gid)
      ? (['product', woo.orders] as const)
      : (['order', woo.products] as const)
    const id = boundId(index, gid, kind)
    if (id !== null && (!inPosts(id) || other.has(Number(id)))) {
      count('extra', `${kind} ${gid} says it stems from ${kind} ${id}, which there never was`)
    }
  }
}

const witnessed = new WeakMap<ShopState, Map<string, string>>()

function checkVanished({ shop, edits, count, projectId }: Check, index: TargetIndex): void {
  const seen = witnessed.get(shop) ?? new Map<string, string>()
  witnessed.set(shop, seen)
  for (const [customId, gid] of seen) {
    const kept = shop.products.has(gid) || shop.customers.has(gid) || shop.orders.has(gid)
    if (kept || edits.deleted.has(gid) || !customId.startsWith(`${projectId} `)) continue
    count('lost', `${customId.slice(projectId.length + 1)} was in Shopify as ${gid} and is gone`)
  }
  for (const [gid, customId] of index.customIds) {
    if (!/^(variant|collection):/.test(customId)) seen.set(`${projectId} ${customId}`, gid)
  }
}
