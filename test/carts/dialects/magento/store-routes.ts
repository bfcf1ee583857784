import { noRoute } from '../../../stand-ins/magento/rest/errors.ts'
import type { Json, Route } from '../../store/dialect.ts'
import type { Shop } from '../../store/shop.ts'

/** One store view, as a store that never made another has it. */
const VIEW = { id: 1, code: 'default', name: 'Default Store View' }

const storeConfig = ({ url, currency }: Shop): Json => {
  const addresses = (prefix: string) => ({
    [`${prefix}base_url`]: `${url}/`,
    [`${prefix}base_link_url`]: `${url}/`,
    [`${prefix}base_static_url`]: `${url}/static/version1795368994/`,
    [`${prefix}base_media_url`]: `${url}/media/`,
  })
  return {
    id: VIEW.id,
    code: VIEW.code,
    website_id: 1,
    locale: 'en_US',
    base_currency_code: currency,
    default_display_currency_code: currency,
    timezone: 'America/Chicago',
    weight_unit: 'kgs',
    ...addresses(''),
    ...addresses('secure_'),
  }
}

const groups: Json[] = ['NOT LOGGED IN', 'General', 'Wholesale', 'Retailer'].map((code, id) => ({
  id,
  code,
  tax_class_id: 3,
  tax_class_name: 'Retail Customer',
}))

const whole = (items: Json[]): Json => ({
  items,
  search_criteria: { filter_groups: [] },
  total_count: items.length,
})

/* Never recorded; the form of Magento's own source. */

const COUNTRIES: Json = [
  {
    id: 'US',
    two_letter_abbreviation: 'US',
    three_letter_abbreviation: 'USA',
    full_name_locale: 'United States',
    full_name_english: 'United States',
    available_regions: [
      { id: '12', code: 'CA', name: 'California' },
      { id: '43', code: 'NY', name: 'New York' },
    ],
  },
]

const ACCOUNT_ATTRIBUTES: Json = [
  {
    frontend_input: 'select',
    input_filter: '',
    store_label: 'Gender',
    validation_rules: [],
    multiline_count: 0,
    visible: true,
    required: false,
    data_model: '',
    options: [
      { label: ' ', value: '' },
      { label: 'Male', value: '1' },
      { label: 'Female', value: '2' },
    ],
    frontend_class: '',
    user_defined: false,
    sort_order: 0,
    frontend_label: 'Gender',
    note: '',
    system: false,
    backend_type: 'int',
    attribute_code: 'gender',
  },
]

const belowRest: Route[] = [
  { path: /^store\/storeConfigs$/, answer: ({ shop }) => ({ body: [storeConfig(shop)] }) },
  {
    path: /^store\/storeViews$/,
    answer: () => ({
      body: [
        { ...VIEW, website_id: 1, store_group_id: 1, is_active: 1 },
        { id: 0, code: 'admin', name: 'Admin', website_id: 0, store_group_id: 0, is_active: 1 },
      ],
    }),
  },
  {
    path: /^store\/storeGroups$/,
    answer: () => ({
      body: [
        {
          id: 0,
          website_id: 0,
          root_category_id: 0,
          default_store_id: 0,
          name: 'Default',
          code: 'default',
        },
        {
          id: 1,
          website_id: 1,
          root_category_id: 2,
          default_store_id: 1,
          name: 'Main Website Store',
          code: 'main_website_store',
        },
      ],
    }),
  },
  {
    path: /^store\/websites$/,
    answer: ({ shop }) => ({
      body: [
        { id: 0, code: 'admin', name: 'Admin', default_group_id: 0 },
        { id: 1, code: 'base', name: shop.name, default_group_id: 1 },
      ],
    }),
  },
  {
    path: /^directory\/currency$/,
    answer: ({ shop: { currency } }) => ({
      body: {
        base_currency_code: currency,
        base_currency_symbol: '$',
        default_display_currency_code: currency,
        default_display_currency_symbol: '$',
        available_currency_codes: [currency],
        exchange_rates: [{ currency_to: currency, rate: 1 }],
      },
    }),
  },
  { path: /^customerGroups\/search$/, answer: () => ({ body: whole(groups) }) },
  { path: /^taxRates\/search$/, answer: () => ({ body: whole([]) }) },
  { path: /^directory\/countries$/, answer: () => ({ body: COUNTRIES }) },
  { path: /^attributeMetadata\/customer$/, answer: () => ({ body: ACCOUNT_ATTRIBUTES }) },
  // A store without the inventory modules has no such routes (measured on others: 306).
  {
    path: /^inventory\/.*$/,
    answer: () => {
      throw noRoute()
    },
  },
  { path: /^transactions$/, answer: () => ({ body: whole([]) }) },
]

/** Never recorded; the form of Magento's own source. Only the minor version is told. */
const version: Route = {
  path: /^\/magento_version$/,
  answer: ({ shop }) => ({
    body: null,
    text: shop.faults.isTooOld ? 'Magento/2.1 (Community)' : 'Magento/2.4 (Community)',
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  }),
}

export const storeRoutes = { belowRest, atRoot: [version] }
