import { someOf } from '#app/migration/messages/parameters.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { magentoSays } from '../messages/magento.ts'
import { attributeText } from '../facts/attributes.ts'
import type { WireMedia, WireProduct } from '../wire/product.ts'

type Picture = CanonicalProduct['images'][number]

/**
 * Pictures as the storefront shows them: the base image first, then by their places. A film's still
 * is no picture of the product, and what is hidden stays hidden. A file that several children share is
 * one picture: they are known by their files.
 */
export function picturesOf(items: readonly WireProduct[], mediaUrl: string): Picture[] {
  const known = new Map<string, Picture>()
  for (const item of items) {
    for (const { file, label } of shownOf(item)) {
      if (known.has(file)) continue
      known.set(file, { sourceId: file, url: addressOf(file, mediaUrl), alt: label.trim() })
    }
  }
  return [...known.values()]
}

/** The picture a variant is shown by. */
export function ownPicture(child: WireProduct): string | null {
  return shownOf(child)[0]?.file ?? null
}

function shownOf(item: WireProduct): { file: string; label: string }[] {
  const { media_gallery_entries } = item
  // Older versions leave the gallery out of lists: the base image stands among the attributes as well.
  if (media_gallery_entries.length === 0) return baseImage(item)
  const isBase = ({ types }: WireMedia) => (types.includes('image') ? 0 : 1)
  return media_gallery_entries
    .filter((entry) => isPicture(entry) && !entry.disabled)
    .toSorted((a, b) => isBase(a) - isBase(b) || a.position - b.position || a.id - b.id)
}

function baseImage(item: WireProduct): { file: string; label: string }[] {
  const file = attributeText(item, 'image')
  const isFile = file !== '' && file !== 'no_selection'
  return isFile ? [{ file, label: attributeText(item, 'image_label') }] : []
}

/** Modules that predate films name no type. */
function isPicture({ media_type, file }: WireMedia): boolean {
  return (media_type === 'image' || media_type === '') && file.trim() !== ''
}

function addressOf(file: string, mediaUrl: string): string {
  const path = file.replace(/^\/+/, '').split('/').map(encoded).join('/')
  return `${mediaUrl}catalog/product/${path}`
}

/** Names of files hold spaces and letters of all sorts, some written for an address already. */
function encoded(name: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(name))
  } catch {
    return encodeURIComponent(name)
  }
}

export function pictureRemarks(items: readonly WireProduct[]): SourceRemark[] {
  const entries = items.flatMap(({ media_gallery_entries }) => media_gallery_entries)
  const hidden = entries.filter((entry) => isPicture(entry) && entry.disabled)
  const films = entries.filter((entry) => !isPicture(entry))
  const remarks: SourceRemark[] = []
  if (hidden.length > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'images',
      message: magentoSays('picturesHidden', {
        files: someOf(hidden.map(({ file }) => nameOf(file))),
      }),
    })
  }
  if (films.length > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'images',
      message: magentoSays('films', { count: films.length }),
    })
  }
  return remarks
}

const nameOf = (file: string) => file.split('/').at(-1) || file
