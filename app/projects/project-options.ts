import { z } from 'zod'

/** How a project migrates. Kept as JSON on the project; every field has a default. */
export const projectOptionsSchema = z.object({
  /** Put before order numbers, e.g. "WC-" makes WC-1001. */
  orderNamePrefix: z
    .string()
    .trim()
    .max(20, 'The prefix may have at most 20 characters.')
    .regex(/^[^\s#]*$/, 'The prefix must not contain spaces or #.')
    .default(''),
  /** What happens when the source and the merchant changed the same field. */
  conflictDefault: z.enum(['keep_target', 'take_source']).default('keep_target'),
  /** Location that gets the stock of new variants; null: the store's first active location. */
  locationId: z
    .string()
    .regex(/^gid:\/\/shopify\/Location\/\d+$/, 'This is not a Shopify location.')
    .nullable()
    .default(null),
})

export type ProjectOptions = z.infer<typeof projectOptionsSchema>

export const DEFAULT_PROJECT_OPTIONS: ProjectOptions = projectOptionsSchema.parse({})
