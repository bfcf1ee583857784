import { afterEach, expect, test } from 'vitest'
import { ENTITY_KINDS } from '#app/migration/ports.ts'
import { connectSource } from '#app/projects/projects.server.ts'
import { executeRun } from '#app/runs/execute-run.server.ts'
import { getRun, startRun } from '#app/runs/runs.server.ts'
import type { PassMode } from '#app/runs/run-types.ts'
import { createMerchant } from '../chaos/life/merchant.ts'
import { liveOn, seedOldStore } from '../chaos/life/old-store.ts'
import { checkTarget } from '../chaos/oracle/check.ts'
import type { Findings } from '../chaos/types.ts'
import { SHOP, startStandInServices, type StandInServices } from '../helpers/stand-in-services.ts'
import { createRandom } from '../stand-ins/woocommerce/prng.ts'

const SEEDS = process.env['CHAOS_ORACLE_SEEDS']?.split(',').map(Number) ?? [1, 2]

let world: StandInServices
afterEach(() => world.close())

async function run(projectId: string, mode: PassMode): Promise<void> {
  const started = await startRun(world.services, SHOP, projectId, mode)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const idle = new AbortController().signal
  await executeRun(world.services, {
    runId: started.runId,
    workerId: 'test',
    shutdown: { soft: idle, hard: idle },
  })
  const { state, reason } = await getRun(world.services, SHOP, started.runId)
  expect({ state, reason }).toMatchObject({ state: 'completed' })
}

test.each(SEEDS)(
  'what undisturbed runs bring over is found complete and true, store %i',
  async (seed) => {
    world = await startStandInServices({ dataset: 'empty', seed })
    const { services, woo, shopify } = world
    const random = createRandom(seed)
    seedOldStore(woo.state, random)
    const connected = await connectSource(services, SHOP, world.form())
    if (!connected.ok) throw new Error(connected.problem.reason)
    const projectId = connected.project.id
    const merchant = createMerchant()
    const told: string[] = []
    const check = async (final: boolean): Promise<Findings> => {
      const ledgerIssues = await services.prisma.issue.findMany({
        where: { projectId, resolvedAt: null },
        select: { kind: true, sourceId: true, code: true, severity: true, field: true },
      })
      const marks = await services.prisma.watermark.findMany({ where: { projectId } })
      const markOf = (kind: string) =>
        marks.find((mark) => mark.kind === kind)?.at ?? ''
      const [product, customer, order] = ENTITY_KINDS.map(markOf)
      return checkTarget({
        woo: woo.state,
        shop: shopify.store(SHOP),
        projectId,
        edits: merchant.edits,
        ledgerIssues,
        through: final
          ? null
          : { product: product ?? '', customer: customer ?? '', order: order ?? '' },
      })
    }

    await run(projectId, 'full')
    const first = await check(true)
    expect(first.stories, 'after the full run').toEqual([])
    for (let round = 1; round <= 3; round += 1) {
      told.push(...merchant.editTarget(shopify.store(SHOP), random, 4))
      told.push(...liveOn(woo.state, random, 10))
      told.push(...merchant.editTarget(shopify.store(SHOP), random, 2))
      await run(projectId, 'recent')
      const found = await check(round === 3)
      expect({ stories: found.stories, told: found.stories.length > 0 ? told : [] }).toEqual({
        stories: [],
        told: [],
      })
    }
    expect(shopify.stats()).toMatchObject({ emails: 0, stockMoves: 0 })
    expect(woo.state.orders.size).toBeGreaterThan(15)
  },
  60_000,
)
