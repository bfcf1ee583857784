/** The access scopes the app asks for in shopify.app.toml. */
export const APP_SCOPES = [
  'write_products',
  'write_customers',
  'write_orders',
  'write_order_edits',
  'read_all_orders',
  'write_inventory',
  'read_locations',
  'write_publications',
  'write_files',
  'write_merchant_managed_fulfillment_orders',
]
