/**
 * A piece of the source's own data that Shopify has no field for: meta of plugins, dimensions,
 * informational attributes. It arrives as a metafield in the merchant's namespace, so that it
 * outlives the app.
 */
export type CanonicalMetafield = {
  /** The source's own key ("_billing_vat", "Material"); Shopify's key is made from it. */
  key: string
  /** As a merchant would call it ("VAT number", "Material"). */
  name: string
  type: 'single_line_text_field' | 'multi_line_text_field' | 'number_decimal' | 'date' | 'json'
  /** In the notation of its type; never empty. */
  value: string
}
