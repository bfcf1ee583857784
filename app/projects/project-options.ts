import type { Message } from '#app/migration/messages/message.ts'
import { projectSays } from '#app/migration/messages/projects.ts'
import { z } from 'zod'
import { ORDER_MEANINGS } from '#app/migration/kinds/order/order-meaning.ts'

const LONGEST_PREFIX = 20
const MOST_STATUSES = 100

const orderNamePrefix = z
  .string()
  .trim()
  .max(LONGEST_PREFIX)
  .regex(/^[^\s#\p{C}]*$/u)
const conflictDefault = z.enum(['keep_target', 'take_source'])
const locationId = z
  .string()
  .regex(/^gid:\/\/shopify\/Location\/\d+$/)
  .nullable()

const orderStatuses = z
  .record(z.string().regex(/^[a-z0-9_-]{1,60}$/), z.enum(ORDER_MEANINGS))
  .refine((statuses) => Object.keys(statuses).length <= MOST_STATUSES)

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
export function wrongOptions(input: unknown): Record<string, Message> {
  const fields: Record<string, Message> = {}
  for (const { path, code } of editableOptionsSchema.safeParse(input).error?.issues ?? []) {
    const field = String(path[0] ?? '')
    fields[field] ??= wrongOption(field, code === 'too_big')
  }
  return fields
}

function wrongOption(field: string, isTooLong: boolean): Message {
  switch (field) {
    case 'orderNamePrefix':
      return isTooLong
        ? projectSays('prefixTooLong', { most: LONGEST_PREFIX })
        : projectSays('prefixWrong')
    case 'conflictDefault':
      return projectSays('conflictDefaultWrong')
    case 'locationId':
      return projectSays('locationWrong')
    case 'orderStatuses':
      return projectSays('statusesWrong', { most: MOST_STATUSES })
    default:
      return projectSays('formIncomplete')
  }
}
