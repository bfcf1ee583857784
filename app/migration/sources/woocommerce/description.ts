import type { SourceRemark } from '#app/migration/ports.ts'
import { someNames } from './fields/remarks.ts'
import { plainText } from './to-canonical.ts'

/** Where pages of the old store look for what their HTML names without a host. */
export type Page = {
  /** The product's own address, or the store's. */
  url: string
  /** The store's hosts: what lies there is gone once the hosting ends. */
  hosts: readonly string[]
}

type Description = {
  html: string
  remarks: SourceRemark[]
}

/** A start tag with its attributes; quoted values may hold `>`. No part holds a `<`: reads it once. */
const TAG = /<(img|a|source|video|audio|iframe|embed|object)\b((?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>/gi
const ATTRIBUTE = /([a-z][\w:-]{0,40})\s{0,4}=\s{0,4}("[^"]*"|'[^']*'|[^\s"'<>]+)/gi
const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?)$/i

/**
 * The HTML of a description as it can stand in another store: addresses of pictures are complete,
 * and a picture is where its `src` says (themes keep the address elsewhere until it is scrolled to,
 * and smaller copies in `srcset`, which would be gone with the old store). All else is untouched.
 */
export function readDescription(html: string, page: Page): Description {
  const pictures = new Set<string>()
  const files = new Set<string>()
  const result = html.replace(TAG, (tag: string, rawName: string, rawAttributes: string) => {
    const name = rawName.toLowerCase()
    if (name === 'img') return pictureTag(tag, rawAttributes, page, pictures)
    if (name === 'a') return linkTag(tag, rawAttributes, page, pictures, files)
    for (const { key, value } of attributesOf(rawAttributes)) {
      const url = key === 'src' || key === 'data' ? absolute(value, page) : null
      if (url !== null && isOurs(url, page)) files.add(url)
    }
    return tag
  })
  return {
    html: result,
    remarks: [...pictureRemarks(pictures), ...fileRemarks(files)],
  }
}

function pictureTag(tag: string, raw: string, page: Page, pictures: Set<string>): string {
  const all = attributesOf(raw)
  const of = (key: string) => all.find((attribute) => attribute.key === key)?.value ?? ''
  const shown = of('src')
  const later = ['data-src', 'data-lazy-src', 'data-original'].map(of).find((text) => text !== '')
  // A placeholder stands in `src` where a theme loads the picture later.
  const url = absolute(later ?? shown, page) ?? absolute(shown, page)
  if (url === null || !isOurs(url, page)) return tag
  pictures.add(url)
  const DROPPED = /^(?:src|srcset|sizes|loading|data-(?:lazy-)?(?:src|srcset|sizes)|data-original)$/
  const rest = all
    .filter(({ key }) => !DROPPED.test(key))
    .map(({ text }) => ` ${text}`)
    .join('')
  const isPlain = all.every(({ key, value }) =>
    key === 'src' ? value === url : !DROPPED.test(key),
  )
  return isPlain
    ? tag
    : `<img src="${escaped(url)}"${rest}${raw.trimEnd().endsWith('/') ? ' /' : ''}>`
}

/** Only links to a picture change: pages of the old store have redirects of their own. */
function linkTag(
  tag: string,
  raw: string,
  page: Page,
  pictures: Set<string>,
  files: Set<string>,
): string {
  const link = attributesOf(raw).find(({ key }) => key === 'href')
  const url = link ? absolute(link.value, page) : null
  if (!link || url === null || !isOurs(url, page)) return tag
  const { pathname } = new URL(url)
  if (!PICTURE.test(pathname)) {
    if (pathname.includes('/wp-content/')) files.add(url)
    return tag
  }
  pictures.add(url)
  return link.value === url ? tag : tag.replace(link.text, () => `href="${escaped(url)}"`)
}

type Attribute = { key: string; value: string; text: string }

function attributesOf(raw: string): Attribute[] {
  return [...raw.matchAll(ATTRIBUTE)].map(([text, key = '', quoted = '']) => ({
    key: key.toLowerCase(),
    value: plainText(/^["']/.test(quoted) ? quoted.slice(1, -1) : quoted),
    text,
  }))
}

/** The complete address, as a browser on that page would find it; null for what is none. */
export function absolute(address: string, page: Page): string | null {
  const text = address.trim()
  if (text === '' || text.startsWith('#') || text.length > 2_048) return null
  const base = URL.canParse(page.url) ? page.url : undefined
  if (!URL.canParse(text, base)) return null
  const url = new URL(text, base)
  return /^https?:$/.test(url.protocol) ? url.href : null
}

/** On the store's own hosts, in an uploads folder that a CDN copies from there, or Jetpack's copy. */
function isOurs(address: string, { hosts }: Page): boolean {
  const { hostname, pathname } = new URL(address)
  const bare = (host: string) => host.replace(/^www\./, '')
  const isOwn = hosts.some(
    (host) => bare(hostname) === bare(host) || hostname.endsWith(`.${bare(host)}`),
  )
  return isOwn || pathname.includes('/wp-content/uploads/')
}

const escaped = (url: string) => url.replaceAll('&', '&amp;').replaceAll('"', '%22')

function pictureRemarks(pictures: ReadonlySet<string>): SourceRemark[] {
  if (pictures.size === 0) return []
  const names = [...pictures].map((url) => new URL(url).pathname.split('/').at(-1) || url)
  const one = pictures.size === 1
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'descriptionHtml',
      message: `The description shows ${one ? 'a picture' : `${pictures.size} pictures`} that ${one ? 'lies' : 'lie'} in the old store (${someNames(names)}) and will be gone when it is closed or its domain moves. Before that, upload ${one ? 'it' : 'them'} to Shopify’s Files and change the description.`,
    },
  ]
}

function fileRemarks(files: ReadonlySet<string>): SourceRemark[] {
  if (files.size === 0) return []
  const names = [...files].map((url) => new URL(url).pathname.split('/').at(-1) || url)
  const shown = names.slice(0, 5).map((name) => `“${name.slice(0, 80)}”`)
  const one = files.size === 1
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'descriptionHtml',
      message: `The description shows or links to ${one ? 'a file' : `${files.size} files`} in the old store (${shown.join(', ')}${files.size > 5 ? ' …' : ''}), which ${one ? 'is no picture and stays' : 'are no pictures and stay'} there. Before you close the old store, upload ${one ? 'it' : 'them'} to Shopify’s Files and change the description.`,
    },
  ]
}
