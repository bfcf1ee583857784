import { z } from 'zod'
import { id, text } from '../../kit/wire/shapes.ts'

/** One store view, as `store/storeConfigs` lists it (measured on 2.4.6). */
export const wireStoreConfig = z.object({
  id,
  code: text,
  website_id: id,
  base_currency_code: text,
  default_display_currency_code: text,
  timezone: text,
  /** "lbs" or "kgs". */
  weight_unit: text,
  base_url: text,
  secure_base_url: text,
  base_link_url: text,
  secure_base_link_url: text,
  base_media_url: text,
  secure_base_media_url: text,
})
export type WireStoreConfig = z.infer<typeof wireStoreConfig>
