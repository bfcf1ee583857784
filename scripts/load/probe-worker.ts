// A thread of its own: what keeps the thread busy that presses the pages must not look like a slow answer.
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'

const EVERY_MS = 50

const { url } = z.object({ url: z.string() }).parse(workerData)
const times: Promise<number>[] = []

async function ask(): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url)
  await answer.arrayBuffer()
  return answer.ok ? performance.now() - began : Number.POSITIVE_INFINITY
}

const timer = setInterval(() => times.push(ask().catch(() => Number.POSITIVE_INFINITY)), EVERY_MS)
parentPort?.once('message', () => {
  clearInterval(timer)
  void Promise.all(times).then((all) => parentPort?.postMessage(all))
})
