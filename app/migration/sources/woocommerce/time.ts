/** WooCommerce tells and filters change times in whole seconds. */
export const SECOND = 1_000

/** `date_*_gmt` fields carry no zone suffix; they are UTC. Null when missing or unreadable. */
export function fromGmt(text: string | null | undefined): string | null {
  if (!text) return null
  const bare = text.replace(' ', 'T').replace(/(\.\d+)?Z?$/, '')
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(bare) || bare.startsWith('0000')) return null
  const time = Date.parse(`${bare}Z`)
  return Number.isNaN(time) ? null : toIso(time)
}

/** ISO 8601 UTC in whole seconds. */
export function toIso(ms: number): string {
  return `${new Date(Math.floor(ms / SECOND) * SECOND).toISOString().slice(0, 19)}Z`
}

/** Epoch seconds, rounded down. */
export function toSecond(iso: string): number {
  return Math.floor(Date.parse(iso) / SECOND)
}

/**
 * A value for `modified_after` / `modified_before` together with `dates_are_gmt=true`. It must carry
 * no zone suffix: with one, WooCommerce shifts the window by the site's offset (measured on 9.9).
 */
export function toFilter(second: number): string {
  return new Date(second * SECOND).toISOString().slice(0, 19)
}
