import { createHash } from 'node:crypto'
import type { Fields, Json } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import { pictureName } from './description-pictures.ts'
import { shorten } from '#app/migration/shopify/values/normalize.ts'
import type { Managed } from '#app/migration/shopify/managed.ts'

/** Of the Admin API 2026-07. */
export const MAX_IMAGES = 250
/** Of a picture's text. */
export const MAX_ALT = 512

/** Images that can be sent at all: a web address, once each, at most 250. */
export function acceptedImages(product: CanonicalProduct): CanonicalProduct['images'] {
  const seen = new Set<string>()
  return product.images
    .filter((image) => isWebAddress(image.url) && !seen.has(image.url) && seen.add(image.url))
    .slice(0, MAX_IMAGES)
}

export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

/*
 * Which picture is which. Shopify shows of a picture nothing of where it came from, so the product
 * itself remembers the names of those we gave it, in order, beside a hash of their texts. As long as
 * number, order and texts are as we left them, they are taken for ours; anything else is somebody's
 * edit. (A picture that somebody replaced by another one with the same text passes for ours.)
 */

/** `images`: how many, with which texts. `pictures`: which ones. */
export type PictureField = 'images' | 'pictures'

export type WantedPicture = { name: string; url: string; alt: string }

export function wantedPictures(product: CanonicalProduct): WantedPicture[] {
  return acceptedImages(product).map(({ url, alt }) => ({
    name: pictureName(url),
    url,
    alt: shorten(alt, MAX_ALT),
  }))
}

type ShownMedia = { id: string; alt?: string | null; mediaContentType: string; status: string }

type Changing = NonNullable<Managed['changing']>

/**
 * What is remembered while pictures are changed, in several steps: an interrupted change is ours to
 * finish, and no edit of the merchant's.
 */
export function changingPictures(
  { media, managed }: { media: readonly ShownMedia[]; managed: Managed },
  shown: Fields,
  missing: readonly WantedPicture[],
): Changing {
  return {
    images: shown['images'] ?? null,
    ...('pictures' in shown && { pictures: shown['pictures'] }),
    names: Object.fromEntries(
      namedPictures(media, managed).map((one) => [one.media.id, one.name] as const),
    ),
    fresh: missing.map(({ alt }) => alt),
  }
}

/** The change that was begun, where all that is there was there before it or is to come with it. */
export function unfinishedChange(
  media: readonly ShownMedia[],
  { changing }: Managed,
): Changing | null {
  if (changing === null) return null
  const left = [...changing.fresh]
  const isOurs = shownPictures(media).every((one) => {
    if (one.id in changing.names) return true
    const at = left.indexOf(altOf(one))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return isOurs ? changing : null
}

/** Pictures that are there; one that Shopify could not fetch is not. */
export function shownPictures<Media extends ShownMedia>(media: readonly Media[]): Media[] {
  return media.filter(
    ({ mediaContentType, status }) => mediaContentType === 'IMAGE' && status !== 'FAILED',
  )
}

export function rememberedPictures(product: CanonicalProduct): NonNullable<Managed['pictures']> {
  const wanted = wantedPictures(product)
  return { names: wanted.map(({ name }) => name), texts: textsHash(wanted) }
}

/** Their names when they are ours as we left them; null when they are not, or nobody knows. */
function namesOf(media: readonly ShownMedia[], { pictures }: Managed): readonly string[] | null {
  const isOurs =
    pictures !== null &&
    media.length === pictures.names.length &&
    textsHash(media) === pictures.texts
  return isOurs ? pictures.names : null
}

/**
 * Pictures that are there, each with its name; null for all where they are not as we left them. One
 * that Shopify could not fetch still holds its place.
 */
export function namedPictures<Media extends ShownMedia>(
  media: readonly Media[],
  managed: Managed,
): { media: Media; name: string | null }[] {
  const images = media.filter(({ mediaContentType }) => mediaContentType === 'IMAGE')
  const before = unfinishedChange(media, managed)?.names
  const names = before ? images.map(({ id }) => before[id] ?? null) : namesOf(images, managed)
  const named = images.map((image, i) => ({ media: image, name: names?.[i] ?? null }))
  return named.filter((one) => one.media.status !== 'FAILED')
}

/** Of a snapshot; undefined: written before names were kept, so there is nothing to compare. */
export function picturesField(media: readonly ShownMedia[], managed: Managed): Json | undefined {
  if (managed.pictures === null) return undefined
  const shown = shownPictures(media)
  const names = namesOf(shown, managed)
  return names ? [...names] : ['changed in Shopify', ...shown.map(altOf)]
}

const altOf = ({ alt }: { alt?: string | null }): string => (alt ?? '').trim()

function textsHash(pictures: readonly { alt?: string | null }[]): string {
  const texts = JSON.stringify(pictures.map(altOf))
  return createHash('sha256').update(texts).digest('hex').slice(0, 16)
}

/** How far Shopify is with fetching pictures. */
export function fetchStates(media: readonly { status: string }[]): {
  failed: number
  isPending: boolean
} {
  const states = media.map(({ status }) => status)
  return {
    failed: states.filter((status) => status === 'FAILED').length,
    isPending: states.some((status) => status === 'PROCESSING' || status === 'UPLOADED'),
  }
}

/** The fields of a product with those about its pictures as another look shows them. */
export function withPictures(fields: Fields, shown: Fields): Fields {
  const isOfPictures = ([name]: [string, Json]) => name === 'images' || name === 'pictures'
  return Object.fromEntries([
    ...Object.entries(fields).filter((entry) => !isOfPictures(entry)),
    ...Object.entries(shown).filter(isOfPictures),
  ])
}
