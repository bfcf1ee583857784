import { z } from 'zod'
import { sayer, type Spec } from './message.ts'
import { words } from './parameters.ts'

/** What one agrees to get. */
const to = z.enum(['email', 'sms'])

/** What is told when customers are written to Shopify. */
export const CUSTOMERS = {
  adopted: {},
  emailInvalid: {},
  emailRefused: {},
  emailRemoved: {},
  emailOfAnother: {},
  emailHolderNotShown: {},
  phoneInvalid: {},
  phoneRefused: {},
  phoneOfAnother: {},
  tagsRefused: { words },
  consentKept: { to },
  consentRefused: { to, words },
  consentWithoutContact: { to },
  tooManyAddresses: {},
  missingSince: { what: z.enum(['email', 'phone', 'firstName', 'lastName', 'note']) },
} as const satisfies Spec

export const customersSay = sayer<typeof CUSTOMERS>('customers')
