import type { MailingAddressInput } from '#app/types/admin-operations.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { withoutWhatMayBeRefused } from './address-text.ts'
import type { UserError } from '../api/check-user-errors.ts'
import { shorten } from './normalize.ts'
import { withoutContacts } from '../api/without-contacts.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'

const TEXTS = [
  'firstName',
  'lastName',
  'company',
  'address1',
  'address2',
  'city',
  'zip',
  'phone',
] as const

/**
 * The address without the least that Shopify refused: of a text what it may have refused in it, else
 * the text; a province alone; a country with its province. Null when the address as a whole was
 * refused.
 *
 * @param errors those of this address; the last part of their path names the field (recorded:
 *   `["address", "city"]`, `["addresses", "0", "address1"]`)
 * @param field of the record, for the notes
 */
export function withoutRefusedParts(
  address: MailingAddressInput,
  errors: readonly UserError[],
  field: string,
  notes: WriteNote[],
): MailingAddressInput | null {
  let rest = address
  for (const error of errors) {
    const part = error.field?.at(-1) ?? ''
    const text = TEXTS.find((name) => name === part)
    if (saysIsGone([error])) {
      // The merchant's own address went with its id; one of ours is made again.
      const { id: _gone, ...plain } = rest
      if (Object.keys(plain).length === 0) return null
      rest = plain
    } else if (text === 'lastName' && !rest.lastName && (rest.firstName || rest.company)) {
      const lastName = rest.firstName || rest.company
      rest = { ...rest, firstName: null, lastName }
      notes.push({ code: 'TEXT_NOT_ACCEPTED', field, message: shopifySays('noLastName') })
    } else if (/^(province|provinceCode|zoneCode)$/.test(part)) {
      const { provinceCode: _code, province: _text, ...plain } = rest
      rest = plain
      notes.push({ code: 'PROVINCE_NOT_ACCEPTED', field, message: shopifySays('provinceRefused') })
    } else if (/^(country|countryCode)$/.test(part)) {
      const { countryCode: _c, country: _n, provinceCode: _code, province: _t, ...plain } = rest
      rest = plain
      notes.push({ code: 'COUNTRY_NOT_ACCEPTED', field, message: shopifySays('countryRefused') })
    } else if (text !== undefined && rest[text]) {
      const [value, note] = withoutRefusedText(rest[text] ?? '', error, field)
      rest = { ...rest, [text]: value }
      notes.push(note)
    } else if (/\b(province|state)\b/i.test(error.message) && hasProvince(rest)) {
      const { provinceCode: _code, province: _text, ...plain } = rest
      rest = plain
      notes.push({ code: 'PROVINCE_NOT_ACCEPTED', field, message: shopifySays('provinceRefused') })
    } else {
      const words = withoutContacts(error.message)
      notes.push({
        code: 'ADDRESS_NOT_ACCEPTED',
        field,
        message: shopifySays('addressRefused', { words }),
      })
      return null
    }
  }
  return rest
}

/** What is left of a refused text, null when Shopify would refuse that as well, and the note. */
export function withoutRefusedText(
  text: string,
  error: UserError,
  field: string,
): [string | null, WriteNote] {
  if (/too long/i.test(error.message)) {
    const max = Number(/maximum is (\d+)/i.exec(error.message)?.[1] ?? 0)
    return [
      shorten(text, Math.min(max, text.length - 1)) || null,
      {
        code: 'TEXT_SHORTENED',
        field,
        message: shopifySays('someTextShortened'),
      },
    ]
  }
  const isName = field === 'firstName' || field === 'lastName'
  return [
    withoutWhatMayBeRefused(text),
    {
      code: 'TEXT_NOT_ACCEPTED',
      field,
      message: shopifySays(isName ? 'forbiddenInName' : 'forbiddenInAddress'),
    },
  ]
}

/** Recorded: "Customer address does not exist" on `["addresses", "0", "id"]`. */
export const saysIsGone = (errors: readonly UserError[]): boolean =>
  errors.some(({ field, message }) => field?.at(-1) === 'id' && /does not exist/i.test(message))

function hasProvince(address: MailingAddressInput): boolean {
  return Boolean(address.provinceCode) || Boolean(address.province)
}
