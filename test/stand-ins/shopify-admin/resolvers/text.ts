import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** Tags as Shopify keeps them: split at commas, trimmed, doubles dropped ignoring case, sorted. */
export function normalizeTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>()
  for (const tag of tags.flatMap((text) => text.split(','))) {
    const clean = tag.trim()
    if (clean !== '' && !byKey.has(clean.toLowerCase())) byKey.set(clean.toLowerCase(), clean)
  }
  return [...byKey.values()].sort((a, b) => {
    const [left, right] = [a.toLowerCase(), b.toLowerCase()]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

/** Lower case, every run of other characters one dash; Unicode letters and digits stay. */
export function handleize(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}\p{M}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
}

/**
 * A free handle near the wanted one. Recorded: a handle that ends in a number is counted up,
 * another one gets `-1`.
 */
export function freeHandle(wanted: string, isTaken: (handle: string) => boolean): string {
  let handle = wanted
  while (isTaken(handle)) {
    const match = /^(.*?)(\d+)$/s.exec(handle)
    handle = match ? `${match[1]}${BigInt(match[2] ?? '0') + 1n}` : `${handle}-1`
  }
  return handle
}

export function isEmail(text: string): boolean {
  return text.length <= 255 && /^[^\s@<>(),;:"[\]\\]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text)
}

/** E.164, or null when it is no phone number; national numbers are read as the shop's country's. */
export function normalizePhone(text: string): string | null {
  const parsed = parsePhoneNumberFromString(text, 'US')
  return parsed?.isPossible() ? parsed.number : null
}

export function stripHtml(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&nbsp;/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
