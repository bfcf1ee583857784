import type { Resolvers } from '#test/stand-ins/shopify-admin/context.ts'
import { isoSeconds, type Media } from '#test/stand-ins/shopify-admin/store/state.ts'
import { addressOf, imageOf, mediaStatus, previewOf } from './media.ts'

function downloadErrors(message: string): Resolvers<Media>[string] {
  return (media, _args, ctx) =>
    mediaStatus(ctx.shop, media) === 'FAILED'
      ? [
          {
            code: 'IMAGE_DOWNLOAD_FAILURE',
            details: `Could not download image from ${media.originalSource}`,
            message,
          },
        ]
      : []
}

const file: Resolvers<Media> = {
  fileStatus: (media, _args, ctx) => mediaStatus(ctx.shop, media),
  fileErrors: downloadErrors('File processing failed'),
  updatedAt: (media, _args, ctx) =>
    ctx.shop.now() >= media.settlesAt ? isoSeconds(media.settlesAt) : media.updatedAt,
  preview: (media, _args, ctx) => ({
    image: previewOf(ctx.shop, media),
    status: mediaStatus(ctx.shop, media),
  }),
}

const media: Resolvers<Media> = {
  ...file,
  status: (one, _args, ctx) => mediaStatus(ctx.shop, one),
  mediaErrors: downloadErrors('Media processing failed'),
  mediaWarnings: () => [],
}

export const fileTypes: Record<string, Resolvers<never>> = {
  MediaImage: {
    ...media,
    mediaContentType: () => 'IMAGE',
    mimeType: (one, _args, ctx) => (mediaStatus(ctx.shop, one) === 'READY' ? 'image/jpeg' : null),
    image: (one, _args, ctx) => imageOf(ctx.shop, one),
    originalSource: (one) => ({ url: one.originalSource, fileSize: 0 }),
  } satisfies Resolvers<Media>,
  GenericFile: {
    ...file,
    mimeType: (one, _args, ctx) =>
      mediaStatus(ctx.shop, one) === 'READY' ? 'application/octet-stream' : null,
    url: (one, _args, ctx) => addressOf(ctx.shop, one),
  } satisfies Resolvers<Media>,
  ExternalVideo: {
    ...media,
    mediaContentType: () => 'EXTERNAL_VIDEO',
    originUrl: (one) => `https://youtu.be/${videoId(one.originalSource)}`,
    embedUrl: (one) => `https://www.youtube.com/embed/${videoId(one.originalSource)}`,
  } satisfies Resolvers<Media>,
  Video: { ...media, mediaContentType: () => 'VIDEO' } satisfies Resolvers<Media>,
}

function videoId(address: string): string {
  const url = new URL(address)
  return url.searchParams.get('v') ?? url.pathname.split('/').at(-1) ?? ''
}
