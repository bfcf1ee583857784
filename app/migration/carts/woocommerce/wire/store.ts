import { z } from 'zod'

export const wireSystemStatus = z.object({
  environment: z.object({
    version: z.string().min(1),
    /** Since WooCommerce 8.4. */
    store_id: z.string().nullable().catch(null).default(null),
  }),
  settings: z.object({ currency: z.string().min(3) }),
})
export const wireCurrency = z.object({ code: z.string().min(3) })
export const wireSetting = z.object({ value: z.string() })
/** The newest order tells what a key without access to the settings may not ask. */
export const wireOrderFacts = z.object({
  currency: z.string().min(3),
  version: z.string().catch(''),
})
