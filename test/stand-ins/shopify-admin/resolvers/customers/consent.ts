import { z } from 'zod'
import {
  type Args,
  type Ctx,
  readInput,
  topLevelError,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Consent,
  isoSeconds,
  saveCustomer,
} from '#test/stand-ins/shopify-admin/store/state.ts'

export const emailConsentInput = z.strictObject({
  marketingState: z.string(),
  marketingOptInLevel: z.string().nullish(),
  consentUpdatedAt: z.string().nullish(),
  sourceLocationId: z.string().nullish(),
})
export const otherConsentInput = z.strictObject({
  state: z.string(),
  optInLevel: z.string().nullish(),
  updatedAt: z.string().nullish(),
})

const REFUSED_STATES = ['NOT_SUBSCRIBED', 'REDACTED', 'INVALID']

export function refuseStates(...states: (string | undefined)[]): void {
  for (const state of states) {
    if (state !== undefined && ['REDACTED', 'INVALID'].includes(state)) {
      throw topLevelError(`Cannot specify ${state} as a marketing state input`, 'INVALID')
    }
  }
}

export function consentFrom(input: z.infer<typeof emailConsentInput>, at: string): Consent {
  return {
    state: input.marketingState,
    optInLevel: input.marketingOptInLevel ?? 'SINGLE_OPT_IN',
    updatedAt: input.consentUpdatedAt ? isoSeconds(Date.parse(input.consentUpdatedAt)) : at,
  }
}

const consentUpdateInput = z.strictObject({
  customerId: z.string(),
  emailMarketingConsent: emailConsentInput.optional(),
  smsMarketingConsent: emailConsentInput.optional(),
})

export function consentUpdate(args: Args, ctx: Ctx, channel: 'email' | 'sms') {
  const name = channel === 'email' ? 'emailMarketingConsent' : 'smsMarketingConsent'
  const input = readInput(consentUpdateInput, args.input, 'CustomerMarketingConsentUpdateInput')
  const consent = input[name]
  if (!consent) return { customer: null, userErrors: [] }
  if (REFUSED_STATES.includes(consent.marketingState)) {
    throw topLevelError(
      `Cannot specify ${consent.marketingState} as a marketing state input`,
      'INVALID',
    )
  }
  const customer = ctx.shop.customers.get(input.customerId)
  if (!customer) {
    return {
      customer: null,
      userErrors: [userError(['input', 'customerId'], 'Customer not found', 'INVALID')],
    }
  }
  const refuse = (field: string, message: string, code: string) => ({
    customer,
    userErrors: [userError(['input', name, field], message, code)],
  })
  if (!consent.marketingOptInLevel) {
    return refuse('marketingOptInLevel', 'Marketing opt in level must exist', 'MISSING_ARGUMENT')
  }
  if (consent.consentUpdatedAt && Date.parse(consent.consentUpdatedAt) > ctx.shop.now()) {
    return refuse('consentUpdatedAt', 'Consent updated at must not be in the future', 'INVALID')
  }
  if (consent.marketingState === 'PENDING' && consent.marketingOptInLevel !== 'CONFIRMED_OPT_IN') {
    return refuse(
      'marketingOptInLevel',
      'Marketing opt in level must be confirmed opt-in for pending consent state',
      'INVALID',
    )
  }
  // Recorded: a customer without the address or number is left alone, without an error.
  if (channel === 'email' ? !customer.email : !customer.phone) return { customer, userErrors: [] }
  const next = consentFrom(consent, isoSeconds(ctx.shop.now()))
  if (channel === 'email') customer.emailConsent = next
  else customer.smsConsent = next
  saveCustomer(ctx.shop, customer)
  return { customer, userErrors: [] }
}
