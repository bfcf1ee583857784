import { wooSays } from '../messages/woocommerce.ts'
import type { WireMeta } from '../wire/meta.ts'
import type { CanonicalConsent } from '#app/migration/kinds/customer/customer.ts'
import { normalizedEmail } from '#app/migration/kinds/customer/email.ts'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { customData } from '../order/meta.ts'
import { taxIdName, VAT_NUMBER } from './tax-ids.ts'
import type { WireCustomer } from '../wire/customer.ts'

/** Everybody who buys has one of these. */
const PLAIN_ROLES: ReadonlySet<string> = new Set(['', 'customer', 'subscriber'])

/** A role that sets a customer apart ("wholesale_customer") is a tag. */
export function roleTags(wire: WireCustomer): string[] {
  return wire.role
    .split(',')
    .map((role) => role.trim())
    .filter((role) => !PLAIN_ROLES.has(role.toLowerCase()))
}

/** Where invoices go, when that is not the account's own address. */
function billingEmail(wire: WireCustomer): CanonicalMetafield[] {
  const email = wire.billing.email.trim()
  const isOther = email !== '' && normalizedEmail(email) !== normalizedEmail(wire.email)
  return isOther ? [metafield('billing_email', 'Billing e-mail', email)] : []
}

/**
 * What plugins keep whether somebody agreed to marketing e-mails under: Mailchimp, Klaviyo,
 * ActiveCampaign, MC4WP, and the usual names of such a field. "newsletter" alone may be anything.
 */
const CONSENT =
  /^_?(mailchimp_woocommerce_is_subscribed|kl_newsletter_checkbox|klaviyo_consent|activecampaign_for_woocommerce_accepts_marketing|mc4wp_(?:optin|opt_in|subscribe)|(?:billing_|wc_)?(?:accepts_marketing|(?:email_)?marketing_(?:opt_?in|consent)|newsletter_(?:opt_?in|consent|subscribe|subscription)))$/i
const YES: ReadonlySet<string> = new Set(['1', 'yes', 'true', 'on', 'subscribed', 'email'])

/** What WordPress, WooCommerce and plugins note about an account: states of screens, counters, visits. */
const STATE_OF_ACCOUNT =
  /^_?(wc_last_active|last_(?:update|login|activity|active)|wp_last_login|user_last_login|wfls-last-login|login_(?:count|amount)|default_password_nag|paying_customer|dismissed_.+|session_tokens|community-events-location|(?:[a-z0-9]+_)?(?:capabilities|user_level|user-settings(?:-time)?|dashboard_quick_press_last_post_id|media_library_mode|persisted_preferences)|(?:wc_)?(?:order_count|money_spent|last_order)(?:_[a-z0-9_]+)?|woocommerce_(?:persistent_cart|tracks_anon_id|load_saved_cart|product_tour).*|woocommerce_admin_.+|rich_editing|syntax_highlighting|comment_shortcuts|admin_color|use_ssl|show_admin_bar_front|show_welcome_panel|locale|nickname|nav_menu_.+|manage.+columnshidden|meta-?box-?.+|closedpostboxes_.+|screen_layout_.+|edit_.+_per_page|application_passwords|googlesitekit_.+|jetpack_.+|yoast_.+|wpseo.+|elementor_.+|tgmpa_.+|wc_facebook_.+|stripe_.+|wcpay_.+)$/i

/** No date is kept with it. Null where nothing is said. */
export function emailConsent(wire: WireCustomer): CanonicalConsent | null {
  const said = wire.meta_data.flatMap(({ key, value }) =>
    CONSENT.test(key) ? String(value).trim().toLowerCase() : [],
  )
  if (said.length === 0) return null
  // Whoever said yes and no said no.
  const agreed = said.every((value) => YES.has(value))
  return { state: agreed ? 'subscribed' : 'unsubscribed', at: null }
}

/** Readable custom data under its own key; what stays behind is told by its number. */
export function customerData(wire: WireCustomer): {
  metafields: CanonicalMetafield[]
  remarks: SourceRemark[]
} {
  const left: string[] = []
  const rest = wire.meta_data.filter(({ key }) => !CONSENT.test(key) && !STATE_OF_ACCOUNT.test(key))
  const taxIds = rest.filter(({ key }) => taxIdName(key) !== null)
  const others = rest.filter(({ key }) => taxIdName(key) === null)
  const metafields = [
    ...taxNumbers(taxIds, left),
    ...customData(others, left).map(({ name, value }) => metafield(name, name, value)),
    ...billingEmail(wire),
  ]
  const remarks: SourceRemark[] =
    left.length === 0
      ? []
      : [
          {
            code: 'CUSTOM_DATA_LEFT_BEHIND',
            message: wooSays('accountDataPrivate', { count: left.length }),
          },
        ]
  return { metafields, remarks }
}

/**
 * Numbers of tax offices, each once however many plugins keep it. The VAT number that counts is the
 * public one, then the first; it stands under one key, so that it is found whichever plugin the store
 * had.
 */
function taxNumbers(entries: readonly WireMeta[], left: string[]): CanonicalMetafield[] {
  const found = new Map<string, CanonicalMetafield>()
  const isPrivate = ({ key }: WireMeta) => key.startsWith('_')
  let hasVatNumber = false
  for (const entry of [...entries.filter((one) => !isPrivate(one)), ...entries.filter(isPrivate)]) {
    const name = taxIdName(entry.key)
    const [datum] = customData([entry], left)
    if (name === null || datum === undefined) continue
    const same = `${name}\n${datum.value.replace(/[\s.-]/g, '').toUpperCase()}`
    if (found.has(same)) continue
    const isTheVatNumber: boolean = name === VAT_NUMBER && !hasVatNumber
    hasVatNumber ||= isTheVatNumber
    found.set(same, metafield(isTheVatNumber ? VAT_KEY : entry.key, name, datum.value))
  }
  return [...found.values()]
}

const VAT_KEY = 'vat_number'

function metafield(key: string, name: string, value: string): CanonicalMetafield {
  return { key, name, type: 'multi_line_text_field', value }
}
