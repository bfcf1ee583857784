import { RetriableError } from '#app/migration/engine/ports/errors.ts'
import type { Gid, TargetSnapshot } from '#app/migration/engine/ports/target.ts'
import type { Fields } from '#app/migration/kinds/values/fingerprint.ts'
import { RequestRejected } from '#app/migration/shopify/api/admin-client.server.ts'
import type { Accepted } from '#app/migration/shopify/target-kind.ts'
import type { TargetContext } from '#app/migration/shopify/target-context.ts'
import { imageNote } from '../input.ts'
import { failedMedia, readProducts } from '../read-products.server.ts'
import { withPictures } from './product-pictures.ts'

const POLLS = 3
const POLL_MS = 1000

/** Shopify fetches images after the product exists; what it could not fetch becomes a note. */
export async function* settleMedia(
  ctx: TargetContext,
  pending: readonly Accepted[],
): AsyncIterable<Accepted> {
  let waiting = [...pending]
  for (let poll = 1; waiting.length > 0; poll += 1) {
    const last = poll >= POLLS
    let states: Awaited<ReturnType<typeof failedMedia>> | null = null
    let shownNow = new Map<Gid, TargetSnapshot>()
    try {
      states = await failedMedia(
        ctx,
        waiting.map(({ gid }) => gid),
      )
      const failed = [...states].flatMap(([gid, state]) => (state.failed > 0 ? gid : []))
      const shown = failed.length > 0 ? await readProducts(ctx, failed) : []
      shownNow = new Map(shown.map((snapshot) => [snapshot.gid, snapshot]))
    } catch (error) {
      // The products are there; only the news of their images is missing.
      if (!(error instanceof RetriableError) && !(error instanceof RequestRejected)) {
        yield* waiting
        throw error
      }
    }
    const still: Accepted[] = []
    for (const accepted of waiting) {
      const state = states?.get(accepted.gid)
      if (state?.isPending && !last) {
        still.push(accepted)
        continue
      }
      if (state && state.failed > 0) {
        tellFailed(accepted, state.failed, shownNow.get(accepted.gid)?.fields)
      }
      yield accepted
    }
    waiting = still
    if (waiting.length > 0) await ctx.sleep(POLL_MS)
  }
}

function tellFailed(accepted: Accepted, failed: number, now: Fields | undefined): void {
  const { snapshot, notes } = accepted
  const field = accepted.pending === 'pictures' ? 'pictures' : 'images'
  const others = notes.filter((note) => note.code !== 'IMAGE_FAILED' || note.field !== field)
  accepted.notes = [...others, imageNote(failed, true, field)]
  if (now) accepted.snapshot = { ...snapshot, fields: withPictures(snapshot.fields, now) }
}
