import { z } from 'zod'
import { entries } from '../../kit/wire/shapes.ts'

const meta = z.object({
  key: z.union([z.string(), z.number().transform(String)]),
  value: z.unknown(),
  display_key: z.unknown().optional(),
  display_value: z.unknown().optional(),
})
/** One entry of `meta_data`: a key and whatever a plugin keeps under it. */
export type WireMeta = z.infer<typeof meta>

export const metaData = (path: string) => entries(path, meta)
