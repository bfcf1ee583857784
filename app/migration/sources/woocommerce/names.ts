import { percentDecoded, withoutTags } from './text.ts'

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
    .replace(/^(?:attribute_)?(?:pa_)?/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
