import { blankToNull, shorten } from './normalize.ts'

/** What Shopify refuses in every field of an address, one message per field (recorded). */
const WEB_ADDRESS = /\b(?:https?|ftp):\/\/\S*/gi
const TAG = /<\/?[a-z!][^<>]*>/gi
const BRACKETED = /<([^<>]*)>/g
/** What is drawn as a picture by itself; "®" and "™" are not, unless a selector says so. */
const EMOJI =
  /(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\d#*]\uFE0F?\u20E3)(?:\uFE0F|\u200D|[\u{E0020}-\u{E007F}])*/gu

/** The same, with everything that could be taken for one: for a field that was refused. */
const LIKE_WEB_ADDRESS = /\S*(?:www\.|:\/\/|\.[a-z]{2,}(?=\s|\/|$))\S*/gi
const LIKE_EMOJI = /\p{Extended_Pictographic}|\uFE0F|\u200D|\u20E3/gu

/**
 * The text without web addresses, emoji and HTML tags; whatever else stands in it stays. Brackets
 * around something that is no tag go, and leave what they held. Null when nothing is left.
 */
export function withoutForbidden(text: string): string | null {
  const read = readable(text)
  return tidied(withoutTags(read).replace(WEB_ADDRESS, ' ').replace(EMOJI, ' '), read)
}

export function hasForbidden(text: string): boolean {
  return withoutForbidden(text) !== blankToNull(readable(text))
}

/** The same for a name of a customer: an emoji in it is no reason to change somebody's name. */
export function withoutForbiddenInName(text: string): string | null {
  const read = readable(text)
  return tidied(withoutTags(read).replace(WEB_ADDRESS, ' '), read)
}

export function hasForbiddenInName(text: string): boolean {
  return withoutForbiddenInName(text) !== blankToNull(readable(text))
}

/** For a field that Shopify refused all the same. Null: nothing that helps is left. */
export function withoutWhatMayBeRefused(text: string): string | null {
  const rest = withoutForbidden(text)
    ?.replace(/[<>]/g, ' ')
    .replace(LIKE_WEB_ADDRESS, ' ')
    .replace(LIKE_EMOJI, ' ')
  const tidy = rest === undefined ? null : tidied(rest, text)
  return tidy === shorten(text) ? null : tidy
}

/** As much of a text as anybody reads: what follows would be cut anyway. */
function readable(text: string): string {
  return text.slice(0, 2000)
}

function withoutTags(text: string): string {
  let rest = text.replace(TAG, ' ')
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replace(BRACKETED, ' $1 ')
  }
  return rest
}

/** Gaps are closed only where something was taken out: nobody asked for a tidier address. */
function tidied(rest: string, original: string): string | null {
  return blankToNull(rest === original ? rest : rest.replace(/\s+/g, ' '))
}
