import type {
  CustomerMarketingOptInLevel,
  CustomerSmsConsentMutationVariables,
} from '#app/types/admin-operations.ts'
import type { CanonicalConsent } from '#app/migration/kinds/customer/customer.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { isoSeconds } from '../values/normalize.ts'
import type { TargetContext } from '../target-context.ts'
import { keptInShopify } from '../write-notes.ts'
import { CUSTOMER_CONSENT, CUSTOMER_SMS_CONSENT } from './documents.ts'
import type { ReadCustomer } from './snapshot.ts'
import { customersSay } from '#app/migration/messages/customers.ts'

export type ConsentField = 'emailConsent' | 'smsConsent'

/** What Shopify says of consent beside the address or number it is about. */
type Shown = { marketingState: string; marketingUpdatedAt?: unknown }
type ConsentInput = CustomerSmsConsentMutationVariables['input']['smsMarketingConsent'] & {
  marketingState: 'SUBSCRIBED' | 'UNSUBSCRIBED'
}

type Channel = {
  /** What one agrees to. */
  to: 'email' | 'sms'
  /** Null: the customer has nothing in Shopify that this could be sent to. */
  shown(customer: ReadCustomer): Shown | null
  /** @throws ShopifyRefused */
  send(ctx: TargetContext, customer: ReadCustomer, consent: ConsentInput): Promise<ReadCustomer>
}

const CHANNELS: Readonly<Record<ConsentField, Channel>> = {
  emailConsent: {
    to: 'email',
    shown: ({ defaultEmailAddress }) => defaultEmailAddress,
    send: async (ctx, customer, emailMarketingConsent) => {
      const input = { customerId: customer.id, emailMarketingConsent }
      const answer = await ctx.run(CUSTOMER_CONSENT, { input })
      const now = checkUserErrors(answer.customerEmailMarketingConsentUpdate).customer
      const { defaultEmailAddress: before } = customer
      const after = now?.defaultEmailAddress
      return before && after
        ? { ...customer, defaultEmailAddress: { ...before, ...after } }
        : customer
    },
  },
  smsConsent: {
    to: 'sms',
    shown: ({ defaultPhoneNumber }) => defaultPhoneNumber,
    send: async (ctx, customer, smsMarketingConsent) => {
      const input = { customerId: customer.id, smsMarketingConsent }
      const answer = await ctx.run(CUSTOMER_SMS_CONSENT, { input })
      const now = checkUserErrors(answer.customerSmsMarketingConsentUpdate).customer
      const { defaultPhoneNumber: before } = customer
      const after = now?.defaultPhoneNumber
      return before && after
        ? { ...customer, defaultPhoneNumber: { ...before, ...after } }
        : customer
    },
  },
}

/** How the customer agreed, where that is known: "confirmed" must not say more than the source does. */
const LEVELS: Readonly<Record<string, CustomerMarketingOptInLevel>> = {
  single: 'SINGLE_OPT_IN',
  confirmed: 'CONFIRMED_OPT_IN',
}

/**
 * Consent as the old store has it, with its date. Somebody who told Shopify no is not signed up
 * again, unless the old store proves that the yes came later. Nobody is ever asked to confirm:
 * Shopify sends a message for that alone.
 */
export async function withConsent(
  ctx: TargetContext,
  customer: ReadCustomer,
  field: ConsentField,
  consent: CanonicalConsent,
  notes: WriteNote[],
): Promise<ReadCustomer> {
  const { to, shown: shownOf, send } = CHANNELS[field]
  const shown = shownOf(customer)
  const isYes = consent.state === 'subscribed'
  if (!shown) {
    if (isYes) {
      notes.push(keptInShopify(field, customersSay('consentWithoutContact', { to })))
    }
    return customer
  }
  const saidNo = ['UNSUBSCRIBED', 'REDACTED', 'INVALID'].includes(shown.marketingState)
  if (isYes && saidNo && !isLater(consent.at, shown.marketingUpdatedAt)) {
    notes.push(keptInShopify(field, customersSay('consentKept', { to })))
    return customer
  }
  const at = Date.parse(consent.at ?? '')
  try {
    return await send(ctx, customer, {
      marketingState: isYes ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
      marketingOptInLevel: LEVELS[consent.optIn ?? ''] ?? 'UNKNOWN',
      // "Consent updated at must not be in the future"
      ...(at <= ctx.clock.now() ? { consentUpdatedAt: isoSeconds(at) } : {}),
    })
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error
    const words = error.message
    notes.push(keptInShopify(field, customersSay('consentRefused', { to, words })))
    return customer
  }
}

function isLater(at: string | null, than: unknown): boolean {
  const [ours, theirs] = [Date.parse(at ?? ''), Date.parse(String(than ?? ''))]
  return !Number.isNaN(ours) && !Number.isNaN(theirs) && ours > theirs
}
