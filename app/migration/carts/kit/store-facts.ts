import { createHash } from 'node:crypto'

/**
 * Stands in for a store id where the cart gives none, or the key may not read it. `isSameStore` knows
 * it by its beginning.
 */
export function idOfAddress(url: string): string {
  const place = url
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
  return `url:${createHash('sha256').update(place).digest('base64url').slice(0, 22)}`
}

/** "+05:30", or "UTC", for a zone that is known by its hours alone. */
export function fixedOffset(hours: number): string {
  const minutes = Math.round((hours * 60) / 15) * 15
  if (minutes === 0) return 'UTC'
  const two = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** @param version "10.5.0-beta"; what is no version is not new enough */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
