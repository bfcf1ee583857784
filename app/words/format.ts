import { grammar } from '#app/migration/messages/en/grammar.ts'
import { numbersOf, type Numbers } from '#app/migration/messages/language.ts'

/** Numbers as sentences write them, dates and durations as the screens show them, in the store's time zone. */
export type Format = Numbers & {
  /** Day and minute. */
  moment(at: Date | string): string
  /** The time alone on the same day, with the day on another. */
  clock(at: Date | string, now: Date | string): string
  /** Of an ISO 8601 date, whatever the zone: "Nov 28, 2026". */
  day(date: string): string
  /** To the second, for logs. */
  exactMoment(at: Date | string): string
}

const LOCALE = grammar.locale
const NUMBERS = numbersOf(grammar)

export function createFormat(zone: string): Format {
  const timeZone = knownZone(zone)
  const moment = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const exact = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  const day = new Intl.DateTimeFormat(LOCALE, { timeZone, dateStyle: 'short' })
  const time = new Intl.DateTimeFormat(LOCALE, { timeZone, timeStyle: 'short' })
  const dayAndTime = new Intl.DateTimeFormat(LOCALE, {
    timeZone,
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
  const wholeDay = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', dateStyle: 'medium' })
  return {
    ...NUMBERS,
    moment: (at) => moment.format(new Date(at)),
    clock: (at, now) => {
      const isToday = day.format(new Date(at)) === day.format(new Date(now))
      return (isToday ? time : dayAndTime).format(new Date(at))
    },
    day: (date) => wholeDay.format(new Date(`${date}T00:00:00Z`)),
    exactMoment: (at) => exact.format(new Date(at)),
  }
}

/** A zone this runtime does not know must not take the whole screen down. */
function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

/** "less than a minute", "about 4 minutes", "about 2 hours 10 minutes". */
export function formatDuration(seconds: number): string {
  if (seconds < 45) return 'less than a minute'
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const text = `about ${hours} ${hours === 1 ? 'hour' : 'hours'}`
  return rest === 0 || hours >= 10 ? text : `${text} ${rest} ${rest === 1 ? 'minute' : 'minutes'}`
}

/** "40 s", "4 min", "2 h 10 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}
