/**
 * The web process: `node app/web.server.ts`, after a build. Any number of them may run. SIGTERM and
 * SIGINT let it finish the requests under way.
 *
 * Remix's own server writes whole addresses into its log, session tokens included; this one writes
 * paths only. It also ends by itself although the database pool would keep the process alive.
 */
import { projectSays } from '#app/migration/messages/projects.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { createRequestHandler, type ServerBuild } from '@remix-run/node'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import pLimit from 'p-limit'
import { createDatabase } from './db.server.ts'
import { env } from './env.server.ts'
import { credentialNames } from './migration/carts/registry.server.ts'
import { createHealthCheck } from './web/health.server.ts'
import { createLogger } from './platform/logger.server.ts'
import { watchEventLoop } from './platform/event-loop.server.ts'
import { createMetrics, processRegistry, serveMetrics } from './platform/metrics.server.ts'
import { watchRuns } from './runs/queue/run-gauges.server.ts'
import { isOfOurPages } from './web/same-origin.server.ts'
import { commonHeaders } from './web/security-headers.server.ts'

const DRAIN_MS = 15_000
const PAGES_BEGUN = 12
/** Nobody reads it: the visitor has left. */
const LEFT = 499
/** Far above any form or webhook of ours. */
const MAX_BODY_BYTES = 4 * 1024 * 1024
const CLIENT_FILES = 'build/client'

const { DATABASE_URL, HOST, LOG_LEVEL, METRICS_HOST, METRICS_PORT, PORT } = env()
const logger = createLogger({ level: LOG_LEVEL, name: 'web', secretNames: credentialNames() })
const build: ServerBuild = await import(new URL('../build/server/index.js', import.meta.url).href)
const handle = createRequestHandler(build, 'production')
const metrics = createMetrics(processRegistry())
if (METRICS_PORT !== undefined) {
  watchRuns(metrics.registry, createDatabase({ url: DATABASE_URL, poolSize: 1 }))
  await serveMetrics(metrics.registry, { port: METRICS_PORT, host: METRICS_HOST, logger })
}

watchEventLoop({ logger, metrics, during: () => ({}) })

const app = new Hono()

// Before everything else: whether the process is well must not wait for what merchants asked for.
const health = createHealthCheck(logger)
app.get('/healthz', async () => {
  const answer = await health()
  commonHeaders(answer.headers)
  return answer
})

app.use(async (c, next) => {
  const began = performance.now()
  await next()
  commonHeaders(c.res.headers)
  metrics.webRequest(c.req.method, c.res.status)
  logger.info(
    {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - began),
    },
    'Answered',
  )
})

// Remix calls this an error of the server, and logs it as one.
app.use((c, next) =>
  isOfOurPages(c.req.method, c.req.raw.headers)
    ? next()
    : Promise.resolve(c.text(sentenceOf(projectSays('fromAnotherSite')), 403)),
)

app.use(
  bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => c.text(sentenceOf(projectSays('formTooLarge')), 413),
  }),
)

// Pages are streamed, which compression would hold back; the files beside them are not.
app.use('/assets/*', compress())
app.use(
  '/assets/*',
  serveStatic({
    root: CLIENT_FILES,
    onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
  }),
)
app.use(
  '/:file{.+\\.(svg|ico|txt)}',
  serveStatic({
    root: CLIENT_FILES,
    onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=3600'),
  }),
)
/** What goes on for a page that waits (a count of an old store) ends when the server stops. */
const draining = new AbortController()
const answer = (request: Request) => handle(request, { draining: draining.signal })
// Many pages at once are begun a few at a time, so that what else is asked for gets its turn in
// between. None of them waits for an old store: what comes from there is sent behind the page.
const beginning = pLimit(PAGES_BEGUN)
app.get('*', (c) =>
  beginning(async () => {
    // Connections are taken one a turn while pages are drawn; that a visitor has left while the request waited
    // is seen in the turns after it.
    await nextTurn()
    await nextTurn()
    return c.req.raw.signal.aborted ? new Response(null, { status: LEFT }) : answer(c.req.raw)
  }),
)
app.all('*', (c) => answer(c.req.raw))

const server = serve({ fetch: app.fetch, port: PORT, ...(HOST ? { hostname: HOST } : {}) }, (at) =>
  logger.info({ port: at.port }, 'The web server is ready'),
)

let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    logger.info({ signal }, 'The web server is stopping')
    draining.abort(new Error('The web server is stopping'))
    setTimeout(() => process.exit(1), DRAIN_MS).unref()
    // Nothing outlives a request here: what a request began, its transaction has ended.
    server.close(() => process.exit(0))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
