import { sentenceOf } from '#app/words/sentence.server.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { connectSource } from '#app/projects/projects.server.ts'
import { isLive } from '#app/runs/run-states.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import type { Services } from '#app/services.server.ts'

/** Links the old store and migrates all of it. @returns the run's id */
export async function migrateOnce(
  services: Services,
  shop: string,
  source: { url: string; consumerKey: string; consumerSecret: string },
): Promise<string> {
  const connected = await connectSource(services, shop, { cart: 'woocommerce', ...source })
  if (!connected.ok) throw new Error(sentenceOf(sentenceOf(connected.problem.reason)))
  const started = await startRun(services, shop, connected.project.id, 'full')
  if (!started.ok)
    throw new Error(started.problems.map(({ message }) => sentenceOf(message)).join(' '))
  for (;;) {
    const run = await getRun(services, shop, started.runId)
    if (!isLive(run.state)) return run.id
    if (run.state === 'paused') throw new Error(run.reason ?? 'The run paused.')
    await wait(250)
  }
}
