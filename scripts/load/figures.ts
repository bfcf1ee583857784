import { once } from 'node:events'
import fs from 'node:fs'
import { Worker } from 'node:worker_threads'
import autocannon from 'autocannon'
import { z } from 'zod'

export const CONNECTIONS = 200

const LOOK_MS = 250
const LOOKS_A_POINT = 20

export type PageFigures = {
  /** Answers a second. */
  rps: number
  /** Milliseconds until an answer was complete; null: there was none. */
  p50: number | null
  p99: number | null
  /** Requests that broke off, ran into the time limit or were not answered with a page (a redirect is none). */
  errors: number
}

/** Asks for the addresses in turn, over as many connections as a busy day brings. */
export async function press(
  urls: readonly URL[],
  how: { seconds: number; userAgent: string },
): Promise<PageFigures> {
  const [first] = urls
  if (!first) throw new Error('There is nothing to ask for.')
  const result = await autocannon({
    url: first.origin,
    connections: CONNECTIONS,
    duration: how.seconds,
    timeout: 60,
    headers: { 'user-agent': how.userAgent, accept: 'text/html' },
    requests: urls.map((url) => ({ method: 'GET', path: `${url.pathname}${url.search}` })),
  })
  const isAnswered = result.requests.total > 0
  return {
    rps: Math.round(result.requests.average * 10) / 10,
    p50: isAnswered ? result.latency.p50 : null,
    p99: isAnswered ? result.latency.p99 : null,
    errors: result.errors + result.timeouts + result.non2xx,
  }
}

/**
 * Asks 20 times a second, however long the last answer takes, until it is told to stop. p99 in
 * milliseconds; null: of a hundred, more than one had no answer, or nothing was asked.
 */
export function probe(url: string): () => Promise<{ p99: number | null; asked: number }> {
  const worker = new Worker(new URL('./probe-worker.ts', import.meta.url), { workerData: { url } })
  return async () => {
    const answered = once(worker, 'message')
    worker.postMessage('stop')
    const [times] = z.tuple([z.array(z.number())]).parse(await answered)
    await worker.terminate()
    const sorted = times.toSorted((a, b) => a - b)
    const p99 = sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? Number.POSITIVE_INFINITY
    return {
      p99: Number.isFinite(p99) ? Math.round(p99 * 10) / 10 : null,
      asked: sorted.length,
    }
  }
}

/** Memory that a process holds, in MB, looked at again and again (Linux only; else null). */
export function watchMemory(pid: number): {
  /** The most since the start, or since this was called last. */
  peak(): number | null
  now(): number | null
  /** Every five seconds. */
  over: number[]
  stop(): void
} {
  let most: number | null = null
  let looked = 0
  const over: number[] = []
  const now = () => {
    try {
      const kb = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      return kb === undefined ? null : Math.round(Number(kb) / 1024)
    } catch {
      return null
    }
  }
  const look = () => {
    const held = now()
    if (held === null) return
    most = Math.max(most ?? 0, held)
    if (looked++ % LOOKS_A_POINT === 0) over.push(held)
  }
  const timer = setInterval(look, LOOK_MS)
  const peak = () => {
    const until = most
    most = null
    return until
  }
  return { peak, now, over, stop: () => clearInterval(timer) }
}
