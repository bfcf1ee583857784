import { decode } from 'html-entities'

export type Attribute = {
  /** In lower case. */
  key: string
  /** What it says, without quotes and entities, trimmed. */
  value: string
  /** As it stands in the HTML. */
  text: string
}

export type StartTag = {
  /** In lower case. */
  name: string
  attributes: Attribute[]
  /** Everything between the name and the `>`. */
  inside: string
  /** As it stands in the HTML. */
  text: string
}

/**
 * Start tags with their attributes; quoted values may hold `>`. No part holds a `<`: it is read once,
 * however odd the HTML. A comment is passed over as a whole, to
 * the end where it has none: what is in it is not shown.
 */
const TAG = /<!--[\s\S]*?(?:-->|$)|<([a-z][a-z\d-]{0,30})\b((?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>/gi
const ATTRIBUTE = /([a-z][\w:-]{0,40})\s{0,4}=\s{0,4}("[^"]*"|'[^']*'|[^\s"'<>]+)/gi

/**
 * The HTML with other start tags in the place of those for which `rewrite` gives any. All else,
 * white space and mistakes included, stays to the letter.
 */
export function rewriteStartTags(html: string, rewrite: (tag: StartTag) => string | null): string {
  return html.replace(TAG, (text: string, name: string | undefined, inside: string | undefined) => {
    if (name === undefined || inside === undefined) return text
    const tag = { name: name.toLowerCase(), attributes: attributesOf(inside), inside, text }
    return rewrite(tag) ?? text
  })
}

function attributesOf(inside: string): Attribute[] {
  return [...inside.matchAll(ATTRIBUTE)].map(([text, key = '', quoted = '']) => ({
    key: key.toLowerCase(),
    value: decode(/^["']/.test(quoted) ? quoted.slice(1, -1) : quoted).trim(),
    text,
  }))
}

/** An address as the value of a quoted attribute. */
export function escapedAddress(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('"', '%22')
}
