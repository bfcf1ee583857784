/** How hard the old store may be asked. */
export type SourceTuning = {
  /** Requests in flight at once. */
  concurrency: number
  /** Records per page; a cart that gives fewer has a bound of its own. */
  pageSize: number
  /** Tries per request before the run is told to wait. */
  maxAttempts: number
  /** First wait between tries, doubled each time. Milliseconds. */
  backoffMs: number
  /** No wait between tries is longer; a longer one that the store asks for is handed to the run. Milliseconds. */
  maxBackoffMs: number
  /** Bound on one request. Milliseconds. */
  requestTimeoutMs: number
  /** Staff notes, where they cost a request per order; false leaves them behind. */
  staffNotes: boolean
}

/** Suits small shared hosting. */
export const DEFAULT_TUNING: SourceTuning = {
  concurrency: 4,
  pageSize: 100,
  maxAttempts: 5,
  backoffMs: 1_000,
  maxBackoffMs: 60_000,
  requestTimeoutMs: 60_000,
  staffNotes: true,
}
