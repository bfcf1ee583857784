/** How hard the old store may be asked. Defaults suit small shared hosting. */
export type WooCommerceTuning = {
  /** Requests in flight at once. */
  concurrency: number
  /** Records per page; WooCommerce refuses more than 100. */
  pageSize: number
  /** Tries per request before the run is told to wait. */
  maxAttempts: number
  /** First wait between tries, doubled each time. Milliseconds. */
  backoffMs: number
  /** No wait between tries is longer; a longer `Retry-After` is handed to the run. Milliseconds. */
  maxBackoffMs: number
  /** Bound on one request. Milliseconds. */
  requestTimeoutMs: number
  /** Staff notes cost one request per order read; false leaves them behind. */
  staffNotes: boolean
}

export const DEFAULT_TUNING: WooCommerceTuning = {
  concurrency: 4,
  pageSize: 100,
  maxAttempts: 5,
  backoffMs: 1_000,
  maxBackoffMs: 60_000,
  requestTimeoutMs: 60_000,
  staffNotes: true,
}
