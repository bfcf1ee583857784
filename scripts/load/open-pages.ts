import { setTimeout as wait } from 'node:timers/promises'

/** An answer that came at once is not asked for again and again. */
const PAUSE_MS = 1_000

export type OpenPages = {
  /** Questions that were answered to the end. */
  answered: number
  /** Answers that were none, or broke off. */
  errors: number
}

/**
 * Keeps pages open, as merchants do: a document is painted from what is known, and it is the open page
 * that waits for the old store. Each asks, waits for the whole answer and asks again.
 * @returns closes them all, whatever they wait for
 */
export function keepOpen(
  documents: readonly URL[],
  { userAgent }: { userAgent: string },
): () => Promise<OpenPages> {
  const closed = new AbortController()
  const all: OpenPages = { answered: 0, errors: 0 }
  const look = async (document: URL) => {
    const url = new URL(`${document.pathname}.data`, document)
    const token = document.searchParams.get('id_token') ?? ''
    const headers = { authorization: `Bearer ${token}`, 'user-agent': userAgent }
    while (!closed.signal.aborted) {
      try {
        const answer = await fetch(url, { headers, signal: closed.signal })
        await answer.arrayBuffer()
        if (answer.ok) all.answered += 1
        else all.errors += 1
      } catch {
        if (!closed.signal.aborted) all.errors += 1
      }
      await wait(PAUSE_MS, undefined, { signal: closed.signal }).catch(() => undefined)
    }
  }
  const looking = documents.map(look)
  return async () => {
    closed.abort()
    await Promise.all(looking)
    return all
  }
}
