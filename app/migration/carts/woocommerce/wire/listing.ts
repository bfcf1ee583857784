import { z } from 'zod'
import { gmt, id, text } from '../../kit/wire/shapes.ts'

/** What a listing needs to know of a row, whatever the kind. */
export const wireSummary = z.object({
  id,
  date_modified_gmt: gmt,
  date_created_gmt: gmt,
  status: z.string().optional().catch(undefined),
  role: z.string().optional().catch(undefined),
  customer_id: id.optional().catch(undefined),
  billing: z.object({ email: text }).optional().catch(undefined),
})
export type WireSummary = z.infer<typeof wireSummary>
