import { z } from 'zod'
import { invalidId } from '../rest/errors.ts'
import type { Json } from '../records.ts'
import { bodyOf, route, type RestRequest, type Route } from '../rest/rest.ts'
import { currencySymbol, type Wire } from '../shapes/parts.ts'
import { orderStatuses, type WooState } from '../state.ts'

type Setting = {
  id: string
  label: string
  type: string
  default: string
  options?: Record<string, string>
  value: (state: WooState) => string
  set?: (state: WooState, value: string) => void
}

const plain = (id: string, label: string, value: string): Setting => ({
  id,
  label,
  type: 'text',
  default: value,
  value: () => value,
})
const yes = (value: boolean) => (value ? 'yes' : 'no')

const GENERAL: Setting[] = [
  plain('woocommerce_store_address', 'Address line 1', ''),
  plain('woocommerce_store_address_2', 'Address line 2', ''),
  {
    id: 'woocommerce_store_city',
    label: 'City',
    type: 'text',
    default: '',
    value: (state) => state.settings.baseCity,
    set: (state, value) => {
      state.settings.baseCity = value
    },
  },
  {
    id: 'woocommerce_default_country',
    label: 'Country / State',
    type: 'select',
    default: 'US:CA',
    value: (state) => state.settings.baseCountry,
    set: (state, value) => {
      state.settings.baseCountry = value
    },
  },
  plain('woocommerce_store_postcode', 'Postcode / ZIP', ''),
  plain('woocommerce_allowed_countries', 'Selling location(s)', 'all'),
  plain('woocommerce_all_except_countries', 'Sell to all countries, except for…', ''),
  plain('woocommerce_specific_allowed_countries', 'Sell to specific countries', ''),
  plain('woocommerce_ship_to_countries', 'Shipping location(s)', ''),
  plain('woocommerce_specific_ship_to_countries', 'Ship to specific countries', ''),
  plain('woocommerce_default_customer_address', 'Default customer location', 'base'),
  {
    id: 'woocommerce_calc_taxes',
    label: 'Enable taxes',
    type: 'checkbox',
    default: 'no',
    value: (state) => yes(state.settings.calcTaxes),
    set: (state, value) => {
      state.settings.calcTaxes = value === 'yes'
    },
  },
  plain('woocommerce_enable_coupons', 'Enable coupons', 'yes'),
  plain('woocommerce_calc_discounts_sequentially', '', 'no'),
  {
    id: 'woocommerce_currency',
    label: 'Currency',
    type: 'select',
    default: 'USD',
    value: (state) => state.settings.currency,
    set: (state, value) => {
      state.settings.currency = value
    },
  },
  plain('woocommerce_currency_pos', 'Currency position', 'left'),
  plain('woocommerce_price_thousand_sep', 'Thousand separator', ','),
  plain('woocommerce_price_decimal_sep', 'Decimal separator', '.'),
  plain('woocommerce_price_num_decimals', 'Number of decimals', '2'),
]

const TAX: Setting[] = [
  {
    id: 'woocommerce_prices_include_tax',
    label: 'Prices entered with tax',
    type: 'radio',
    options: {
      yes: 'Yes, I will enter prices inclusive of tax',
      no: 'No, I will enter prices exclusive of tax',
    },
    default: 'no',
    value: (state) => yes(state.settings.pricesIncludeTax),
    set: (state, value) => {
      state.settings.pricesIncludeTax = value === 'yes'
    },
  },
  plain('woocommerce_tax_based_on', 'Calculate tax based on', 'shipping'),
  plain('woocommerce_shipping_tax_class', 'Shipping tax class', 'inherit'),
  plain('woocommerce_tax_round_at_subtotal', 'Rounding', 'no'),
  plain('woocommerce_tax_classes', 'Additional tax classes', ''),
  plain('woocommerce_tax_display_shop', 'Display prices in the shop', 'excl'),
  plain('woocommerce_tax_display_cart', 'Display prices during cart and checkout', 'excl'),
  plain('woocommerce_price_display_suffix', 'Price display suffix', ''),
  plain('woocommerce_tax_total_display', 'Display tax totals', 'itemized'),
]

const PRODUCTS: Setting[] = [
  {
    id: 'woocommerce_weight_unit',
    label: 'Weight unit',
    type: 'select',
    default: 'kg',
    value: (state) => state.settings.weightUnit,
  },
  plain('woocommerce_dimension_unit', 'Dimensions unit', 'cm'),
  plain('woocommerce_manage_stock', 'Enable stock management', 'yes'),
]

const GROUPS: Record<string, { label: string; settings: Setting[] }> = {
  general: { label: 'General', settings: GENERAL },
  products: { label: 'Products', settings: PRODUCTS },
  tax: { label: 'Tax', settings: TAX },
}

function settingShape(state: WooState, group: string, setting: Setting, single: boolean): Wire {
  const base = `${state.homeUrl}/wp-json/wc/v3/settings/${group}`
  return {
    id: setting.id,
    label: setting.label,
    description: '',
    type: setting.type,
    default: setting.default,
    ...(setting.options ? { options: { ...setting.options } } : {}),
    tip: '',
    value: setting.value(state),
    ...(single ? { group_id: group } : {}),
    _links: {
      self: [
        { href: `${base}/${setting.id}`, targetHints: { allow: ['GET', 'POST', 'PUT', 'PATCH'] } },
      ],
      collection: [{ href: base }],
    },
  }
}

function settingOf(request: RestRequest) {
  const group = GROUPS[request.params['group'] ?? '']
  if (!group) throw invalidId('settingsGroup')
  const setting = group.settings.find((one) => one.id === request.params['id'])
  if (!setting) throw invalidId('setting')
  return { group: request.params['group'] ?? '', setting }
}

const settingInput = z.object({ value: z.string() })

function systemStatus({ state }: RestRequest): { body: Json } {
  const { settings } = state
  return {
    body: {
      environment: {
        home_url: state.homeUrl,
        site_url: state.homeUrl,
        ...(settings.storeId === null ? {} : { store_id: settings.storeId }),
        version: settings.wooVersion,
        wp_version: settings.wpVersion,
        wp_multisite: false,
        php_version: '8.2.28',
        default_timezone: 'UTC',
      },
      database: { wc_database_version: settings.wooVersion, database_prefix: 'wp_' },
      active_plugins: [],
      theme: { name: 'Storefront', version: '4.6.1' },
      settings: {
        api_enabled: false,
        force_ssl: false,
        currency: settings.currency,
        currency_symbol: currencySymbol(settings.currency).html,
        currency_position: 'left',
        thousand_separator: ',',
        decimal_separator: '.',
        number_of_decimals: 2,
        geolocation_enabled: false,
        order_datastore:
          'Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\OrdersTableDataStore',
        HPOS_enabled: settings.orderStorage === 'tables',
        HPOS_sync_enabled: false,
      },
      security: { secure_connection: state.homeUrl.startsWith('https:'), hide_errors: true },
      pages: [],
    },
  }
}

function currencyShape(state: WooState, code: string): Wire {
  const base = `${state.homeUrl}/wp-json/wc/v3/data/currencies`
  const { name, html } = currencySymbol(code)
  return {
    code,
    name,
    symbol: html,
    _links: {
      self: [{ href: `${base}/${code}`, targetHints: { allow: ['GET'] } }],
      collection: [{ href: base }],
    },
  }
}

const count = <R>(records: Iterable<R>, test: (record: R) => boolean) =>
  [...records].filter(test).length

export const storeRoutes: Route[] = [
  route('GET', '/settings', 'list', 'GET', () => ({
    body: Object.entries(GROUPS).map(([id, { label }]) => ({
      id,
      label,
      description: '',
      parent_id: '',
      sub_groups: [],
    })),
  })),
  route('GET', '/settings/*group', 'list', 'GET', ({ state, params }) => {
    const name = params['group'] ?? ''
    const group = GROUPS[name]
    if (!group) throw invalidId('settingsGroup')
    return { body: group.settings.map((setting) => settingShape(state, name, setting, false)) }
  }),
  route('GET', '/settings/*group/*id', 'view', 'GET, POST, PUT, PATCH', (request) => {
    const { group, setting } = settingOf(request)
    return { body: settingShape(request.state, group, setting, true) }
  }),
  route('EDIT', '/settings/*group/*id', 'edit', 'GET, POST, PUT, PATCH', (request) => {
    const { group, setting } = settingOf(request)
    setting.set?.(request.state, settingInput.parse(bodyOf(request)).value)
    return { body: settingShape(request.state, group, setting, true) }
  }),
  route('GET', '/system_status', 'list', 'GET', systemStatus),
  route('GET', '/data/currencies/current', 'view', 'GET', ({ state }) => ({
    body: currencyShape(state, state.settings.currency),
  })),
  route('GET', '/data/currencies/*code', 'view', 'GET', ({ state, params }) => ({
    body: currencyShape(state, (params['code'] ?? '').toUpperCase()),
  })),
  route('GET', '/reports/orders/totals', 'list', 'GET', ({ state }) => ({
    body: orderStatuses(state).map(({ slug, name }) => ({
      slug,
      name,
      total: count(state.orders.values(), (order) => order.status === slug),
    })),
  })),
  route('GET', '/reports/products/totals', 'list', 'GET', ({ state }) => ({
    body: ['external', 'grouped', 'simple', 'variable'].map((slug) => ({
      slug,
      name: `${slug.charAt(0).toUpperCase()}${slug.slice(1)} product`,
      total: count(state.products.values(), (p) => p.type === slug && p.status === 'publish'),
    })),
  })),
  route('GET', '/reports/customers/totals', 'list', 'GET', ({ state }) => {
    const accounts = [...state.customers.values()].filter((one) => one.role === 'customer')
    const paying = count(accounts, (one) => one.isPaying)
    return {
      body: [
        { slug: 'paying', name: 'Paying customer', total: paying },
        { slug: 'non_paying', name: 'Non-paying customer', total: accounts.length - paying },
      ],
    }
  }),
  route('GET', '/reports/coupons/totals', 'list', 'GET', ({ state }) => ({
    body: ['percent', 'fixed_cart', 'fixed_product'].map((slug) => ({
      slug,
      name: slug,
      total: count(state.coupons.values(), (coupon) => coupon.discountType === slug),
    })),
  })),
]

/** `/wp-json/` needs no key; its name, address and zone say which store this is. */
export function siteIndex(state: WooState, routePaths: readonly string[]): Json {
  const { name, description } = state.settings
  return {
    name,
    description,
    url: state.homeUrl,
    home: state.homeUrl,
    gmt_offset: state.time.offsetHours(state.now()),
    timezone_string: state.time.zone,
    page_for_posts: 0,
    page_on_front: 0,
    show_on_front: 'posts',
    namespaces: [
      'oembed/1.0',
      'wc/store',
      'wc/store/v1',
      'wc/v1',
      'wc/v2',
      'wc/v3',
      'wp/v2',
      'wp-site-health/v1',
      'wp-block-editor/v1',
    ],
    authentication: {},
    routes: routeList(state, routePaths),
    site_logo: 0,
    site_icon: 0,
    site_icon_url: '',
    _links: { help: [{ href: 'https://developer.wordpress.org/rest-api/' }] },
  }
}

const routeList = (state: WooState, paths: readonly string[]): Json =>
  Object.fromEntries(
    paths.map((path) => [
      path,
      {
        namespace: 'wc/v3',
        methods: ['GET'],
        endpoints: [],
        _links: { self: [{ href: `${state.homeUrl}/wp-json${path}` }] },
      },
    ]),
  )

export function namespaceIndex(state: WooState, paths: readonly string[]): Json {
  return {
    namespace: 'wc/v3',
    routes: routeList(state, paths),
    _links: { up: [{ href: `${state.homeUrl}/wp-json/` }] },
  }
}
