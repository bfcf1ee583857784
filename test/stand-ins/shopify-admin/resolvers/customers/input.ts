import { z } from 'zod'
import { type Ctx, userError, type UserError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Address,
  type Customer,
  newGid,
  nowIso,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import {
  type AddressInput,
  forbidden,
  FORBIDDEN_IN_NAMES,
  isBlank,
  mailingAddressInput,
  readAddress,
  sameAddress,
} from '../addresses.ts'
import { isEmail, normalizePhone, normalizeTags } from '../text.ts'

export const customerFields = {
  email: z.string().nullish(),
  phone: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  note: z.string().nullish(),
  locale: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  taxExempt: z.boolean().nullish(),
  taxExemptions: z.array(z.string()).nullish(),
  addresses: z.array(mailingAddressInput).nullish(),
}
export type CustomerFields = z.infer<z.ZodObject<typeof customerFields>>

export function blankCustomer(shop: ShopState): Customer {
  const at = nowIso(shop)
  const consent = { state: 'NOT_SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN', updatedAt: null }
  return {
    id: newGid(shop, 'Customer'),
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    note: null,
    locale: 'en',
    tags: [],
    taxExempt: false,
    taxExemptions: [],
    multipassIdentifier: null,
    addresses: [],
    defaultAddressId: null,
    emailConsent: { ...consent },
    smsConsent: { ...consent },
    createdAt: at,
    updatedAt: at,
  }
}

export function customerByEmail(shop: ShopState, email: string): Customer | null {
  const wanted = email.trim().toLowerCase()
  for (const customer of shop.customers.values()) {
    if (customer.email?.toLowerCase() === wanted) return customer
  }
  return null
}

export function customerByPhone(shop: ShopState, phone: string): Customer | null {
  const wanted = normalizePhone(phone)
  if (wanted === null) return null
  for (const customer of shop.customers.values()) if (customer.phone === wanted) return customer
  return null
}

export function hasIdentity(customer: Customer): boolean {
  return [customer.firstName, customer.lastName, customer.email, customer.phone].some(Boolean)
}

const blankToNull = (text: string | null | undefined) => {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

/** Puts the fields on a draft; recorded limits and words (customers/customer-create-update-validation). */
export function applyCustomerFields(
  ctx: Ctx,
  draft: Customer,
  input: CustomerFields,
  prefix: string[],
): UserError[] {
  const { shop } = ctx
  const errors: UserError[] = []
  const fail = (field: string, message: string, code: string) =>
    errors.push(userError([...prefix, field], message, code))
  if (input.email !== undefined) {
    // Recorded: white space inside is taken out (customers/email-spaces-removed).
    const email = blankToNull(input.email?.replace(/\s+/gu, ''))?.toLowerCase() ?? null
    const owner = email === null ? null : customerByEmail(shop, email)
    if (email !== null && !isEmail(email)) fail('email', 'Email is invalid', 'INVALID')
    else if (owner && owner.id !== draft.id) fail('email', 'Email has already been taken', 'TAKEN')
    else draft.email = email
  }
  if (input.phone !== undefined) {
    const given = blankToNull(input.phone)
    const phone = given === null ? null : normalizePhone(given)
    const owner = phone === null ? null : customerByPhone(shop, phone)
    if (given !== null && phone === null) fail('phone', 'Phone is invalid', 'INVALID')
    else if (owner && owner.id !== draft.id) fail('phone', 'Phone has already been taken', 'TAKEN')
    else draft.phone = phone
  }
  for (const [field, label] of [
    ['firstName', 'First name'],
    ['lastName', 'Last name'],
  ] as const) {
    if (input[field] === undefined) continue
    const value = blankToNull(input[field])
    if (value !== null && value.length > 255) {
      fail(field, `${label} is too long (maximum is 255 characters)`, 'TOO_LONG')
    } else draft[field] = value
    for (const words of forbidden(value ?? '', FORBIDDEN_IN_NAMES)) {
      fail(field, `${label} cannot contain ${words}`, 'INVALID')
    }
  }
  if (input.note !== undefined) {
    if (input.note !== null && input.note.length > 5000) {
      fail('note', 'Note is too long (maximum is 5000 characters)', 'TOO_LONG')
    } else draft.note = input.note
  }
  if (input.locale !== undefined && input.locale !== null) {
    if (/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/.test(input.locale)) draft.locale = input.locale
    else fail('locale', 'Locale is invalid', 'INVALID')
  }
  if (input.tags !== undefined) {
    const tags = normalizeTags(input.tags ?? [])
    if (tags.some((tag) => tag.length > 255)) {
      fail('tags', 'Tags is too long (maximum is 255 characters)', 'TOO_LONG')
    } else if (tags.length > 250) fail('tags', 'Tags cannot be more than 250', 'INVALID')
    else draft.tags = tags
  }
  if (typeof input.taxExempt === 'boolean') draft.taxExempt = input.taxExempt
  if (input.taxExemptions) draft.taxExemptions = input.taxExemptions
  if (input.addresses) errors.push(...setAddresses(ctx, draft, input.addresses, prefix))
  return errors
}

/** Replaces the address list; an entry with an id updates that address in place (recorded). */
function setAddresses(
  ctx: Ctx,
  draft: Customer,
  inputs: readonly AddressInput[],
  prefix: string[],
): UserError[] {
  const errors: UserError[] = []
  const addresses: Address[] = []
  inputs.forEach((input, i) => {
    const at = [...prefix, 'addresses', String(i)]
    const before = input.id
      ? (draft.addresses.find((address) => address.id === input.id) ?? null)
      : null
    if (input.id && !before) {
      errors.push(userError([...at, 'id'], 'Customer address does not exist', 'INVALID'))
      return
    }
    const { address, problems } = readAddress(ctx.shop, input, 'CustomerAddress', before, draft)
    errors.push(
      ...problems.map(({ field, message }) => userError([...at, field], message, 'INVALID')),
    )
    // Recorded: customerSet makes an address of nulls, customerCreate refuses it.
    const isSet = prefix.length > 0
    if (isBlank(address) && !isSet && before === null) {
      errors.push(userError(at, 'Customer address cannot be blank.', 'BLANK'))
    }
    // Recorded for customerSet: the second of two equal ones is dropped without a word.
    if (addresses.some((other) => sameAddress(other, address))) return
    addresses.push(address)
  })
  if (errors.length > 0) return errors
  draft.addresses = addresses
  if (!addresses.some((address) => address.id === draft.defaultAddressId)) {
    draft.defaultAddressId = addresses[0]?.id ?? null
  }
  return []
}
