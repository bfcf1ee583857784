import { sentenceOf } from '#app/words/sentence.server.ts'
import { KINDS } from '#app/migration/kinds/kind.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/worker/execute-run.server.ts'
import { getRun, startRun } from '#app/runs/life/runs.server.ts'
import { SHOP, startStandInServices } from '#test/helpers/stores/stand-in-services.ts'
import type { ShopState } from '#test/stand-ins/shopify-admin/store/state.ts'
import { createRandom } from '#test/stand-ins/woocommerce/prng.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { noEdits } from '#test/chaos/life/merchant/merchant-edits.ts'
import { liveOn, seedOldStore } from '#test/chaos/life/old-store/old-store.ts'
import { checkTarget } from '../check.ts'
import { lookAt } from '../seen.ts'

export type Finished = {
  shop: ShopState
  woo: WooState
  /** Every record in Shopify that stems from the old store, by kind. */
  records: Record<string, { id: string }[]>
  /** What the oracle tells. */
  check(): string[]
  close(): Promise<void>
}

/** Both stores after a full and a recent run that nothing disturbed. */
export async function finishedStores(seed: number): Promise<Finished> {
  const world = await startStandInServices({ dataset: 'empty', seed })
  const { services, woo, shopify } = world
  const random = createRandom(seed)
  seedOldStore(woo.state, random)
  const connected = await connectSource(services, SHOP, world.form())
  if (!connected.ok) throw new Error(sentenceOf(connected.problem.reason))
  const projectId = connected.project.id
  for (const mode of ['full', 'recent'] as const) {
    if (mode === 'recent') liveOn(woo.state, random, 12)
    lookAt(woo.state)
    const started = await startRun(services, SHOP, projectId, mode)
    if (!started.ok) throw new Error(JSON.stringify(started.problems))
    const idle = new AbortController().signal
    const shutdown = { soft: idle, hard: idle }
    await executeRun(services, { runId: started.runId, workerId: 'test', shutdown })
    const { state, reason } = await getRun(services, SHOP, started.runId)
    if (state !== 'completed') throw new Error(`${state}: ${reason}`)
  }
  const rows = await services.prisma.issue.findMany({ where: { projectId, resolvedAt: null } })
  const ledgerIssues = rows.flatMap((row) => {
    const kind = KINDS.find((each) => each === row.kind)
    return kind ? [{ ...row, kind }] : []
  })
  const shop = shopify.store(SHOP)
  const edits = noEdits()
  const at = '2999-01-01T00:00:00Z'
  return {
    shop,
    woo: woo.state,
    records: {
      product: [...shop.products.values()],
      customer: [...shop.customers.values()],
      order: [...shop.orders.values()],
      collection: [...shop.collections.values()],
      metafield: [...shop.metafields.values()],
      definition: [...shop.definitions.values()],
      file: [...shop.files.values()],
    },
    check: () =>
      checkTarget({
        woo: woo.state,
        shop,
        projectId,
        edits,
        through: { product: at, customer: at, order: at },
        ledgerIssues,
      }).stories,
    close: world.close,
  }
}
