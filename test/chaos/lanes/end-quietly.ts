import { MAX_TRIES } from '#app/migration/engine/ports/ledger.ts'
import { judge, throughOf } from './judge.ts'
import { migrate } from './lane-run.ts'
import { steadily, type Lane, type LaneResult } from './lane-state.ts'
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
  await untilNothingIsTriedAgain(lane)
  for (const mode of ['comparison', 'recent'] as const) {
    const before = { ...world.shopify.stats(shop).byField }
    world.chronicle.tell(plan.lane, `quiet ${mode} with nothing to do`)
    const { runId } = await migrate(lane, mode, [])
    const sent = sentSince(before, world.shopify.stats(shop).byField)
    if (sent.length > 0) {
      result.findings.overwritten += 1
      result.findings.stories.push(
        `overwritten: a ${mode} run with nothing to do sent ${sent.join(', ')} to Shopify: ${await settledBy(lane, runId)}`,
      )
    }
    if (await judge(lane, result, null)) return
  }
}

/**
 * Until the app has given up what cannot arrive (a customer whose address another one has): only then
 * a run has nothing to do.
 */
async function untilNothingIsTriedAgain(lane: Lane): Promise<void> {
  const { world, plan, projectId } = lane
  for (let run = 1; run <= MAX_TRIES; run += 1) {
    const waiting = await steadily(() =>
      world.services.prisma.issue.findMany({
        where: {
          projectId,
          resolvedAt: null,
          isTransient: true,
          resolution: null,
          tries: { lt: MAX_TRIES },
        },
        select: { kind: true, sourceId: true, code: true },
      }),
    )
    if (waiting.length === 0) return
    const named = waiting.map(({ kind, sourceId, code }) => `${kind} ${sourceId} ${code}`)
    world.chronicle.tell(plan.lane, `quiet run that tries again: ${named.join(', ')}`)
    await migrate(lane, 'recent', [])
  }
}

type Counts = Readonly<Record<string, number>>

/** "productSet × 2" */
function sentSince(before: Counts, now: Counts): string[] {
  return Object.entries(now).flatMap(([field, times]) => {
    const more = times - (before[field] ?? 0)
    return more > 0 ? [`${field} × ${more}`] : []
  })
}

/** What the run says it did to which record. */
async function settledBy({ world }: Lane, runId: string): Promise<string> {
  const rows = await steadily(() =>
    world.services.prisma.outcome.findMany({
      where: { runId, outcome: { not: 'unchanged' } },
      select: { kind: true, sourceId: true, outcome: true },
    }),
  )
  return (
    rows.map(({ kind, sourceId, outcome }) => `${kind} ${sourceId} ${outcome}`).join(', ') ||
    'no record changed'
  )
}

function latestStamp({ woo }: Lane): number {
  const { products, variations, customers, orders, refunds } = woo.state
  const records = [products, variations, customers, orders].flatMap((each) => [...each.values()])
  const changed = records.map(({ modifiedAt, createdAt }) => Math.max(modifiedAt ?? 0, createdAt))
  return Math.max(...changed, ...[...refunds.values()].map(({ createdAt }) => createdAt))
}
