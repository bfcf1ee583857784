import type { CanonicalMetafield } from '../values/metafield.ts'
import type { DecimalString } from '../values/money.ts'

/**
 * A product as the engine sees it, whatever cart it came from. Text is plain Unicode (no HTML
 * entities) except `descriptionHtml`. Prices are in the source store's currency.
 */
export type CanonicalProduct = {
  kind: 'product'
  sourceId: string
  title: string
  /** The source's slug; a wish, Shopify may have to change it. */
  handle: string
  descriptionHtml: string
  /**
   * Addresses (http or https, complete, as `src` and `href` in `descriptionHtml` say) of pictures that
   * lie in the old store and would be gone with it. Each once.
   */
  descriptionPictures: string[]
  vendor: string | null
  productType: string | null
  status: 'active' | 'draft' | 'archived'
  /** Visible in the online store when active. */
  published: boolean
  tags: string[]
  seo: { title: string | null; description: string | null }
  /** The source's categories; each becomes a manual collection, known again by its id. */
  collections: { sourceId: string; name: string }[]
  /** The old store's own data about the product. */
  metafields: CanonicalMetafield[]
  /** Empty for a product without options: it then has exactly one variant with no `options`. */
  options: { name: string; values: string[] }[]
  variants: CanonicalVariant[]
  /** In the source's order, the main image first. */
  images: { sourceId: string; url: string; alt: string }[]
}

export type CanonicalVariant = {
  /** The variation's id; for a product without options, the product's own id. */
  sourceId: string
  sku: string | null
  barcode: string | null
  /** What a customer pays now. */
  price: DecimalString
  /** The price before the sale, when there is a sale. */
  compareAtPrice: DecimalString | null
  /** One entry per product option, same order as `CanonicalProduct.options`. */
  options: { name: string; value: string }[]
  taxable: boolean
  requiresShipping: boolean
  weight: { value: DecimalString; unit: 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS' } | null
  /** What a piece costs the merchant, where the source says so; used only when the variant is created. */
  cost: DecimalString | null
  /** Used only when the variant is created; stock of existing variants is never touched. */
  inventory: { tracked: boolean; quantity: number | null; continueSelling: boolean }
  /** `CanonicalProduct.images[].sourceId` of the variant's own image. */
  imageSourceId: string | null
  /** The old store's own data about the variant. */
  metafields: CanonicalMetafield[]
}
