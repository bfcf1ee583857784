import { connect } from '../connection.ts'
import type { Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import { moneyText } from '#test/stand-ins/shopify-admin/store/money.ts'
import { legacyId, type Variant } from '#test/stand-ins/shopify-admin/store/state.ts'
import { firstImage } from '../media/media.ts'
import { metafieldFields } from '../metafields/metafields.ts'
import { variantTitle } from './input.ts'

export const variantType: Resolvers<Variant> = {
  ...metafieldFields,
  legacyResourceId: (variant) => legacyId(variant.id),
  title: (variant) => variantTitle(variant),
  displayName: (variant, _args, ctx) =>
    `${ctx.shop.products.get(variant.productId)?.title ?? ''} - ${variantTitle(variant)}`,
  price: (variant) => moneyText(variant.price),
  compareAtPrice: (variant) =>
    variant.compareAtPrice === null ? null : moneyText(variant.compareAtPrice),
  product: (variant, _args, ctx) => ctx.shop.products.get(variant.productId),
  position: (variant, _args, ctx) =>
    (ctx.shop.products
      .get(variant.productId)
      ?.variants.findIndex((other) => other.id === variant.id) ?? 0) + 1,
  selectedOptions: (variant, _args, ctx) =>
    (ctx.shop.products.get(variant.productId)?.options ?? []).map((option, i) => {
      const value = variant.values[i] ?? ''
      return {
        name: option.name,
        value,
        optionValue: option.values.find(({ name }) => name === value) ?? null,
      }
    }),
  inventoryItem: (variant) => variant.item,
  inventoryQuantity: (variant) =>
    Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0),
  sellableOnlineQuantity: (variant) =>
    Math.max(
      0,
      Object.values(variant.item.levels).reduce((sum, level) => sum + level.available, 0),
    ),
  availableForSale: (variant) =>
    !variant.item.tracked ||
    variant.inventoryPolicy === 'CONTINUE' ||
    Object.values(variant.item.levels).some((level) => level.available > 0),
  requiresComponents: () => false,
  showUnitPrice: () => false,
  taxCode: () => null,
  unitPrice: () => null,
  media: (variant, args, ctx) => {
    const product = ctx.shop.products.get(variant.productId)
    const media = variant.mediaIds.flatMap((id) => product?.media.find((m) => m.id === id) ?? [])
    return connect(media, args, (entry) => ({ id: legacyId(entry.id) }))
  },
  image: (variant, _args, ctx) => {
    const product = ctx.shop.products.get(variant.productId)
    const media = variant.mediaIds.flatMap((id) => product?.media.find((m) => m.id === id) ?? [])
    return firstImage(ctx.shop, media)
  },
}
