import { z } from 'zod'
import { VERIFY_FILTERS, type VerifyQuery } from '#app/ui/verify/verify-query.ts'
import { SHOWN_KINDS } from '#app/words/names.ts'

const schema = z.object({
  kind: z.enum(SHOWN_KINDS).catch('order'),
  filter: z.enum(VERIFY_FILTERS).catch('all'),
  cursor: z.string().max(200).nullable().catch(null),
})

/** What the address asks to see; anything unknown means the first page of all orders. */
export function parseVerifyQuery(search: URLSearchParams): VerifyQuery {
  return schema.parse({
    kind: search.get('kind'),
    filter: search.get('filter'),
    cursor: search.get('after'),
  })
}
