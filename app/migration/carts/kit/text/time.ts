const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * A time that is UTC where it carries no zone of its own, in ISO 8601 UTC, whole seconds. A blank may
 * stand for the T, or the day alone. Null when missing or unreadable; MySQL's year 0 is no date.
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
  return `${new Date(Math.floor(ms / 1_000) * 1_000).toISOString().slice(0, 19)}Z`
}
