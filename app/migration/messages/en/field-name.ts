const NAMES: Readonly<Record<string, string>> = {
  descriptionHtml: 'Description',
  seoTitle: 'SEO title',
  seoDescription: 'SEO description',
  sku: 'SKU',
  email: 'E-mail',
  placedAt: 'Placed at',
  compareAtPrice: 'Compare-at price',
  financialStatus: 'Payment status',
  fulfillmentStatus: 'Fulfillment status',
  lines: 'Line items',
  pictures: 'Image files',
  address1: 'Address',
  address2: 'Address, line 2',
  zip: 'Postal code',
  attributes: 'Additional details',
}

/** "billingAddress" → "Billing address"; "variant:12.price" → "Variant 12: price"; "custom:vat_id" → "Custom data: vat id". */
export function fieldName(field: string): string {
  const variant = /^variant:(.+)\.([^.]+)$/.exec(field)
  if (variant?.[1] && variant[2]) {
    const part = fieldName(variant[2])
    return `Variant ${variant[1]}: ${part === 'SKU' ? part : part.toLowerCase()}`
  }
  const custom = /^custom:(.+)$/.exec(field)
  if (custom?.[1]) return `Custom data: ${custom[1].replaceAll('_', ' ')}`
  const known = NAMES[field]
  if (known) return known
  const words = field.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
