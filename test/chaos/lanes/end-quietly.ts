import { judge, throughOf } from './judge.ts'
import { migrate } from './lane-run.ts'
import type { Lane, LaneResult } from './lane-state.ts'
import { answerQuestions } from '../life/merchant/answers.ts'
import { publishWhatIsDue } from '../life/of-products.ts'

/** Runs without faults: everything is there then, and the last one has nothing to send. */
export async function endQuietly(lane: Lane, result: LaneResult): Promise<void> {
  const { world, plan, woo, shop } = lane
  await answerQuestions(lane)
  if (lane.backUnseen) {
    world.chronicle.tell(plan.lane, 'quiet run after the clock went back')
    await migrate(lane, 'recent', [])
    if (await judge(lane, result, await throughOf(lane))) return
  }
  // Time goes by: what was stamped by a clock that was ahead lies in the past now.
  lane.ahead.ms += Math.max(0, latestStamp(lane) + 5_000 - woo.state.now())
  for (const line of publishWhatIsDue({ state: woo.state })) {
    world.chronicle.tell(plan.lane, `old store: ${line}`)
  }
  await answerQuestions(lane)
  world.chronicle.tell(plan.lane, 'quiet run')
  await migrate(lane, 'recent', [])
  if (await judge(lane, result, null)) return
  for (const mode of ['comparison', 'recent'] as const) {
    const before = world.shopify.stats(shop).mutations
    world.chronicle.tell(plan.lane, `quiet ${mode} with nothing to do`)
    await migrate(lane, mode, [])
    const sent = world.shopify.stats(shop).mutations - before
    if (sent > 0) {
      result.findings.overwritten += 1
      result.findings.stories.push(
        `overwritten: a ${mode} run with nothing to do sent ${sent} mutations to Shopify`,
      )
    }
    if (await judge(lane, result, null)) return
  }
}

function latestStamp({ woo }: Lane): number {
  const { products, variations, customers, orders, refunds } = woo.state
  const records = [products, variations, customers, orders].flatMap((each) => [...each.values()])
  const changed = records.map(({ modifiedAt, createdAt }) => Math.max(modifiedAt ?? 0, createdAt))
  return Math.max(...changed, ...[...refunds.values()].map(({ createdAt }) => createdAt))
}
