import type { Json } from '../../carts/store/dialect.ts'
import { noRoute } from './rest/errors.ts'
import type { RowStore } from './rows.ts'

/** What the store says of itself: views, websites, currencies, countries. */
export function settingsBody(
  { settings }: RowStore,
  _url: URL,
  { what = '' }: Record<string, string>,
): Json {
  const { url, currency, timezone, weightUnit, views } = settings
  const websites = [...new Set(views.map(({ websiteId }) => websiteId))]
  const addresses = (prefix: string) => ({
    [`${prefix}base_url`]: `${url}/`,
    [`${prefix}base_link_url`]: `${url}/`,
    [`${prefix}base_static_url`]: `${url}/static/`,
    [`${prefix}base_media_url`]: `${url}/media/`,
  })
  switch (what) {
    case 'storeConfigs':
      return views.map((view) => ({
        id: view.id,
        code: view.code,
        website_id: view.websiteId,
        locale: 'en_US',
        base_currency_code: currency,
        default_display_currency_code: view.currency,
        timezone,
        weight_unit: weightUnit,
        ...addresses(''),
        ...addresses('secure_'),
      }))
    case 'storeViews':
      return [
        ...views.map(({ id, code, name, websiteId }) => ({
          id,
          code,
          name,
          website_id: websiteId,
          store_group_id: websiteId,
          is_active: 1,
        })),
        { id: 0, code: 'admin', name: 'Admin', website_id: 0, store_group_id: 0, is_active: 1 },
      ]
    case 'storeGroups':
      return websites.map((id) => ({
        id,
        website_id: id,
        root_category_id: 2,
        default_store_id: views.find(({ websiteId }) => websiteId === id)?.id ?? 1,
        name: `Store of website ${id}`,
        code: `store_${id}`,
      }))
    case 'websites':
      return [
        { id: 0, code: 'admin', name: 'Admin', default_group_id: 0 },
        ...websites.map((id) => ({
          id,
          code: id === 1 ? 'base' : `website_${id}`,
          name: id === 1 ? 'Main Website' : `Website ${id}`,
          default_group_id: id,
        })),
      ]
    case 'currency':
      return {
        base_currency_code: currency,
        base_currency_symbol: '$',
        default_display_currency_code: currency,
        default_display_currency_symbol: '$',
        available_currency_codes: [currency],
        exchange_rates: [{ currency_to: currency, rate: 1 }],
      }
    case 'countries':
      return COUNTRIES
    default:
      throw noRoute()
  }
}

const COUNTRIES: Json = [
  {
    id: 'US',
    two_letter_abbreviation: 'US',
    three_letter_abbreviation: 'USA',
    full_name_locale: 'United States',
    full_name_english: 'United States',
    available_regions: [
      { id: '12', code: 'CA', name: 'California' },
      { id: '49', code: 'OR', name: 'Oregon' },
      { id: '58', code: 'VT', name: 'Vermont' },
      { id: '63', code: 'WI', name: 'Wisconsin' },
    ],
  },
  {
    id: 'DE',
    two_letter_abbreviation: 'DE',
    three_letter_abbreviation: 'DEU',
    full_name_locale: 'Germany',
    full_name_english: 'Germany',
    available_regions: [{ id: '82', code: 'BER', name: 'Berlin' }],
  },
]
