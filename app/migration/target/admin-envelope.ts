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
export type ThrottleStatus = AdminCost['throttleStatus']

const graphqlErrorSchema = z.object({
  message: z.string().default(''),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z
    .object({ code: z.string().optional(), requiredAccess: z.string().optional() })
    .optional(),
})

type GraphqlError = z.infer<typeof graphqlErrorSchema>

/** `errors` is a list on GraphQL answers and a plain sentence on some refusals before GraphQL. */
export const envelopeSchema = z.object({
  data: z.unknown().optional(),
  errors: z.union([z.array(graphqlErrorSchema), z.string()]).optional(),
  extensions: z.object({ cost: costSchema.optional() }).optional(),
})

export type Envelope = z.infer<typeof envelopeSchema>

export function graphqlErrors(envelope: Envelope): GraphqlError[] {
  if (envelope.errors === undefined) return []
  return typeof envelope.errors === 'string' ? [{ message: envelope.errors }] : envelope.errors
}
