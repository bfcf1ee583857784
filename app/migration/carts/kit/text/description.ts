import { kitSays } from '#app/migration/messages/kit.ts'
import { someOf } from '#app/migration/messages/parameters.ts'
import {
  escapedAddress,
  rewriteStartTags,
  type StartTag,
} from '#app/migration/kinds/values/html-tags.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'

/** Where pages of the old store look for what their HTML names without a host. */
export type Page = {
  /** The product's own address, or the store's. */
  url: string
  /** The store's hosts: what lies there is gone once the hosting ends. */
  hosts: readonly string[]
  /** What a path holds below which the cart keeps what was uploaded, whatever the host: a CDN copies it. */
  uploads: string
  /** What a path holds below which the cart keeps files of any sort. */
  files: string
}

type Description = {
  html: string
  /** Complete addresses of the pictures that lie in the old store, each once, as the HTML has them. */
  pictures: string[]
  remarks: SourceRemark[]
}

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|heic|svg|bmp|tiff?)$/i

/**
 * The HTML of a description as it can stand in another store: addresses of pictures are complete,
 * and a picture is where its `src` says (themes keep the address elsewhere until it is scrolled to,
 * and other copies in `srcset`, which would be gone with the old store). All else is untouched.
 */
export function readDescription(html: string, page: Page): Description {
  const pictures = new Set<string>()
  const files = new Set<string>()
  const result = rewriteStartTags(html, (tag) => {
    switch (tag.name) {
      case 'img':
        return pictureTag(tag, page, pictures)
      case 'a':
        return linkTag(tag, page, pictures, files)
      case 'source':
        return sourceTag(tag, page, files)
      case 'video':
      case 'audio':
      case 'iframe':
      case 'embed':
      case 'object':
        noteFiles(tag, page, files)
        return null
      default:
        return null
    }
  })
  return { html: result, pictures: [...pictures], remarks: fileRemarks(files) }
}

function valueOf({ attributes }: StartTag, key: string): string {
  return attributes.find((attribute) => attribute.key === key)?.value ?? ''
}

const LATER = ['data-src', 'data-lazy-src', 'data-original']
const DROPPED = /^(?:src|srcset|sizes|loading|data-(?:lazy-)?(?:src|srcset|sizes)|data-original)$/

function pictureTag(tag: StartTag, page: Page, pictures: Set<string>): string | null {
  const shown = valueOf(tag, 'src')
  const later = LATER.map((key) => valueOf(tag, key)).find((text) => text !== '')
  // A placeholder stands in `src` where a theme loads the picture later.
  const url = absolute(later ?? shown, page) ?? absolute(shown, page)
  if (url === null || !isOurs(url, page)) return null
  pictures.add(url)
  const isPlain = tag.attributes.every(({ key, value }) =>
    key === 'src' ? value === url : !DROPPED.test(key),
  )
  if (isPlain) return null
  const rest = tag.attributes
    .filter(({ key }) => !DROPPED.test(key))
    .map(({ text }) => ` ${text}`)
    .join('')
  return `<img src="${escapedAddress(url)}"${rest}${tag.inside.trimEnd().endsWith('/') ? ' /' : ''}>`
}

/** Only links to a picture change: pages of the old store have redirects of their own. */
function linkTag(
  tag: StartTag,
  page: Page,
  pictures: Set<string>,
  files: Set<string>,
): string | null {
  const link = tag.attributes.find(({ key }) => key === 'href')
  const url = link ? absolute(link.value, page) : null
  if (!link || url === null || !isOurs(url, page)) return null
  const { pathname } = new URL(url)
  if (!PICTURE.test(pathname)) {
    if (pathname.includes(page.files)) files.add(url)
    return null
  }
  pictures.add(url)
  return link.value === url
    ? null
    : tag.text.replace(link.text, () => `href="${escapedAddress(url)}"`)
}

/** Another form of a picture goes, so that a browser takes the `img` beside it; a film stays. */
function sourceTag(tag: StartTag, page: Page, files: Set<string>): string | null {
  const [first = ''] = valueOf(tag, 'srcset').split(/[\s,]+/, 1)
  const url = absolute(first, page)
  if (url !== null && isOurs(url, page)) return ''
  noteFiles(tag, page, files)
  return null
}

function noteFiles({ attributes }: StartTag, page: Page, files: Set<string>): void {
  for (const { key, value } of attributes) {
    const url = key === 'src' || key === 'data' ? absolute(value, page) : null
    if (url !== null && isOurs(url, page)) files.add(url)
  }
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

/** On the store's own hosts, or a copy of what was uploaded there. */
function isOurs(address: string, { hosts, uploads }: Page): boolean {
  const { hostname, pathname } = new URL(address)
  const bare = (host: string) => host.replace(/^www\./, '')
  const isOwn = hosts.some(
    (host) => bare(hostname) === bare(host) || hostname.endsWith(`.${bare(host)}`),
  )
  return isOwn || pathname.includes(uploads)
}

function fileRemarks(files: ReadonlySet<string>): SourceRemark[] {
  if (files.size === 0) return []
  const names = [...files].map((url) => new URL(url).pathname.split('/').at(-1) || url)
  return [
    {
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'descriptionHtml',
      message: kitSays('filesStayBehind', { files: someOf(names) }),
    },
  ]
}
