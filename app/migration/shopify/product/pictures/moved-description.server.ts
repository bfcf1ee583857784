import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { withAddresses } from './description-pictures.ts'
import { normalizeText } from '#app/migration/shopify/values/normalize.ts'
import type { MovedPictures } from './pictures.server.ts'
import type { ProductContext } from '../product-context.ts'

/**
 * The description with its pictures in Shopify. Those that could not be moved keep their address in
 * the old store. May wait some seconds for Shopify: what the merchant has is to be read afterwards.
 */
export async function movedDescription(
  ctx: ProductContext,
  { descriptionHtml, descriptionPictures }: CanonicalProduct,
): Promise<{ html: string; left: MovedPictures['left'] }> {
  const { addresses, left } = await ctx.pictures.move(descriptionPictures)
  return { html: normalizeText(withAddresses(descriptionHtml, addresses)) ?? '', left }
}
