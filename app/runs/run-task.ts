import { z } from 'zod'

const kind = z.enum(['product', 'customer', 'order'])

/** By what a record of the target may be recognised when its custom id is gone. */
export const RELINK_KEYS = ['order_name', 'email', 'handle', 'sku'] as const
export type RelinkKey = (typeof RELINK_KEYS)[number]

/** What a run of these modes is to do; kept with the run, so that any worker can go on with it. */
export const runTaskSchema = z.discriminatedUnion('mode', [
  /** The chosen records by id, and their parents where needed. */
  z.object({
    mode: z.literal('retry'),
    records: z.array(z.object({ kind, sourceId: z.string().min(1) })).min(1),
  }),
  /** By custom id always; by these keys as proposals that the merchant confirms. */
  z.object({ mode: z.literal('relink'), by: z.array(z.enum(RELINK_KEYS)) }),
])
export type RunTask = z.infer<typeof runTaskSchema>
