import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import client, { type CounterConfiguration, type Registry } from 'prom-client'
import type { Logger } from './logger.server.ts'

/**
 * What a process counts. Labels take few values each, known beforehand: no shops, no ids, no
 * messages. Times are in seconds, as Prometheus wants them.
 */
export type Metrics = {
  readonly registry: Registry
  shopifyCall(call: {
    kind: 'query' | 'mutation'
    outcome: 'ok' | 'throttled' | 'failed'
    actualCost: number | null
    ms: number
  }): void
  /** `outcome`: the class of the status ("2xx", but 429 by itself), or why no answer came. */
  sourceRequest(request: { outcome: string; ms: number }): void
  record(kind: string, outcome: string): void
  runEnded(mode: string, state: string): void
  runGivenUp(): void
  takeover(): void
  leaseLost(): void
  /** How many runs this process works on now. */
  runsHeld(count: number): void
  eventLoopStalled(): void
  backoff(side: 'source' | 'target'): void
  databaseFailure(): void
  webRequest(method: string, status: number): void
}

const LATENCY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** The process's own registry, shared by whatever copies of this module a bundle brings. */
export function processRegistry(): Registry {
  return client.register
}

/** Counters on a registry; asking twice gives the same ones. */
export function createMetrics(registry: Registry): Metrics {
  const counter = <Label extends string>(configuration: CounterConfiguration<Label>) => {
    const known = registry.getSingleMetric(configuration.name)
    if (known instanceof client.Counter) return known
    return new client.Counter({ ...configuration, registers: [registry] })
  }
  const histogram = (name: string, help: string, labelNames: string[] = []) => {
    const known = registry.getSingleMetric(name)
    if (known instanceof client.Histogram) return known
    return new client.Histogram({
      name,
      help,
      labelNames,
      buckets: LATENCY_BUCKETS,
      registers: [registry],
    })
  }

  const gauge = (name: string, help: string) => {
    const known = registry.getSingleMetric(name)
    if (known instanceof client.Gauge) return known
    return new client.Gauge({ name, help, registers: [registry] })
  }

  const shopifyRequests = counter({
    name: 'rdm_shopify_requests_total',
    help: 'Requests to the Admin API that were answered, or given up.',
    labelNames: ['kind', 'outcome'],
  })
  const shopifySeconds = histogram(
    'rdm_shopify_request_duration_seconds',
    'Time until Shopify answered.',
    ['kind'],
  )
  const shopifyPoints = counter({
    name: 'rdm_shopify_points_total',
    help: 'Points that Shopify took from the buckets of all stores.',
  })
  const shopifyThrottles = counter({
    name: 'rdm_shopify_throttles_total',
    help: 'Requests that Shopify refused because the bucket was empty.',
  })
  const sourceRequests = counter({
    name: 'rdm_source_requests_total',
    help: 'Requests to old stores, by class of answer or by why none came.',
    labelNames: ['outcome'],
  })
  const sourceSeconds = histogram(
    'rdm_source_request_duration_seconds',
    'Time until an old store answered.',
  )
  const records = counter({
    name: 'rdm_records_total',
    help: 'Records settled; one that is settled again counts again.',
    labelNames: ['kind', 'outcome'],
  })
  const runsEnded = counter({
    name: 'rdm_runs_ended_total',
    help: 'Runs that ended in this process, or were paused in it.',
    labelNames: ['mode', 'state'],
  })
  const runsGivenUp = counter({
    name: 'rdm_runs_given_up_total',
    help: 'Runs paused because one worker after the other died over them or broke off.',
  })
  const takeovers = counter({
    name: 'rdm_takeovers_total',
    help: 'Runs taken from a worker that went silent or broke off.',
  })
  const leaseLosses = counter({
    name: 'rdm_lease_losses_total',
    help: 'Runs this process had to give up in the middle of its work.',
  })
  const runsHeld = gauge('rdm_runs_held', 'Runs that this process works on now.')
  const stalls = counter({
    name: 'rdm_event_loop_stalls_total',
    help: 'Standstills of more than a second, in which heartbeats and answers had to wait.',
  })
  const backoffs = counter({
    name: 'rdm_retries_total',
    help: 'Waits before something is tried again, by the side that did not answer.',
    labelNames: ['side'],
  })
  const databaseFailures = counter({
    name: 'rdm_database_failures_total',
    help: 'Signs of life and looks for work that the database did not answer.',
  })
  const webRequests = counter({
    name: 'rdm_web_requests_total',
    help: 'Requests the web server answered.',
    labelNames: ['method', 'status'],
  })

  return {
    registry,
    shopifyCall: ({ kind, outcome, actualCost, ms }) => {
      shopifyRequests.inc({ kind, outcome })
      shopifySeconds.observe({ kind }, ms / 1000)
      if (actualCost !== null) shopifyPoints.inc(actualCost)
      if (outcome === 'throttled') shopifyThrottles.inc()
    },
    sourceRequest: ({ outcome, ms }) => {
      sourceRequests.inc({ outcome })
      sourceSeconds.observe(ms / 1000)
    },
    record: (kind, outcome) => records.inc({ kind, outcome }),
    runEnded: (mode, state) => runsEnded.inc({ mode, state }),
    runGivenUp: () => runsGivenUp.inc(),
    takeover: () => takeovers.inc(),
    leaseLost: () => leaseLosses.inc(),
    runsHeld: (count) => runsHeld.set(count),
    eventLoopStalled: () => stalls.inc(),
    backoff: (side) => backoffs.inc({ side }),
    databaseFailure: () => databaseFailures.inc(),
    // Anybody can send any method: only those that mean something here are told apart.
    webRequest: (method, status) =>
      webRequests.inc({ method: METHODS.has(method) ? method : 'other', status }),
  }
}

export type MetricsServer = { port: number; close(): Promise<void> }

/**
 * Serves a registry at `/metrics` on a port of its own, which must not be open to the world. A port
 * that is taken costs the metrics and nothing else: null.
 */
export async function serveMetrics(
  registry: Registry,
  options: { port: number; host: string; logger: Logger },
): Promise<MetricsServer | null> {
  const { port, host, logger } = options
  if (!registry.getSingleMetric('process_start_time_seconds')) {
    client.collectDefaultMetrics({ register: registry })
  }
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        logger.error({ err: error }, 'The metrics could not be collected')
        response.writeHead(500).end()
      },
    )
  })
  const bound = await new Promise<AddressInfo | null>((resolve) => {
    server.once('error', (error) => {
      logger.error({ err: error, port }, 'The metrics are not served')
      resolve(null)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' ? address : null)
    })
  })
  if (!bound) return null
  // Nothing here is worth keeping the process alive for.
  server.unref()
  logger.info({ port: bound.port }, 'The metrics are served')
  return {
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
