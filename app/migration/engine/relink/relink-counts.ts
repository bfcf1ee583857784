/** What a re-link did so far, for the run's log. */
export type RelinkCounts = {
  looked: number
  linked: number
  /** Guests linked on the way, who are shown by their orders only. */
  guests: number
  proposed: number
  /** Mapped to a record that is gone and was found nowhere. */
  gone: number
  /** Confirmed, but the record is gone or belongs to another one. */
  refused: number
}

export const noCounts = (): RelinkCounts => ({
  looked: 0,
  linked: 0,
  guests: 0,
  proposed: 0,
  gone: 0,
  refused: 0,
})
