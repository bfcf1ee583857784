import type { CanonicalConsent, CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { acceptedCustomer } from './input.ts'
import { changedCustomData, type CustomDatum } from '../custom-data/custom-data.ts'
import { customDataOf, type ReadCustomer } from './snapshot.ts'
import { CUSTOMER_CONSENT } from './documents.ts'
import { isoSeconds } from '../values/normalize.ts'
import type { TargetContext } from '../target-context.ts'
import { keptInShopify } from '../write-notes.ts'

/*
 * What of a customer takes calls of its own: `customerSet` has neither metafields nor consent, and
 * `customerUpdate` refuses consent (recorded).
 */

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
  const { customData, emailConsent } = acceptedCustomer(record)
  const shown = new Set(customDataOf(customer).map(({ key }) => key))
  const missing = customData.filter(({ key }) => !shown.has(key))
  const complete = await withCustomData(ctx, customer, { set: missing, remove: [] }, notes)
  // Whoever was never signed up need not be signed off.
  if (!consent || emailConsent?.state !== 'subscribed') return complete
  return withConsent(ctx, complete, emailConsent, notes)
}

/** The same for an update, as far as the merge lets it. */
export async function updateExtras(
  ctx: TargetContext,
  record: CanonicalCustomer,
  customer: ReadCustomer,
  changed: ReadonlySet<string>,
  notes: WriteNote[],
): Promise<ReadCustomer> {
  const { customData, emailConsent } = acceptedCustomer(record)
  const changes = changedCustomData(changed, customData)
  const complete = await withCustomData(ctx, customer, changes, notes)
  if (!changed.has('emailConsent') || !emailConsent) return complete
  return withConsent(ctx, complete, emailConsent, notes)
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

/**
 * Consent as the old store has it, with its date. Somebody who told Shopify no is not signed up
 * again, unless the old store proves that the yes came later.
 */
async function withConsent(
  ctx: TargetContext,
  customer: ReadCustomer,
  consent: CanonicalConsent,
  notes: WriteNote[],
): Promise<ReadCustomer> {
  const shown = customer.defaultEmailAddress
  if (!shown) return customer
  const saidNo = ['UNSUBSCRIBED', 'REDACTED', 'INVALID'].includes(shown.marketingState)
  if (consent.state === 'subscribed' && saidNo && !isLater(consent.at, shown.marketingUpdatedAt)) {
    notes.push(
      keptInShopify(
        'emailConsent',
        'The old store says that this customer agreed to marketing e-mails, Shopify that they do not want any. Shopify’s answer stays: nobody is signed up again.',
      ),
    )
    return customer
  }
  const at = Date.parse(consent.at ?? '')
  try {
    const answer = await ctx.run(CUSTOMER_CONSENT, {
      input: {
        customerId: customer.id,
        emailMarketingConsent: {
          marketingState: consent.state === 'subscribed' ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
          // How the customer agreed is not known; "confirmed" would say more than the old store does.
          marketingOptInLevel: 'UNKNOWN',
          // "Consent updated at must not be in the future"
          ...(at <= ctx.clock.now() ? { consentUpdatedAt: isoSeconds(at) } : {}),
        },
      },
    })
    const { customer: after } = checkUserErrors(answer.customerEmailMarketingConsentUpdate)
    const now = after?.defaultEmailAddress
    return now ? { ...customer, defaultEmailAddress: { ...shown, ...now } } : customer
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    notes.push(
      keptInShopify(
        'emailConsent',
        `Shopify did not take whether this customer agreed to marketing e-mails (“${error.message}”); the customer gets none. Everything else arrived.`,
      ),
    )
    return customer
  }
}

function isLater(at: string | null, than: unknown): boolean {
  const [ours, theirs] = [Date.parse(at ?? ''), Date.parse(String(than ?? ''))]
  return !Number.isNaN(ours) && !Number.isNaN(theirs) && ours > theirs
}
