import { createHash } from 'node:crypto'
import { escapedAddress, rewriteStartTags } from '#app/migration/kinds/values/html-tags.ts'
import type { CanonicalProduct } from '#app/migration/kinds/product/product.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { normalizeText } from '#app/migration/shopify/values/normalize.ts'
import { productsSay } from '#app/migration/messages/products.ts'

/**
 * How pictures inside a description keep their place: each is a file of Shopify's whose name is made
 * of its address in the old store. So nobody has to remember which file belongs to which picture: the
 * file is found by its name, also after a crash, and a description is compared by these names,
 * whatever address Shopify's network gave the file.
 */

const HASH_LENGTH = 16
/** Of the name in the old store; the hash tells apart what was cut or is called the same. */
const MAX_NAME = 60

/** The file's name without its ending: Shopify may give another one to what it converts. */
export function pictureName(url: string): string {
  const hash = createHash('sha256').update(url).digest('hex').slice(0, HASH_LENGTH)
  const name = decodedName(url)
    .toLowerCase()
    .replace(/\.[a-z\d]{1,5}$/, '')
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, '')
  return `${name === '' ? 'picture' : name}-${hash}`
}

/** With the address's own ending: Shopify refuses another one (recorded). */
export function pictureFileName(url: string): string {
  const ending = /\.([a-z\d]{1,5})$/i.exec(new URL(url).pathname)?.[0] ?? ''
  return `${pictureName(url)}${ending}`
}

function decodedName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/**
 * A file of ours at Shopify's network, in the host's or the shop's own spelling. Shopify puts a UUID
 * behind a name that was in use, and a version behind the address.
 */
const OUR_FILE = new RegExp(
  String.raw`(?:https?:)?//(?:cdn\.shopify\.com/(?:[\w-]+/)*|[\w.-]+/cdn/shop/)files/` +
    String.raw`([a-z\d-]+-[\da-f]{${HASH_LENGTH}})` +
    String.raw`(?:_[\da-f]{8}(?:-[\da-f]{4,12}){4})?(?:\.[a-z\d]+)?(?:\?v=\d+)?`,
  'gi',
)

/** The name of a file of ours out of its address at Shopify; null for any other address. */
export function ourFileName(address: string): string | null {
  return [...address.matchAll(OUR_FILE)][0]?.[1] ?? null
}

/** What stands for a file of ours where descriptions are compared and shown. */
const placeOf = (name: string) => `https://cdn.shopify.com/…/${name}`

/** The description as Shopify shows it, in the form in which descriptions are compared. */
export function shownDescription(html: string | null | undefined): string | null {
  return normalizeText(html?.replace(OUR_FILE, (_address, name: string) => placeOf(name)))
}

/** The description as Shopify shows it once all its pictures are in Shopify. */
export function expectedDescription(product: CanonicalProduct): string | null {
  const { descriptionHtml, descriptionPictures } = product
  const places = new Map(descriptionPictures.map((url) => [url, placeOf(pictureName(url))]))
  return shownDescription(withAddresses(descriptionHtml, places))
}

/** The description with other addresses of its pictures: in the pictures and in links to them. */
export function withAddresses(html: string, addresses: ReadonlyMap<string, string>): string {
  if (addresses.size === 0) return html
  return rewriteStartTags(html, ({ name, attributes, text }) => {
    if (name !== 'img' && name !== 'a') return null
    const key = name === 'img' ? 'src' : 'href'
    const attribute = attributes.find((candidate) => candidate.key === key)
    const address = attribute && addresses.get(attribute.value)
    if (!attribute || address === undefined) return null
    return text.replace(attribute.text, () => `${key}="${escapedAddress(address)}"`)
  })
}

/** Which of these pictures a description still takes from the old store. */
export function picturesLeft(html: string, pictures: readonly string[]): string[] {
  const shown = new Set<string>()
  rewriteStartTags(html, ({ attributes }) => {
    for (const { key, value } of attributes) if (key === 'src' || key === 'href') shown.add(value)
    return null
  })
  return pictures.filter((url) => shown.has(url))
}

/** True for a description as we write it when some of its pictures stay in the old store. */
export function isOursButForPictures(html: string, product: CanonicalProduct): boolean {
  const { descriptionPictures } = product
  if (picturesLeft(html, descriptionPictures).length === 0) return false
  return expectedDescription({ ...product, descriptionHtml: html }) === expectedDescription(product)
}

/** Why a picture stayed in the old store. */
export type LeftBecause = 'failed' | 'pending' | 'refused' | 'noPermission'

/** @param why absent for pictures that were not tried just now */
export function leftPicturesNote(
  left: readonly string[],
  why: ReadonlyMap<string, LeftBecause>,
): WriteNote[] {
  if (left.length === 0) return []
  return [
    {
      code: 'IMAGE_FAILED',
      field: 'descriptionHtml',
      isTransient: true,
      message: productsSay('descriptionImages', {
        images: left.length,
        names: left.map((url) => decodedName(url) || url),
        why: [...new Set(left.flatMap((url) => why.get(url) ?? []))],
      }),
    },
  ]
}
