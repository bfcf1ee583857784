import { metaData } from './meta.ts'
import { z } from 'zod'
import { gmt, id, isNothing, listOf, text } from '../../kit/wire/shapes.ts'

const address = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
})
export type WireAddress = z.infer<typeof address>

/** PHP's empty list, `false` and `null` are an address of nothing. */
export const addressOrNone = z.preprocess((value) => (isNothing(value) ? {} : value), address)

export const wireCustomer = z.object({
  id,
  email: text,
  first_name: text,
  last_name: text,
  username: text,
  /** One, or several where a plugin gives more. */
  role: z.preprocess((value) => listOfTexts(value)?.join(', ') ?? value, text),
  date_created_gmt: gmt,
  date_modified_gmt: gmt,
  billing: addressOrNone,
  shipping: addressOrNone,
  meta_data: metaData('meta_data[]'),
})
export type WireCustomer = z.infer<typeof wireCustomer>

/** Null where it is no list. */
function listOfTexts(value: unknown): string[] | null {
  if (typeof value !== 'object') return null
  return listOf(value)?.map(String) ?? null
}
