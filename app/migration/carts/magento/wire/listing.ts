import { z } from 'zod'
import { gmt, id, isNothing, text } from '../../kit/wire/shapes.ts'

/** Sales records call their number `entity_id`, products and customers `id`. */
const numbered = (row: unknown) =>
  typeof row === 'object' && row !== null && !('id' in row) && 'entity_id' in row
    ? { ...row, id: row.entity_id }
    : row

/** Left out where there is none: empty fields of sales records are not sent (measured on 2.4.6). */
const reference = z
  .unknown()
  .optional()
  .transform((value) => (isNothing(value) ? null : (id.safeParse(value).data ?? null)))

/** What a listing needs to know of a row, whatever the kind. */
export const wireSummary = z.preprocess(
  numbered,
  z.object({
    id,
    updated_at: gmt,
    /** Of products. */
    type_id: text.optional().catch(undefined),
    /** Of orders. A deleted account is missing too, while `customer_is_guest` stays 0. */
    customer_id: reference,
    customer_is_guest: text.optional().catch(undefined),
    customer_email: text.optional().catch(undefined),
    /** Of invoices, shipments and credit memos: whose they are. */
    order_id: reference,
  }),
)
export type WireSummary = z.infer<typeof wireSummary>
