import type { WriteNote } from '../engine/ports/target.ts'
import { isTooLong, MAX_TAGS, MAX_TEXT } from './values/normalize.ts'

/** A text with the field it goes to and the longest form Shopify takes. */
export type LimitedText = {
  field: string
  text: string | null | undefined
  max?: number
  /** "A SKU"; without it "A text". */
  what?: string
}

/** One note per field in which a text is cut. */
export function shortenedTexts(record: string, texts: readonly LimitedText[]): WriteNote[] {
  const notes = new Map<string, WriteNote>()
  for (const { field, text, max = MAX_TEXT, what = 'A text' } of texts) {
    if (notes.has(field) || !isTooLong(text, max)) continue
    notes.set(field, {
      code: 'TEXT_SHORTENED',
      field,
      message: `${what} of this ${record} is longer than Shopify allows and was shortened; the old store keeps all of it.`,
    })
  }
  return [...notes.values()]
}

/** A note when tags are cut or, beyond the number Shopify takes, left out. */
export function shortenedTags(
  record: string,
  tags: readonly string[],
  max = MAX_TEXT,
): WriteNote[] {
  const single = tags
    .flatMap((text) => text.split(','))
    .map((tag) => tag.replace(/\s+/g, ' ').trim())
  const different = new Set(single.filter((tag) => tag !== '').map((tag) => tag.toLowerCase()))
  if (different.size <= MAX_TAGS && !single.some((tag) => isTooLong(tag, max))) return []
  return [
    {
      code: 'TEXT_SHORTENED',
      field: 'tags',
      message: `Shopify allows ${MAX_TAGS} tags of ${max} characters on a ${record}; what is more was shortened or left out. The old store keeps all of it.`,
    },
  ]
}
