import { z } from 'zod'
import { LOOK_UP_KEYS, type LookUpKey } from '#app/migration/kinds/definition.ts'
import { kindSchema } from '#app/migration/kinds/kind-schema.ts'

/** By what a record of the target may be recognised when its custom id is gone. */
export const RELINK_KEYS = LOOK_UP_KEYS
export type RelinkKey = LookUpKey

/** More than this are chosen as "all", which is worked out from the ledger page by page. */
export const MAX_CHOSEN = 500

/** What a run of these modes is to do; kept with the run, so that any worker can go on with it. */
export const runTaskSchema = z.discriminatedUnion('mode', [
  /**
   * The chosen records by id, and their parents where needed; with `all` every open failure, of one
   * kind or as one run reported them.
   */
  z.object({
    mode: z.literal('retry'),
    records: z.array(z.object({ kind: kindSchema, sourceId: z.string().min(1) })),
    all: z
      .object({
        kind: kindSchema.nullable().default(null),
        reportedBy: z.uuid().nullable().default(null),
      })
      .optional(),
  }),
  /**
   * By custom id always; by these keys as proposals that the merchant confirms. With `confirm` only
   * the confirmed proposals are linked.
   */
  z.object({
    mode: z.literal('relink'),
    by: z.array(z.enum(RELINK_KEYS)),
    confirm: z
      .union([
        z.literal('unambiguous'),
        z.object({ ids: z.array(z.string().regex(/^\d{1,18}$/)).min(1) }),
      ])
      .optional(),
  }),
])
export type RunTask = z.infer<typeof runTaskSchema>
