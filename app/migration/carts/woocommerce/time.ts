/** WooCommerce tells and filters change times in whole seconds. */
export const SECOND = 1_000

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * `date_*_gmt` fields carry no zone suffix; they are UTC. Some plugins write one, or a blank for the
 * T, or the day alone. Null when missing or unreadable; MySQL's year 0 is no date.
 */
export function fromGmt(text: string | null | undefined): string | null {
  const [, day, clock = '00:00:00', zone = 'Z'] = TIME.exec(text?.trim() ?? '') ?? []
  if (day === undefined || day.startsWith('0000')) return null
  const offset = zone.replace(
    /^([+-]\d{2}):?(\d{2})?$/,
    (_, hours, minutes = '00') => `${hours}:${minutes}`,
  )
  const time = Date.parse(`${day}T${clock}${offset.toUpperCase()}`)
  return Number.isNaN(time) ? null : toIso(time)
}

/** ISO 8601 UTC in whole seconds. */
export function toIso(ms: number): string {
  return `${new Date(Math.floor(ms / SECOND) * SECOND).toISOString().slice(0, 19)}Z`
}

/**
 * A value for `modified_after` / `modified_before` together with `dates_are_gmt=true`. It must carry
 * no zone suffix: with one, WooCommerce shifts the window by the site's offset (measured on 9.9).
 */
export function toFilter(second: number): string {
  return new Date(second * SECOND).toISOString().slice(0, 19)
}
