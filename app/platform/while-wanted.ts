/**
 * Waiting that ends with a signal, whatever the other side does: what was begun may go on unseen, but
 * nobody waits for it.
 */

/** @throws the signal's reason when it is aborted first */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    aborted.promise.catch(() => undefined)
  }
}

/** The same for each step of a listing. @throws the signal's reason */
export async function* whileWanted<T>(
  pages: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const each = pages[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const step = await orAborted(each.next(), signal)
      isOver = step.done === true
      if (step.done) return
      yield step.value
    }
  } finally {
    // One that hangs in a step would answer only after it.
    if (!isOver) each.return?.().catch(() => undefined)
  }
}
