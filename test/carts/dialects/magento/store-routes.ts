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
