import { IANAZone } from 'luxon'

/** The store's idea of time: whole seconds, one site zone, both notations of every date. */
export type SiteTime = {
  zone: string
  /** `2026-11-22T10:26:48`, wall clock of the site. */
  local(ms: number): string
  /** `2026-11-22T18:26:48` */
  gmt(ms: number): string
  /** Wall clock of the site read as if it were UTC. */
  wall(ms: number): number
  /** The instant of a site-local wall clock; of an ambiguous one (clocks set back) the earlier. */
  fromWall(wall: number): number
  offsetHours(ms: number): number
}

const seconds = (ms: number) => new Date(ms).toISOString().slice(0, 19)

export function createSiteTime(zoneName: string): SiteTime {
  const zone = IANAZone.create(zoneName)
  if (!zone.isValid) throw new Error(`unknown time zone ${zoneName}`)
  const offset = (ms: number) => zone.offset(ms) * 60_000
  const fromWall = (wall: number) => {
    const before = wall - offset(wall - 86_400_000)
    if (before + offset(before) === wall) return before
    const after = wall - offset(wall + 86_400_000)
    return after + offset(after) === wall ? after : before
  }
  return {
    zone: zoneName,
    local: (ms) => seconds(ms + offset(ms)),
    gmt: seconds,
    wall: (ms) => ms + offset(ms),
    fromWall,
    offsetHours: (ms) => offset(ms) / 3_600_000,
  }
}

/** WordPress `rest_parse_date`: full date and time, fraction and zone optional. */
const REST_DATE = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}(?::\d{2})?)?$/

export type RestDate = {
  /** Date and time as written, read as if it were UTC, fraction kept. */
  asWritten: number
  /** The instant, when a zone was written. */
  instant: number | null
}

export function parseRestDate(text: string): RestDate | null {
  const match = REST_DATE.exec(text)
  if (!match) return null
  const [, date, time, fraction, zone] = match
  const asWritten = Date.parse(`${date}T${time}Z`) + Number(fraction ?? 0) * 1000
  if (Number.isNaN(asWritten)) return null
  if (zone === undefined) return { asWritten, instant: null }
  if (zone === 'Z') return { asWritten, instant: asWritten }
  const sign = zone.startsWith('-') ? -1 : 1
  const [hours = '0', minutes = '0'] = zone.slice(1).split(':')
  return { asWritten, instant: asWritten - sign * (Number(hours) * 60 + Number(minutes)) * 60_000 }
}
