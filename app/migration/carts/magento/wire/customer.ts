import { z } from 'zod'
import { entries, flag, gmt, id, idOrNone, isNothing, listOf, text } from '../../kit/wire/shapes.ts'
import { customAttributes } from './product.ts'

/** One to four lines; older versions and modules join them with line breaks. */
const street = z.preprocess((value) => {
  if (typeof value === 'string') return value.split(/\r?\n/)
  return listOf(value) ?? []
}, z.array(text))

/** A dictionary on customers, a name beside a code on orders. */
const region = z.preprocess(
  (value) => (typeof value === 'string' ? { region: value } : isNothing(value) ? {} : value),
  z.object({ region: text, region_code: text }).catch({ region: '', region_code: '' }),
)

/** What addresses of customers and of orders have in common. */
export const addressParts = {
  prefix: text,
  firstname: text,
  middlename: text,
  lastname: text,
  suffix: text,
  company: text,
  street,
  city: text,
  region,
  /** Beside the name, on orders. */
  region_code: text,
  postcode: text,
  country_id: text,
  telephone: text,
  fax: text,
  vat_id: text,
} as const

const addressShape = z.object(addressParts)
export type WireAddress = z.infer<typeof addressShape>

const customerAddress = z.object({
  ...addressParts,
  id: idOrNone,
  default_billing: flag,
  default_shipping: flag,
  custom_attributes: customAttributes('addresses[].custom_attributes[]'),
})

const extension = z.object({
  /** Null where the store does not say. */
  is_subscribed: z.unknown().optional(),
  company_attributes: z.object({ job_title: text, telephone: text }).nullish().catch(null),
})

export const wireCustomer = z.object({
  id,
  email: text,
  group_id: idOrNone,
  website_id: idOrNone,
  created_at: gmt,
  updated_at: gmt,
  prefix: text,
  firstname: text,
  middlename: text,
  lastname: text,
  suffix: text,
  dob: text,
  /** 1 male, 2 female, 3 not specified: the store's own list may go on. */
  gender: text,
  taxvat: text,
  default_billing: text,
  default_shipping: text,
  addresses: entries('addresses[]', customerAddress),
  extension_attributes: z.preprocess(
    (value) => (isNothing(value) || Array.isArray(value) ? {} : value),
    extension,
  ),
  custom_attributes: customAttributes('custom_attributes[]'),
})
export type WireCustomer = z.infer<typeof wireCustomer>

export const wireGroup = z.object({ id, code: text })

export const wireCountry = z.object({
  id: z.string(),
  available_regions: entries('available_regions[]', z.object({ code: text, name: text })),
})
