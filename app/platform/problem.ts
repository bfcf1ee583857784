/** `code` is stable and tells the screen which help to show; `message` is for the merchant. */
export type Problem = {
  code: string
  message: string
  /** HTTP status of the answer behind it; left out when there was none. */
  status?: number
}
