import { withoutTags } from '../kit/text/text.ts'
import { percentDecoded } from './slug-text.ts'

/** A name or title as a person reads it, on one line. */
export function nameText(raw: string): string {
  return percentDecoded(withoutTags(raw))
}

/** Slugs with letters beyond ASCII come percent-encoded. */
export function safeDecode(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    return slug
  }
}

/**
 * What is left of a name in a slug ("Dark Chocolate" and "dark-chocolate" are one), without the
 * prefix of a taxonomy. Accents go, as WordPress' slugs lose them.
 */
export function slugged(name: string): string {
  return nameText(name)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/^(?:attribute_)?(?:pa_)?/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}

/** Letters that no accent makes, as WordPress writes them in slugs. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/**
 * What names and slugs share whatever the language of the store: German slugs have "groesse" and
 * others "grosse" for "Größe", Danish ones "smaa" for "små". Coarse: only for what no closer way finds.
 */
export function soundOf(slug: string): string {
  return slug
    .replaceAll('-', '')
    .replace(/([aou])e/g, '$1')
    .replaceAll('aa', 'a')
}
