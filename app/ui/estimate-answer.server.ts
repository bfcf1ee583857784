import type { WatchedEstimate } from '#app/runs/estimate.server.ts'
import type { Estimate } from '#app/runs/run-types.ts'

export type EstimateAnswer = { ok: true; estimate: Estimate } | { ok: false; message: string }

/** An estimate that is sent after the page, when it is there, or why there is none. */
export async function answerOf({ known, coming }: WatchedEstimate): Promise<EstimateAnswer> {
  const { estimate, failed } = (await coming) ?? known
  if (failed) return { ok: false, message: failed.message }
  return estimate
    ? { ok: true, estimate }
    : { ok: false, message: 'The count did not come through. Try again in a minute.' }
}
