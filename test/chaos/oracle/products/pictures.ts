import { decode } from 'html-entities'
import type {
  Product as TargetProduct,
  ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Image, Product, Variation } from '#test/stand-ins/woocommerce/records.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { sayUnlessSame, type Say } from '../findings.ts'

export const addressOf = ({ homeUrl }: WooState, src: string) =>
  new URL(src, `${homeUrl}/product/`).href

/** Each picture once, the product's own first and in its order, with its text. */
export function comparePictures(
  woo: WooState,
  product: Product,
  children: readonly Variation[],
  target: TargetProduct,
  say: Say,
): void {
  const shown = ({ originalSource, alt }: TargetProduct['media'][number]) => ({
    address: originalSource,
    alt: alt ?? '',
  })
  const wanted = (image: Image) => ({
    address: addressOf(woo, image.src),
    alt: decode(image.alt).trim(),
  })
  const own = unique(product.images.map(wanted))
  const all = unique([
    ...own,
    ...children.flatMap(({ image }) => (image === null ? [] : [wanted(image)])),
  ])
  const found = target.media.map(shown)
  sayUnlessSame(say, 'images', own, found.slice(0, own.length), 'pictures')
  const rest = (list: readonly { address: string; alt: string }[]) =>
    list
      .slice(own.length)
      .map((each) => JSON.stringify(each))
      .sort()
  sayUnlessSame(say, 'images', rest(all), rest(found), 'pictures of variations')
  const broken = target.media.find(({ fails }) => fails)
  if (broken) say('images', 'fetched', broken.originalSource, 'a picture')
}

const unique = <Picture extends { address: string }>(pictures: readonly Picture[]): Picture[] =>
  pictures.filter(({ address }, at) => pictures.findIndex((one) => one.address === address) === at)

/**
 * A description as a reader sees it: its words, its tags with what they lead to, but for paragraphs,
 * which WordPress adds on the way out. A file in Shopify stands for where it was fetched from.
 */
export function shapeOf(html: string, addressFor: (src: string) => string): string[] {
  return html
    .split(/(<[^>]*>)/)
    .map((part) =>
      part.startsWith('<') ? tagOf(part, addressFor) : decode(part).replace(/\s+/g, ' ').trim(),
    )
    .filter((part) => part !== '')
}

const INVISIBLE = /^<\/?(p|br)\b/i
const ATTRIBUTE = /([\w-]+)\s*=\s*"([^"]*)"/g

function tagOf(tag: string, addressFor: (src: string) => string): string {
  if (INVISIBLE.test(tag)) return ''
  const name = /^<\/?[\w-]+/.exec(tag)?.[0].toLowerCase() ?? tag
  const attributes = [...tag.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => {
    const text = decode(value)
    return `${key}=${key === 'src' || key === 'href' ? addressFor(text) : text}`
  })
  return [name, ...attributes.sort()].join(' ')
}

/** Where a file of Shopify's network came from; any other address as it is. */
export function originOf({ files }: ShopState, address: string): string {
  const name = /^https:\/\/cdn\.shopify\.com\/.*\/files\/([^/?]+)/.exec(address)?.[1]
  const file = name && [...files.values()].find(({ filename }) => filename === name)
  return file ? file.originalSource : address
}
