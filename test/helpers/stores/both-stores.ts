import type { Database } from '#app/db.server.ts'
import { runMigration } from '#app/migration/engine/run/run-migration.server.ts'
import { DEFAULT_PASS_OPTIONS, type PassDeps } from '#app/migration/engine/run/run-pass.server.ts'
import { createSourceConnector } from '#app/migration/carts/registry.server.ts'
import { runComparison } from '#app/migration/engine/compare/compare-all.server.ts'
import { silentLogger } from '#app/platform/logger.server.ts'
import { createOutboundHttp, type OutboundHttp } from '#app/platform/outbound-http.server.ts'
import {
  startWooCommerceStandIn,
  type WooStandIn,
  type WooStandInOptions,
} from '#test/stand-ins/woocommerce/server.ts'
import { createFakeClock, type FakeClock } from '../time/fake-clock.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { SourceConnectorDeps } from '#app/migration/carts/cart.ts'
import { createLedgerProject, type LedgerRun } from '../engine/ledger-run.ts'
import { startShopifyTarget } from './shopify-target.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'
import type { SaidEvent } from '#test/helpers/said.ts'

export const FINGERPRINT_KEY = 'test key'

/** An old store that a connector can be made for. */
export type OldStore = {
  /** As a new process makes it. */
  connect(deps: SourceConnectorDeps): SourceConnector
  close(): Promise<void>
}

export type Stores = Awaited<ReturnType<typeof openStores<OldStore>>>
export type BothStores = Awaited<ReturnType<typeof openBothStores>>

type Mode = 'full' | 'recent' | 'compare'

/** A WooCommerce store over HTTP, by the clock of all. */
export const woocommerceStore =
  (options: WooStandInOptions) =>
  async (clock: FakeClock): Promise<OldStore & { woo: WooStandIn }> => {
    const woo = await startWooCommerceStandIn({ ...options, clock })
    const credentials = { consumerKey: woo.consumerKey, consumerSecret: woo.consumerSecret }
    return {
      woo,
      connect: (deps) =>
        createSourceConnector({ cart: 'woocommerce', url: woo.url, credentials }, deps),
      close: () => woo.close(),
    }
  }

/** WooCommerce and Shopify. */
export async function openBothStores(
  prisma: Database,
  options: Options & { woocommerce: WooStandInOptions },
) {
  const { woocommerce, ...rest } = options
  const stores = await openStores(
    prisma,
    woocommerceStore({ ...woocommerce, currency: rest.currency }),
    rest,
  )
  return Object.assign(stores, { woo: stores.old.woo })
}

type Options = {
  currency: string
  /** Between the connector and the network. */
  through?: (http: OutboundHttp) => OutboundHttp
}

/** Both stores over HTTP, the real connector, writer and ledger between them, and one clock for all. */
export async function openStores<Old extends OldStore>(
  prisma: Database,
  openOld: (clock: FakeClock) => Promise<Old>,
  { currency, through = (http) => http }: Options,
) {
  const clock = createFakeClock('2026-03-02T09:00:00Z', { autoAdvance: true })
  const old = await openOld(clock)
  const { shopify, shop, anotherWriter } = await startShopifyTarget('plus', { clock, currency })
  const project = await createLedgerProject(prisma, clock)
  // What one keeps in memory (settings, categories, collections) must not outlive the run.
  const http = through(createOutboundHttp({ allowPrivateAddresses: true }))
  const openSource = () =>
    old.connect({ http, clock, fingerprintKey: FINGERPRINT_KEY, logger: silentLogger })
  const openTarget = () => anotherWriter({ projectId: project.projectId })
  const events: SaidEvent[] = []
  const deps = (run: LedgerRun, mode: Mode): PassDeps => ({
    source: openSource(),
    target: openTarget(),
    ledger: run.ledger(),
    clock,
    logger: silentLogger,
    fingerprintKey: FINGERPRINT_KEY,
    options: { ...DEFAULT_PASS_OPTIONS, mode: mode === 'full' ? 'full' : 'recent' },
    signal: new AbortController().signal,
    onEvent: ({ level, message }) => void events.push({ level, message: sentenceOf(message) }),
  })
  const run = async (begun: LedgerRun, mode: Mode): Promise<void> => {
    await (mode === 'compare' ? runComparison(deps(begun, mode)) : runMigration(deps(begun, mode)))
  }
  return {
    clock,
    old,
    shopify,
    shop,
    project,
    /** A new connector each time, as each run has its own. */
    get source() {
      return openSource()
    },
    /** A new writer each time, as each run has its own. */
    get target() {
      return openTarget()
    },
    /** What the runs wrote into their logs, oldest first. */
    events,
    /** What one run works with. */
    deps,
    /** A run begun before, from where it stands. */
    run,
    /** One run from begin to end, without a worker. */
    migrate: async (mode: Mode): Promise<LedgerRun> => {
      const begun = await project.startRun(mode === 'compare' ? 'comparison' : mode)
      await run(begun, mode)
      return begun
    },
    close: async () => {
      await old.close()
      await shopify.close()
    },
  }
}
