import { createHash } from 'node:crypto'
import type { Database } from '#app/db.server.ts'
import { systemClock } from '#app/platform/clock.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createOutboundHttp, type OutboundHttp } from '#app/platform/outbound-http.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun, startTask } from '#app/runs/life/runs.server.ts'
import type { Services } from '#app/services.server.ts'
import { servicesAt, SHOP, startShop } from '#test/helpers/stores/app-at-stand-in.ts'
import type { ShopifyStandIn } from '#test/stand-ins/shopify-admin/server.ts'
import { startWooCommerceStandIn, type WooStandIn } from '#test/stand-ins/woocommerce/server.ts'

/** Wherever the stand-in listens, it is known by this address: it stands in what a ledger holds. */
export const OLD_STORE = 'https://old-store.example'
/** When the stores are made, and when a dumped ledger goes on: nothing here asks the real date. */
export const BEGINS = Date.parse('2024-03-04T09:00:00Z')
export const GOES_ON = Date.parse('2024-03-20T09:00:00Z')

type Mode = 'full' | 'recent' | 'comparison'

export type World = {
  services: Services
  woo: WooStandIn
  shopify: ShopifyStandIn
  /** Lets time pass everywhere. */
  later(ms: number): void
  /** One run from its request to its end. */
  run(projectId: string, mode: Mode): Promise<string>
  close(): Promise<void>
}

/** The app's services between both stand-ins, empty at first, with keys and times that stay the same. */
export async function openWorld(
  database: { prisma: Database; url: string },
  begins: number,
): Promise<World> {
  let ahead = begins - performance.now()
  const clock = { ...systemClock, now: () => Math.floor(performance.now() + ahead) }
  const woo = await startWooCommerceStandIn({ dataset: 'empty', https: 'assume', clock })
  woo.state.homeUrl = OLD_STORE
  const shopify = await startShop(clock.now)
  const services = servicesAt(
    shopify,
    database.url,
    {
      prisma: database.prisma,
      clock,
      logger: silentLogger,
      http: at(woo.url, createOutboundHttp({ allowPrivateAddresses: true, timeoutMs: 10_000 })),
    },
    {
      ENCRYPTION_KEYS: `upgrade:${madeUpKey('encryption')}`,
      FINGERPRINT_KEY: madeUpKey('fingerprints'),
    },
  )
  return {
    services,
    woo,
    shopify,
    later: (ms) => {
      ahead += ms
    },
    run: async (projectId, mode) => {
      const started =
        mode === 'comparison'
          ? await startTask(services, SHOP, projectId, { mode })
          : await startRun(services, SHOP, projectId, mode)
      if (!started.ok) throw new Error(JSON.stringify(started.problems))
      const { runId } = started
      const idle = new AbortController().signal
      const shutdown = { soft: idle, hard: idle }
      await executeRun(services, { runId, workerId: 'worker', shutdown })
      const { state, reason } = await getRun(services, SHOP, runId)
      if (state !== 'completed') throw new Error(`The run is ${state}: ${reason}`)
      return runId
    },
    close: async () => {
      await services.queue.stop()
      await services.http.close()
      await shopify.close()
      await woo.close()
    },
  }
}

/**
 * Gives whatever carries one a new change date, so that the next run reads it again.
 * @returns that date, ISO 8601 UTC
 */
export function touchEverything({ state }: WooStandIn): string {
  const at = state.now()
  for (const records of [state.products, state.customers, state.orders]) {
    for (const record of records.values()) record.modifiedAt = at
  }
  return new Date(at).toISOString()
}

/** The same 32 bytes every time, and nobody's secret. */
const madeUpKey = (what: string) => createHash('sha256').update(what).digest('base64')

/** Finds the old store's name at the stand-in's address. */
function at(url: string, http: OutboundHttp): OutboundHttp {
  return {
    ...http,
    request: async (asked, init) => {
      const answer = await http.request(asked.replace(OLD_STORE, url), init)
      return { ...answer, finalUrl: answer.finalUrl.replace(url, OLD_STORE) }
    },
  }
}
