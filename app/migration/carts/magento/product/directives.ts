import { escapedAddress } from '#app/migration/kinds/values/html-tags.ts'

/** Where the directives of a page lead; both end with a slash. */
export type Places = { mediaUrl: string; storeUrl: string }

/**
 * What Magento's editor leaves in a text and the storefront fills in: addresses, widgets, blocks. The
 * REST API gives them as they stand. Only names of Magento's own count: a text may hold other braces.
 */
const DIRECTIVE =
  /\{\{(media|store|view|protocol|trans|widget|block|layout|config|customvar|var|css|inlinecss|template|htmlescape)\b([^{}]{0,20000})\}\}/gi

/** @returns the HTML with complete addresses, and the names of what was taken out */
export function resolveDirectives(
  html: string,
  places: Places,
): { html: string; removed: string[] } {
  const removed: string[] = []
  const resolved = withoutAdminAddresses(html).replace(
    DIRECTIVE,
    (_, name: string, inside: string) => {
      const text = valueOf(name.toLowerCase(), inside, places)
      if (text === null) removed.push(name.toLowerCase())
      return text ?? ''
    },
  )
  return { html: resolved, removed }
}

/** Null: only the old store could fill it in. */
function valueOf(name: string, inside: string, { mediaUrl, storeUrl }: Places): string | null {
  switch (name) {
    case 'media': {
      const path = parameter(inside, 'url')
      return path === null ? null : under(mediaUrl, path)
    }
    case 'store': {
      const path = parameter(inside, 'direct_url') ?? parameter(inside, 'url') ?? ''
      return under(storeUrl, path)
    }
    case 'protocol':
      return storeUrl.startsWith('http:') ? 'http:' : 'https:'
    case 'trans':
      return /^\s*(?:"|&quot;|')([\s\S]*?)(?:"|&quot;|')/.exec(inside)?.[1] ?? null
    default:
      return null
  }
}

function parameter(inside: string, key: string): string | null {
  const found = new RegExp(
    `(?:^|\\s)${key}\\s{0,4}=\\s{0,4}(?:&quot;(.*?)&quot;|"([^"]*)"|'([^']*)'|([^\\s"'&]+))`,
    'i',
  ).exec(inside)
  return found ? (found.slice(1).find((text) => text !== undefined) ?? '') : null
}

function under(base: string, path: string): string {
  return escapedAddress(`${base}${path.trim().replace(/^\/+/, '')}`)
}

const IN_ADDRESS = '___directive/'
const BEFORE_ADDRESS = /[\s"'<>()=]/
const BEHIND_ADDRESS = /[\s"'<>()]/

/**
 * Pictures put in by the editor: the directive is written, encoded, in an address of the admin. Looked
 * for from the word outwards, because a text may hold megabytes of a picture without a blank.
 */
function withoutAdminAddresses(html: string): string {
  const parts: string[] = []
  let done = 0
  for (let at = html.indexOf(IN_ADDRESS); at >= 0;) {
    let start = at
    while (start > done && !BEFORE_ADDRESS.test(html.charAt(start - 1))) start -= 1
    let end = at
    while (end < html.length && !BEHIND_ADDRESS.test(html.charAt(end))) end += 1
    const [code = ''] = html.slice(at + IN_ADDRESS.length, end).split('/', 1)
    parts.push(html.slice(done, start), decoded(code) ?? html.slice(start, end))
    done = end
    at = html.indexOf(IN_ADDRESS, end)
  }
  return parts.join('') + html.slice(done)
}

/** Magento writes base64 with letters that an address may hold. */
function decoded(code: string): string | null {
  const text = code.replace(/%2C/gi, ',').replace(/%3D/gi, '=')
  const base64 = text.replace(/-/g, '+').replace(/_/g, '/').replace(/,/g, '=')
  const directive = Buffer.from(base64, 'base64').toString('utf8')
  return /^\{\{[^{}]+\}\}$/.test(directive) ? directive : null
}
