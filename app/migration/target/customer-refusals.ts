import type { CustomerSetInput } from '#app/types/admin-operations.ts'
import type { WriteNote } from '../ports.ts'
import { withoutProvinces } from './address-input.ts'
import type { ShopifyRefused } from './check-user-errors.ts'

export function isTaken(error: ShopifyRefused, field: string): boolean {
  return error.userErrors.some(
    (one) => one.field?.includes(field) && (one.code === 'TAKEN' || /taken/i.test(one.message)),
  )
}

/** The same input without what Shopify refused, or null when nothing can be left out. */
export function reduce<Input extends Pick<CustomerSetInput, 'email' | 'phone' | 'addresses'>>(
  error: ShopifyRefused,
  input: Input,
  notes: WriteNote[],
): Input | null {
  if (input.phone && error.concerns('phone') && !error.concerns('addresses')) {
    const taken = isTaken(error, 'phone')
    notes.push({
      code: 'PHONE_NOT_ACCEPTED',
      field: 'phone',
      message: taken
        ? 'Another customer in Shopify already has this phone number, so it was left out; the addresses keep it. If they are one person, merge the two in Shopify.'
        : 'Shopify does not accept the customer’s phone number, so it was left out; the addresses keep it as it is. Enter it in Shopify in the international form if you need it.',
    })
    return { ...input, phone: undefined }
  }
  if (input.email && error.concerns('email')) {
    notes.push({
      code: 'EMAIL_NOT_ACCEPTED',
      field: 'email',
      message:
        'Shopify does not accept the customer’s e-mail address, so it was left out. Correct it in Shopify.',
    })
    return { ...input, email: undefined }
  }
  const addresses = Array.isArray(input.addresses) ? input.addresses : []
  if (addresses.length > 0 && error.concerns('addresses')) {
    const plain = withoutProvinces(addresses)
    const changed = plain.some((address, index) => address !== addresses[index])
    const province = error.concerns('province') || error.says(/province|state/i)
    notes.push({
      code: 'COUNTRY_NOT_ACCEPTED',
      field: 'addresses',
      message:
        changed && province
          ? 'Shopify does not know the state or province of an address, so it was left out there. Choose it in Shopify.'
          : `Shopify does not accept an address of this customer (“${error.message}”), so the customer arrived without addresses. The old store keeps them: enter them in Shopify.`,
    })
    return { ...input, addresses: changed && province ? plain : undefined }
  }
  return null
}
