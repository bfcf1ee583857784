import { z } from 'zod'
import { ORDER_MEANINGS } from '#app/migration/kinds/order/order-meaning.ts'

const orderNamePrefix = z
  .string()
  .trim()
  .max(20, 'The prefix may have at most 20 characters.')
  .regex(/^[^\s#\p{C}]*$/u, 'The prefix must not contain spaces, # or characters nobody can see.')
const conflictDefault = z.enum(['keep_target', 'take_source'], 'Choose one of the two.')
const locationId = z
  .string()
  .regex(/^gid:\/\/shopify\/Location\/\d+$/, 'This is not a Shopify location.')
  .nullable()

const orderStatuses = z
  .record(
    z
      .string()
      .regex(/^[a-z0-9_-]{1,60}$/, 'A status is named by small letters, digits and dashes.'),
    z.enum(ORDER_MEANINGS),
  )
  .refine((statuses) => Object.keys(statuses).length <= 100, 'There may be at most 100 statuses.')

/** How a project migrates. Kept as JSON on the project; every field has a default. */
export const projectOptionsSchema = z.object({
  /** Put before order numbers, e.g. "WC-" makes WC-1001. */
  orderNamePrefix: orderNamePrefix.default(''),
  /** What happens when the source and the merchant changed the same field. */
  conflictDefault: conflictDefault.default('keep_target'),
  /** Location that gets the stock of new variants; chosen at link time, null before that. */
  locationId: locationId.default(null),
  /** ISO 4217. The target's currency at link time: an anchor, not a choice. */
  targetCurrency: z.string().length(3).nullable().default(null),
  /** What the old store's own order statuses mean, where that is not what the app takes them for. */
  orderStatuses: orderStatuses.default({}),
})

export type ProjectOptions = z.infer<typeof projectOptionsSchema>

/** What the settings form may change. Without defaults: what is left out stays as it is. */
export const editableOptionsSchema = z.object({
  orderNamePrefix: orderNamePrefix.optional(),
  conflictDefault: conflictDefault.optional(),
  locationId: locationId.optional(),
  orderStatuses: orderStatuses.optional(),
})

/** What is wrong with edited options, beside each field; nothing when they can be saved. */
export function wrongOptions(input: unknown): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of editableOptionsSchema.safeParse(input).error?.issues ?? []) {
    fields[String(issue.path[0] ?? '')] ??= issue.message
  }
  return fields
}
