/**
 * The one Admin API version this app speaks: GraphQL calls, webhooks (`shopify.app.toml`) and the
 * schema that types are generated from follow it.
 */
export const SHOPIFY_API_VERSION = '2026-07'
