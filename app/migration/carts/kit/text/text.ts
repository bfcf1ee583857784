import { decode } from 'html-entities'

/** Elements that stand inside a word or a line: without them the text goes on without a gap. */
const INLINE =
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u var'
const OTHERS =
  'address article aside audio blockquote body br button caption center col colgroup dd details dir div dl dt fieldset figcaption figure footer form frame h1 h2 h3 h4 h5 h6 head header hr html iframe img input legend li link main map menu meta nav object ol optgroup option p param picture pre script section select source style summary svg table tbody td textarea tfoot th thead time title tr track ul video wbr'

/**
 * A tag begins with a name of HTML's directly behind "<" or "</": "5 < 6 mm", "I <3 you" and
 * "<see below>" hold none. A tag holds no other, so the text is read once.
 */
const tag = (names: string) =>
  new RegExp(`</?(?:${names.replaceAll(' ', '|')})(?=[\\s/>])[^<>]*>`, 'gi')
const INLINE_TAG = tag(INLINE)
const OTHER_TAG = tag(OTHERS)
const COMMENT = /<!--[^<>]*-->/g

/** Text out of a fragment of HTML, on one line, for names and values a plugin decorated. */
export function withoutTags(html: string): string {
  const bare = html.includes('<')
    ? html.replace(COMMENT, '').replace(INLINE_TAG, '').replace(OTHER_TAG, ' ')
    : html
  return decode(bare).replace(/\s+/g, ' ').trim()
}

/** Text of a name that came HTML-encoded ("Lamp &amp; Shade"); what looks like a tag stays. */
export function plainText(text: string): string {
  return decode(text).trim()
}

/** Null instead of an empty text that stands for none. */
export function orNull(text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : trimmed
}

/** Empty for what is nested deeper than the stack reaches: nobody typed that. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (error instanceof RangeError) return ''
    throw error
  }
}
