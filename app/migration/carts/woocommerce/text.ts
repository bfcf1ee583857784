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

/** A run of escaped bytes; only one with a byte beyond ASCII is a letter that WordPress escaped. */
const ESCAPED = /(?:%[0-9a-f]{2})+/gi

/**
 * WordPress keeps slugs percent-encoded where they are not ASCII, and plugins show a slug as the
 * name: as it is meant ("%e8%89%b2" is "色"). Addresses and percent signs of their own stay.
 */
export function percentDecoded(text: string): string {
  if (!text.includes('%') || text.includes('://')) return text
  return text.replace(ESCAPED, (run) => {
    if (!/%[89a-f]/i.test(run)) return run
    try {
      return decodeURIComponent(run)
    } catch (error) {
      // A slug that was cut in the middle of a letter.
      if (error instanceof URIError) return run
      throw error
    }
  })
}
