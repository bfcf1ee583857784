import type { CustomerSetInput } from '#app/types/admin-operations.ts'
import { normalizedEmail } from '#app/migration/kinds/customer/email.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { saysIsGone, withoutRefusedParts, withoutRefusedText } from '../values/address-refusals.ts'
import type { ShopifyRefused, UserError } from '../api/check-user-errors.ts'
import { withoutContacts } from '../api/without-contacts.ts'
import { customersSay } from '#app/migration/messages/customers.ts'

export function isTaken(error: ShopifyRefused, field: string): boolean {
  return error.userErrors.some(
    (one) => isAbout(one, field) && (one.code === 'TAKEN' || /taken/i.test(one.message)),
  )
}

type Reducible = Pick<
  CustomerSetInput,
  'email' | 'phone' | 'firstName' | 'lastName' | 'note' | 'tags' | 'addresses'
>

/**
 * The same input without the least that Shopify refused, all of its complaints at once. Null when
 * nothing could be left out.
 */
export function reduce<Input extends Reducible>(
  error: ShopifyRefused,
  input: Input,
  notes: WriteNote[],
): Input | null {
  let rest = input
  for (const one of error.userErrors) {
    if (isAbout(one, 'phone') && rest.phone) {
      rest = { ...rest, phone: undefined }
      notes.push({
        code: 'PHONE_NOT_ACCEPTED',
        field: 'phone',
        message: customersSay(isTaken(error, 'phone') ? 'phoneOfAnother' : 'phoneRefused'),
      })
    } else if (isAbout(one, 'email') && rest.email) {
      const ascii = normalizedEmail(rest.email)
      // The same address, should only its international letters be what is in the way.
      rest = { ...rest, email: ascii === rest.email ? undefined : ascii }
      if (rest.email) continue
      notes.push({
        code: 'EMAIL_NOT_ACCEPTED',
        field: 'email',
        message: customersSay('emailRefused'),
      })
    } else {
      for (const name of ['firstName', 'lastName', 'note'] as const) {
        if (!isAbout(one, name) || !rest[name]) continue
        const [value, note] = withoutRefusedText(rest[name], one, name)
        rest = { ...rest, [name]: value }
        notes.push(note)
      }
      if (isAbout(one, 'tags') && rest.tags) {
        rest = { ...rest, tags: undefined }
        const words = withoutContacts(one.message)
        notes.push({
          code: 'TEXT_NOT_ACCEPTED',
          field: 'tags',
          message: customersSay('tagsRefused', { words }),
        })
      }
    }
  }
  rest = withoutRefusedAddresses(error.userErrors, rest, notes)
  return rest === input ? null : rest
}

function withoutRefusedAddresses<Input extends Reducible>(
  errors: readonly UserError[],
  input: Input,
  notes: WriteNote[],
): Input {
  const list = Array.isArray(input.addresses) ? input.addresses : []
  const concerned = errors.flatMap((error) => {
    const at = error.field?.indexOf('addresses') ?? -1
    if (at < 0) return []
    const index = Number(error.field?.[at + 1] ?? Number.NaN)
    return [{ index, error: { ...error, field: error.field?.slice(at + 2) ?? [] } }]
  })
  if (concerned.length === 0 || list.length === 0) return input
  // An error that names no entry may be about any: each gives up what it speaks of.
  const addresses = list.flatMap((address, index) => {
    const own = concerned.filter((one) => one.index === index || !(one.index in list))
    if (own.length === 0) return [address]
    const parts = own.map(({ error }) => error)
    const rest = withoutRefusedParts(address, parts, 'addresses', notes)
    // The list replaces what is there: an address that cannot be changed stays as it was.
    return rest ?? (address.id && !saysIsGone(parts) ? { id: address.id } : [])
  })
  return { ...input, addresses }
}

/** A field of the customer, not of one of the addresses. */
function isAbout(error: UserError, field: string): boolean {
  const path = error.field ?? []
  return path.includes(field) && !path.includes('addresses')
}
