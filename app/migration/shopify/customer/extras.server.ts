import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { withConsent } from './consent.server.ts'
import { acceptedCustomer } from './input.ts'
import { changedCustomData, type CustomDatum } from '../custom-data/custom-data.ts'
import { customDataOf, type ReadCustomer } from './snapshot.ts'
import type { TargetContext } from '../target-context.ts'

/*
 * What of a customer takes calls of its own: `customerSet` has neither metafields nor consent, and
 * `customerUpdate` refuses consent (recorded).
 */

const CONSENTS = ['emailConsent', 'smsConsent'] as const

/**
 * Custom data and consent of a customer that this app made. Only keys that Shopify does not show yet
 * are added: an earlier try may have been long ago.
 *
 * @param consent false for a customer who was there before: nobody is signed up, or off, by being
 *   found
 */
export async function addExtras(
  ctx: TargetContext,
  record: CanonicalCustomer,
  customer: ReadCustomer,
  { consent }: { consent: boolean },
  notes: WriteNote[],
): Promise<ReadCustomer> {
  const { customData, ...accepted } = acceptedCustomer(record)
  const shown = new Set(customDataOf(customer).map(({ key }) => key))
  const missing = customData.filter(({ key }) => !shown.has(key))
  let complete = await withCustomData(ctx, customer, { set: missing, remove: [] }, notes)
  for (const field of CONSENTS) {
    const own = accepted[field]
    // Whoever was never signed up need not be signed off.
    if (!consent || own?.state !== 'subscribed') continue
    complete = await withConsent(ctx, complete, field, own, notes)
  }
  return complete
}

/** The same for an update, as far as the merge lets it. */
export async function updateExtras(
  ctx: TargetContext,
  record: CanonicalCustomer,
  customer: ReadCustomer,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<ReadCustomer> {
  const { customData, ...accepted } = acceptedCustomer(record)
  const changes = changedCustomData(changed, customData)
  let complete = await withCustomData(ctx, customer, changes, notes)
  for (const field of CONSENTS) {
    const own = accepted[field]
    if (!changed.has(field) || !own) continue
    complete = await withConsent(ctx, complete, field, own, notes)
  }
  return complete
}

async function withCustomData(
  ctx: TargetContext,
  customer: ReadCustomer,
  { set, remove }: { set: readonly CustomDatum[]; remove: readonly string[] },
  notes: WriteNote[],
): Promise<ReadCustomer> {
  if (set.length === 0 && remove.length === 0) return customer
  await ctx.customData.remove([{ owner: customer.id, keys: remove }])
  const { shown, notes: own } = await ctx.customData.set('CUSTOMER', customer.id, set)
  notes.push(...own)
  const touched = new Set([...remove, ...shown.map(({ key }) => key)])
  const others = customDataOf(customer).filter(({ key }) => !touched.has(key))
  return { ...customer, customData: { edges: [...others, ...shown].map((node) => ({ node })) } }
}
