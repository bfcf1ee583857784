import { defect, LIVED } from './defect.ts'

/** What a product and a customer have. */
export const OF_PRODUCTS_AND_CUSTOMERS = [
  defect(
    {
      name: 'only the first address',
      says: 'Of a customer’s addresses only the first arrives.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/customer/input.ts',
      find: 'return distinctAddresses(customer).flatMap((address) => addressInput(address, owner) ?? [])',
      put: 'return distinctAddresses(customer).slice(0, 1).flatMap((address) => addressInput(address, owner) ?? [])',
    },
  ),
  defect(
    {
      name: 'phone lost',
      says: 'A customer arrives without a phone number.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/customer/input.ts',
      find: 'if (accepted.phone) input.phone = accepted.phone\n',
      put: '',
    },
  ),
  defect(
    {
      name: 'guests by the name before the @',
      says: 'Two guests whose addresses begin alike become one.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/kinds/customer/guest-id.ts',
      find: 'return `${GUEST_PREFIX}${fingerprint(key, normalizedEmail(email))}`',
      put: "return `${GUEST_PREFIX}${fingerprint(key, normalizedEmail(email).split('@')[0] ?? '')}`",
    },
  ),
  defect(
    {
      name: 'price of the first variant',
      says: 'Every variant costs what the first one costs.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/input.ts',
      find: 'input.variants = product.variants.map((variant) =>\n      newVariant(product, variant, fileOf, options),',
      put: 'input.variants = product.variants.map((variant) =>\n      newVariant(product, { ...variant, price: product.variants[0]?.price ?? variant.price }, fileOf, options),',
    },
  ),
  defect(
    {
      name: 'price before the sale lost',
      says: 'Goods on sale do not show what they cost before.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/variants/variant-input.ts',
      find: '    compareAtPrice:\n      variant.compareAtPrice === null ? null : priceText(variant.compareAtPrice, options),\n    barcode',
      put: '    compareAtPrice: null,\n    barcode',
    },
  ),
  defect(
    {
      name: 'drafts for sale',
      says: 'A product that is a draft arrives for sale.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/input.ts',
      find: "draft: 'DRAFT', archived",
      put: "draft: 'ACTIVE', archived",
    },
  ),
  defect(
    {
      name: 'picture texts lost',
      says: 'Pictures arrive without their texts.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/input.ts',
      find: '{ originalSource: image.url, alt: shorten(image.alt, MAX_ALT), contentType',
      put: "{ originalSource: image.url, alt: '', contentType",
    },
  ),
  defect(
    { name: 'weight lost', says: 'Goods weigh nothing.', focus: [], moments: [] },
    {
      file: 'app/migration/shopify/product/variants/variant-input.ts',
      find: '  if (variant.weight) {\n    item.measurement',
      put: '  if (variant.weight && false) {\n    item.measurement',
    },
  ),
  defect(
    {
      name: 'merchant’s addresses dropped',
      says: 'A change of addresses takes those away that the merchant added.',
      ...LIVED,
    },
    {
      file: 'app/migration/shopify/customer/update-customers.server.ts',
      find: 'return [...wanted, ...merchants]',
      put: 'return wanted',
    },
  ),
  defect(
    {
      name: 'description cut',
      says: 'Descriptions arrive without their end.',
      focus: [],
      moments: [],
    },
    {
      file: 'app/migration/shopify/product/pictures/moved-description.server.ts',
      find: "html: normalizeText(withAddresses(descriptionHtml, addresses)) ?? '', left",
      put: "html: (normalizeText(withAddresses(descriptionHtml, addresses)) ?? '').slice(0, 20), left",
    },
  ),
]
