/** One store's story: a full migration and then recent runs, with life in between. */
import { DateTime } from 'luxon'
import { connectSource } from '#app/projects/projects.server.ts'
import { cancelRun, resumeRun, startRun, startTask } from '#app/runs/runs.server.ts'
import { createRandom } from '#test/stand-ins/woocommerce/prng.ts'
import { startWooCommerceStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { later } from './armed.ts'
import { armAll, laneSeed, prepare } from './deal-faults.ts'
import { createMerchant } from './life/merchant.ts'
import { judge, nothing, throughOf } from './judge.ts'
import { steadily, Stuck, type Lane, type LaneResult } from './lane-state.ts'
import { arrangeMoments } from './life/moments.ts'
import { liveOn, seedOldStore } from './life/old-store.ts'
import type { Card, Dealer, LanePlan, RunPlan } from './schedule.ts'
import type { Moment } from './types.ts'
import { shopOf, USUAL_SEARCH_LAG_MS, type World } from './world.ts'

/** Without any sign of life or fault for so long, a run is stuck. */
const STUCK_AFTER_MS = 60_000
/** However many faults there were, no run of so few records may take so long. */
const ENDLESS_AFTER_MS = 300_000
const DAY_MS = 86_400_000

export async function liveThrough(
  world: World,
  plan: LanePlan,
  seed: number,
  dealer: Dealer,
  moments: readonly Moment[] = [],
): Promise<LaneResult> {
  const result: LaneResult = { lane: plan.lane, runs: 0, findings: nothing(), stuck: 0 }
  const { chronicle } = world
  const tell = (text: string) => chronicle.tell(plan.lane, text)
  let lane: Lane | null = null
  try {
    lane = await openLane(world, plan, seed)
    for (const run of plan.runs) {
      if (run.mode !== 'full') live(lane, run)
      const cards = handOut(lane, dealer, run)
      passDaylightSaving(lane, cards)
      for (const line of prepare(lane.woo.state, cards, lane.random)) tell(`old store: ${line}`)
      tell(`${run.mode} run with ${cards.map(({ kind, nth }) => `${kind}#${nth}`).join(', ')}`)
      const { unstruck } = await migrate(lane, run.mode, cards, [
        ...new Set([...moments, ...run.moments]),
      ])
      result.runs += 1
      for (const card of unstruck) dealer.giveBack(card)
      if (await judge(lane, result, await throughOf(lane))) return result
    }
    await endQuietly(lane, result)
  } catch (error) {
    if (!(error instanceof Stuck)) throw error
    result.stuck += 1
    result.findings.stories.push(`stuck: ${error.message}`)
  } finally {
    for (const story of result.findings.stories) tell(`FINDING ${story}`)
    await lane?.woo.close()
  }
  return result
}

async function openLane(world: World, plan: LanePlan, seed: number): Promise<Lane> {
  const random = createRandom(laneSeed(seed, plan.lane))
  const ahead = { ms: plan.startHoursOff * 3_600_000 }
  const woo = await startWooCommerceStandIn({
    dataset: 'empty',
    timezone: plan.timezone,
    seed: plan.lane + 1,
    clock: { now: () => Date.now() + ahead.ms },
  })
  seedOldStore(woo.state, random)
  const shop = shopOf(plan.lane)
  await steadily(() => world.install(shop))
  const connected = await steadily(() =>
    connectSource(world.services, shop, {
      cart: 'woocommerce',
      url: woo.url,
      consumerKey: woo.consumerKey,
      consumerSecret: woo.consumerSecret,
    }),
  )
  if (!connected.ok) throw new Stuck(`the store could not be linked: ${connected.problem.reason}`)
  world.chronicle.tell(
    plan.lane,
    `${shop} is linked to an old store in ${plan.timezone}, its clock ${plan.startHoursOff} h off`,
  )
  return {
    world,
    plan,
    shop,
    woo,
    random,
    merchant: createMerchant(),
    projectId: connected.project.id,
    wentBackTo: null,
    backUnseen: false,
    ahead,
    lastSign: Date.now(),
  }
}

/** What both stores go through before a run. */
function live({ world, plan, woo, shop, random, merchant }: Lane, run: RunPlan): void {
  for (const line of liveOn(woo.state, random, run.changes)) {
    world.chronicle.tell(plan.lane, `old store: ${line}`)
  }
  for (const line of merchant.editTarget(world.shopify.store(shop), random, run.edits)) {
    world.chronicle.tell(plan.lane, `merchant in Shopify: ${line}`)
  }
}

/** The cards that make sense now; the others are dealt again. */
function handOut({ plan, backUnseen }: Lane, dealer: Dealer, run: RunPlan): Card[] {
  return dealer.cardsFor(plan, run).filter((card) => {
    const senseless = backUnseen && card.kind === 'sourceDaylightSaving'
    if (senseless) dealer.giveBack(card)
    return !senseless
  })
}

/** Lets the old store live over the moment its clocks change, so that the window holds it. */
function passDaylightSaving(lane: Lane, cards: readonly Card[]): void {
  if (!cards.some(({ kind }) => kind === 'sourceDaylightSaving')) return
  const { woo, random, world, plan } = lane
  const change = nextChangeOfClocks(woo.state.time.zone, woo.state.now())
  const tell = (text: string) => world.chronicle.tell(plan.lane, text)
  lane.ahead.ms += change - 40_000 - woo.state.now()
  for (const line of liveOn(woo.state, random, 3)) tell(`old store, before: ${line}`)
  lane.ahead.ms += 80_000
  tell(`old store: the clocks of ${woo.state.time.zone} changed at ${iso(change)}`)
  for (const line of liveOn(woo.state, random, 3)) tell(`old store, after: ${line}`)
}

/** The next instant at which the zone's offset changes, to the minute. */
function nextChangeOfClocks(zone: string, from: number): number {
  const offset = (ms: number) => DateTime.fromMillis(ms, { zone }).offset
  let before = from
  while (offset(before + DAY_MS) === offset(before)) {
    before += DAY_MS
    if (before > from + 400 * DAY_MS) throw new Error(`${zone} never changes its clocks`)
  }
  let after = before + DAY_MS
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 2)
    if (offset(middle) === offset(before)) before = middle
    else after = middle
  }
  return Math.ceil(after / 60_000) * 60_000
}

/** Starts a run, sets its faults up, and helps it to its end as a merchant would. */
async function migrate(
  lane: Lane,
  mode: RunPlan['mode'],
  cards: readonly Card[],
  moments: readonly Moment[] = [],
): Promise<{ runId: string; unstruck: Card[] }> {
  const { world, plan, shop, woo, random, merchant } = lane
  let started: string | null = null
  const endMoments = arrangeMoments(
    {
      woo,
      shopify: world.shopify,
      shop,
      random,
      merchant,
      workers: world.workers,
      runId: () => started,
      holder: async () => (started === null ? null : world.holderOf(started)),
      tell: (line) => world.chronicle.tell(plan.lane, line),
    },
    moments,
  )
  const runId = await start(lane, mode)
  started = runId
  const disarm = armAll(
    {
      world,
      lane: plan.lane,
      shop,
      woo,
      random,
      runId,
      clockWentBackTo: (ms) => {
        lane.wentBackTo = Math.min(ms, lane.wentBackTo ?? Number.POSITIVE_INFINITY)
        lane.backUnseen = true
      },
      mayPutClockForward: () => !lane.backUnseen,
    },
    cards,
  )
  lane.lastSign = Date.now()
  try {
    await untilEnded(lane, runId)
  } finally {
    await endMoments()
    world.shopify.searchLag(shop, USUAL_SEARCH_LAG_MS)
  }
  return { runId, unstruck: disarm() }
}

/** @throws Stuck when the merchant could do nothing to make it start */
async function start(lane: Lane, mode: RunPlan['mode']): Promise<string> {
  const { world, plan, shop, projectId } = lane
  let said = ''
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const started = await steadily(() =>
      mode === 'sweep'
        ? startTask(world.services, shop, projectId, { mode })
        : startRun(world.services, shop, projectId, mode),
    )
    if (started.ok) return started.runId
    const codes = started.problems.map(({ code }) => code)
    if (codes.includes('RUN_IN_PROGRESS')) {
      // The answer to the commit that created it was lost.
      const live = await steadily(() =>
        world.services.prisma.run.findFirst({
          where: { projectId, state: { in: ['queued', 'running', 'paused'] } },
          select: { id: true },
        }),
      )
      if (live) return live.id
    }
    said = started.problems.map(({ code, message }) => `${code}: ${message}`).join(' ')
    world.chronicle.tell(plan.lane, `the run does not start: ${said}`)
    await repair(lane)
    await later(500)
  }
  throw new Stuck(`a ${mode} run never started: ${said}`)
}

/** @throws Stuck */
async function untilEnded(lane: Lane, runId: string): Promise<void> {
  const { world, plan, shop } = lane
  const { prisma } = world.services
  const begun = Date.now()
  let last = ''
  for (;;) {
    const run = await steadily(() =>
      prisma.run.findUniqueOrThrow({
        where: { id: runId },
        select: { state: true, reasonCode: true, reason: true, leaseOwner: true, crashes: true },
      }),
    )
    const now = `${run.state} ${run.reasonCode ?? ''} ${run.leaseOwner ?? ''}`
    const done = await steadily(() => prisma.outcome.count({ where: { runId } }))
    if (`${now} ${done}` !== last) lane.lastSign = Date.now()
    last = `${now} ${done}`
    if (run.state === 'completed') {
      world.chronicle.tell(plan.lane, `the run is complete after ${Date.now() - begun} ms`)
      return
    }
    if (run.state === 'failed' || run.state === 'cancelled') {
      throw new Stuck(`run ${runId} ended as ${run.state}: ${run.reasonCode} ${run.reason}`)
    }
    if (run.state === 'paused') {
      world.chronicle.tell(plan.lane, `paused: ${run.reasonCode} ${run.reason}`)
      await repair(lane)
      await steadily(() => resumeRun(world.services, shop, runId))
    }
    const idle = Date.now() - lane.lastSign
    if (idle > STUCK_AFTER_MS || Date.now() - begun > ENDLESS_AFTER_MS) {
      await steadily(() => cancelRun(world.services, shop, runId))
      throw new Stuck(
        `run ${runId} is ${now} with ${done} records settled; nothing moved for ${idle} ms`,
      )
    }
    await later(100)
  }
}

/** What a merchant does who reads why a run paused. */
async function repair({ world, plan, shop, woo }: Lane): Promise<void> {
  const { auth } = world.shopify
  const lacks = world.shopify.app.scopes.length !== auth.grantedScopes(shop).size
  const session = await steadily(() =>
    world.services.prisma.session.findUnique({ where: { id: `offline_${shop}` } }),
  )
  if (lacks || !auth.isInstalled(shop) || !session) {
    world.chronicle.tell(plan.lane, 'merchant: opens the app and grants what it asks for')
    await steadily(() => world.install(shop))
  }
  if (woo.state.keys.some(({ revoked }) => revoked)) {
    world.chronicle.tell(plan.lane, 'merchant: makes the key of the old store valid again')
    for (const key of woo.state.keys) key.revoked = false
  }
}

/** Runs without faults: everything is there then, and the last one has nothing to send. */
async function endQuietly(lane: Lane, result: LaneResult): Promise<void> {
  const { world, plan, woo, shop } = lane
  if (lane.backUnseen) {
    world.chronicle.tell(plan.lane, 'quiet run after the clock went back')
    await migrate(lane, 'recent', [])
    if (await judge(lane, result, await throughOf(lane))) return
  }
  // Time goes by: what was stamped by a clock that was ahead lies in the past now.
  lane.ahead.ms += Math.max(0, latestStamp(lane) + 5_000 - woo.state.now())
  world.chronicle.tell(plan.lane, 'quiet run')
  await migrate(lane, 'recent', [])
  if (await judge(lane, result, null)) return
  for (const mode of ['sweep', 'recent'] as const) {
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

const iso = (ms: number) => new Date(ms).toISOString()
