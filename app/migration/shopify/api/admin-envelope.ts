import { z } from 'zod'

/** `extensions.cost` as Shopify sends it; absent on parse and validation errors. */
const costSchema = z.object({
  requestedQueryCost: z.number().nullish(),
  actualQueryCost: z.number().nullish(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number(),
  }),
})

export type AdminCost = z.infer<typeof costSchema>

const graphqlErrorSchema = z.object({
  message: z.string().catch(''),
  path: z
    .array(z.union([z.string(), z.number()]))
    .nullish()
    .catch(null),
  extensions: z
    .object({
      code: z.string().nullish().catch(null),
      requiredAccess: z.string().nullish().catch(null),
    })
    .nullish()
    .catch(null),
})

export type GraphqlError = z.infer<typeof graphqlErrorSchema>

/**
 * `errors` is a list on GraphQL answers and a plain sentence on some refusals before GraphQL. What
 * only helps (codes, paths, the cost) may be missing or odd: that must not make an answer that says
 * what happened look like no answer.
 */
export const envelopeSchema = z.object({
  data: z.unknown().optional(),
  errors: z.union([z.array(graphqlErrorSchema), z.string()]).nullish(),
  extensions: z
    .object({ cost: costSchema.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

export type Envelope = z.infer<typeof envelopeSchema>

export function graphqlErrors(envelope: Envelope): GraphqlError[] {
  if (envelope.errors == null) return []
  return typeof envelope.errors === 'string' ? [{ message: envelope.errors }] : envelope.errors
}
