import type { CanonicalConsent } from '#app/migration/canonical/customer.ts'
import type { CanonicalMetafield } from '#app/migration/canonical/metafield.ts'
import type { SourceRemark } from '#app/migration/ports.ts'
import { customData } from './order-meta.ts'
import type { WireCustomer } from './wire/customer.ts'

/** Everybody who buys has one of these. */
const PLAIN_ROLES: ReadonlySet<string> = new Set(['', 'customer', 'subscriber'])

/** A role that sets a customer apart ("wholesale_customer") is a tag. */
export function roleTags(wire: WireCustomer): string[] {
  return wire.role
    .split(',')
    .map((role) => role.trim())
    .filter((role) => !PLAIN_ROLES.has(role.toLowerCase()))
}

/** What plugins keep whether somebody agreed to marketing e-mails under (Mailchimp, Klaviyo). */
const CONSENT = /^(mailchimp_woocommerce_is_subscribed|_?kl_newsletter_checkbox|klaviyo_consent)$/i

/** No date is kept with it. Null where nothing is said. */
export function emailConsent(wire: WireCustomer): CanonicalConsent | null {
  const said = wire.meta_data.flatMap(({ key, value }) =>
    CONSENT.test(key) ? String(value).trim().toLowerCase() : [],
  )
  if (said.length === 0) return null
  // Whoever said yes and no said no.
  const agreed = said.every((value) => ['1', 'yes', 'true', 'on', 'subscribed'].includes(value))
  return { state: agreed ? 'subscribed' : 'unsubscribed', at: null }
}

/** Readable custom data under its own key; what stays behind is told by its number. */
export function customerData(wire: WireCustomer): {
  metafields: CanonicalMetafield[]
  remarks: SourceRemark[]
} {
  const left: string[] = []
  const rest = wire.meta_data.filter(({ key }) => !CONSENT.test(key))
  const metafields = customData(rest, left).map(({ name, value }): CanonicalMetafield => ({
    key: name,
    name,
    type: 'multi_line_text_field',
    value,
  }))
  const remarks: SourceRemark[] =
    left.length === 0
      ? []
      : [
          {
            code: 'CUSTOM_DATA_LEFT_BEHIND',
            message: `${left.length === 1 ? 'A private entry' : `${left.length} private entries`} of the old store’s plugins stayed behind: only the plugin that wrote them knows what they mean. Everything readable arrived.`,
          },
        ]
  return { metafields, remarks }
}
