/**
 * The background process: `node app/worker.server.ts`. Any number of them may run. SIGTERM and
 * SIGINT let it finish the records under way and hand its runs over; a second one drops even those.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { env } from './env.server.ts'
import { watchEventLoop } from './platform/event-loop.server.ts'
import { serveMetrics } from './platform/metrics.server.ts'
import { watchRuns } from './runs/queue/run-gauges.server.ts'
import { startWorkLoop } from './runs/worker/work-loop.server.ts'
import { services } from './services.server.ts'

const wired = services()
const { logger, queue } = wired
const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`

await wired.prisma.$queryRaw`select 1`
const { METRICS_HOST, METRICS_PORT } = env()
if (METRICS_PORT !== undefined) {
  const { registry } = wired.metrics
  watchRuns(registry, wired.prisma)
  await serveMetrics(registry, { port: METRICS_PORT, host: METRICS_HOST, logger })
}
const loop = startWorkLoop(wired, { workerId })
watchEventLoop({
  logger,
  metrics: wired.metrics,
  during: () => ({ workerId, runs: loop.held() }),
})

/** Longer than everything that is waited for; a connection that does not close must not matter. */
const CLOSE_MS = 10_000

let stopping = false
async function shutDown(signal: NodeJS.Signals): Promise<void> {
  stopping = true
  logger.info({ workerId, signal }, 'The worker is stopping')
  await loop.stop()
  setTimeout(() => process.exit(1), CLOSE_MS).unref()
  await wired.close()
  logger.info({ workerId }, 'The worker has stopped')
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) {
      logger.warn({ workerId, signal }, 'The worker drops what is under way')
      loop.hurry()
      return
    }
    shutDown(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'The worker did not stop cleanly')
        process.exit(1)
      },
    )
  })
}

await queue.work(() => loop.look())
logger.info({ workerId }, 'The worker is ready')
