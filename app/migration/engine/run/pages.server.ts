import { orAborted } from '#app/platform/while-wanted.ts'
import { RetriableError } from '../ports/errors.ts'
import type { PassContext } from './pass-context.ts'
import type { SourcePage, SourceWindow } from '../ports/source.ts'
import { createBackoff } from './backoff.server.ts'

type Step<P> = { result: IteratorResult<P> } | { error: unknown }

/** @see readAhead; the pages of a window from `resume` on */
export function readPages(
  ctx: PassContext,
  window: SourceWindow,
  resume: string | null,
): AsyncGenerator<SourcePage, void, undefined> {
  return readAhead(ctx, resume, (from) => ctx.source.readChanged(ctx.kind, window, from))
}

/**
 * The pages of a listing from `resume` on. One page is read ahead while the consumer works on the
 * one before. When the source stops answering it is asked again from the last page the consumer
 * took, a bounded number of times.
 *
 * @throws PauseRun | FatalError | the signal's reason
 */
export async function* readAhead<P extends { resume: string }>(
  ctx: Pick<PassContext, 'clock' | 'logger' | 'options' | 'signal'>,
  resume: string | null,
  open: (resume?: string) => AsyncIterable<P>,
): AsyncGenerator<P, void, undefined> {
  const backoff = createBackoff(ctx, 'source')
  let from = resume
  for (;;) {
    ctx.signal.throwIfAborted()
    const pages = open(from ?? undefined)
    const iterator = pages[Symbol.asyncIterator]()
    let trouble: RetriableError
    try {
      let ahead = settled(iterator.next())
      for (;;) {
        ctx.signal.throwIfAborted()
        const step = await orAborted(ahead, ctx.signal)
        if ('error' in step) throw step.error
        if (step.result.done) return
        const page = step.result.value
        backoff.progressed()
        ahead = settled(iterator.next())
        yield page
        from = page.resume
      }
    } catch (error) {
      if (!(error instanceof RetriableError)) throw error
      trouble = error
    } finally {
      // Not awaited: it would wait for the page that is being read ahead, which nobody wants now.
      iterator.return?.().catch(() => undefined)
    }
    await backoff.wait(trouble)
  }
}

/** A promise that never rejects, so that a page read ahead can fail before anyone looks. */
function settled<P>(next: Promise<IteratorResult<P>>): Promise<Step<P>> {
  return next.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  )
}
