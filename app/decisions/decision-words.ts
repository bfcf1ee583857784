import { conflictWords } from '#app/words/conflict-words.ts'
import { KIND_NAMES } from '#app/words/names.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'
import type { Choice, DecidedRow } from './decision-types.ts'
import type { Alike, Section } from '#app/migration/ledger/queries/questions.ts'

export const SECTION_NAMES: Readonly<Record<Section, string>> = {
  didNotArrive: 'Did not arrive',
  conflicts: 'Changed in both stores',
  deleted: 'Deleted in the old store',
  cannotFollow: 'Shopify can’t follow',
  notes: 'Notes',
}

/** What the group of a code is called. Of fields, by the field. */
const TITLES: Readonly<Record<string, string>> = {
  SOURCE_RECORD_INVALID: 'Unreadable in the old store',
  SOURCE_RECORD_GONE: 'No longer in the old store',
  SOURCE_RECORD_STALE: 'The old store sent an older version',
  REJECTED_BY_SHOPIFY: 'Shopify refused it',
  FAILED_IN_SHOPIFY: 'Shopify couldn’t save it',
  TITLE_MISSING: 'Product has no title',
  TOO_MANY_OPTIONS: 'Too many options',
  TOO_MANY_VARIANTS: 'Too many variants',
  DUPLICATE_OPTION_VALUES: 'Options with the same name',
  ORDER_WITHOUT_LINES: 'Order has no items',
  TOO_MANY_LINES: 'Order has too many items',
  CURRENCY_NOT_ACCEPTED: 'Shopify doesn’t accept the currency',
  HELD_BY_ANOTHER: 'Another record has its place in Shopify',
  TARGET_RECORD_GONE: 'Deleted or merged in Shopify',
  ANOTHER_RECORD: 'The old store reused its number',
  TOTAL_MISMATCH: 'The total differs',
  TOTAL_ROUNDED: 'Total rounded',
  PAYMENT_NOT_CLEAR: 'Not clear what was paid',
  IMAGE_FAILED: 'Images couldn’t be fetched',
  TOO_MANY_IMAGES: 'More images than Shopify allows',
  DATE_NOT_ACCEPTED: 'Date Shopify doesn’t accept',
  EMAIL_NOT_ACCEPTED: 'Email left out',
  PHONE_NOT_ACCEPTED: 'Phone left out',
  COUNTRY_NOT_ACCEPTED: 'Country left out',
  PROVINCE_NOT_ACCEPTED: 'State or province left out',
  ADDRESS_NOT_ACCEPTED: 'Address left out',
  TEXT_NOT_ACCEPTED: 'Text Shopify doesn’t accept',
  CUSTOM_DATA_NOT_ACCEPTED: 'Custom fields left out',
  CUSTOM_DATA_LEFT_BEHIND: 'Custom fields stay in the old store',
  TEXT_SHORTENED: 'Text shortened',
  CUSTOMER_ADOPTED: 'Was in Shopify already',
  OVERWRITTEN_BY_SOURCE: 'Your edit was replaced',
  PARENT_MISSING: 'Not linked to its product or customer',
  RELINKED: 'Found again in Shopify',
  KEPT_IN_SHOPIFY: 'Shopify’s stays',
  ENTRY_NOT_READABLE: 'An entry couldn’t be read',
  VALUE_NOT_READABLE: 'A value couldn’t be read',
  FIELD_NOT_KNOWN: 'Unknown field',
  STATUS_NOT_KNOWN: 'Custom status',
  PRODUCT_TYPE_NOT_KNOWN: 'Product type Shopify doesn’t have',
  RELATED_ORDER: 'Belongs to another order',
  VARIATION_NOT_MATCHED: 'Variation doesn’t match its product',
  AMOUNT_ROUNDED: 'Amount rounded',
  SCHEDULED: 'Scheduled for later',
}

/** What Shopify could not follow, by the field it is about. */
const FIELD_TITLES: Readonly<Record<string, string>> = {
  cancelled: 'Cancelled or reopened in your old store',
  financialStatus: 'Payment changed in your old store',
  fulfillmentStatus: 'Fulfillment changed in your old store',
  refunded: 'Refunds differ',
  shipments: 'A shipment Shopify can’t record',
  lines: 'Items changed in your old store',
  shippingLines: 'Shipping changed in your old store',
  customer: 'Customer changed in your old store',
  published: 'Not published in Shopify',
  options: 'Options or variants changed in your old store',
  status: 'Arrived as a draft',
}

export function groupTitle({ section, kind, code, field }: Alike): string {
  if (section === 'deleted') return KIND_NAMES[kind]
  const ofField = field === null ? null : fieldTitle(field)
  if (code === 'CONFLICT') return ofField ?? 'Changed in both stores'
  if (code === 'CHANGE_NOT_POSSIBLE') {
    return (field && FIELD_TITLES[field]) || (ofField ? `${ofField} not updated` : 'Not updated')
  }
  const title = TITLES[code] ?? 'Needs a look'
  return section === 'notes' && ofField ? `${title}: ${ofField.toLowerCase()}` : title
}

/** "variant.price" → "Price" */
function fieldTitle(field: string): string {
  return fieldName(field.replace(/^variant\./, ''))
}

/** Names each button by what it does; `count` null: of one record, in its own row. */
export function choiceButton(choice: Choice, code: string, count: number | null): string {
  const n = count === null ? '' : ` ${count}`
  switch (choice) {
    case 'leave_behind':
      return count === null ? 'Leave behind' : `Leave${n} behind`
    case 'keep_target':
    case 'take_source':
      return count === null
        ? conflictWords(code === 'CONFLICT' ? null : code)[choice].button
        : `${conflictWords(code === 'CONFLICT' ? null : code)[choice].button}: all${n}`
    case 'leave':
      return code === 'SOURCE_RECORD_DELETED' ? `Leave${n} in Shopify` : `Leave${n || ' it'}`
    case 'archive':
      return `Archive${n} in Shopify`
    case 'cancel':
      return `Cancel${n} in Shopify`
  }
}

/** What stands in the list of decisions. */
export function decisionText({ choice, code, section }: DecidedRow): string {
  switch (choice) {
    case 'left_behind':
      return 'Left behind: stays in your old store only'
    case 'keep_target':
    case 'take_source':
      return conflictWords(code === 'CONFLICT' ? null : code)[choice].decided
    case 'left':
      return section === 'deleted' ? 'Left in Shopify' : 'Left as it is'
    case 'archived':
      return 'Archived in Shopify'
    case 'cancelled':
      return 'Cancelled in Shopify'
  }
}

/** "by you", "by staff member 42", "" when nobody knows. */
export function byWhom(by: string | null, viewer: string | null): string {
  if (by === null) return ''
  return by === viewer ? 'by you' : `by staff member ${by}`
}
