/** UTC, without saying so (measured: tz-*). */
export const dateTime = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replace('T', ' ')
