/** One store's story: a full migration and then recent runs, with life in between. */
import { sentenceOf } from '#app/words/sentence.server.ts'
import { DateTime } from 'luxon'
import { connectSource } from '#app/projects/projects.server.ts'
import { createRandom } from '#test/stand-ins/woocommerce/prng.ts'
import { startWooCommerceStandIn } from '#test/stand-ins/woocommerce/server.ts'
import { laneSeed, prepare } from '../faults/deal.ts'
import { endQuietly } from './end-quietly.ts'
import { judge, nothing, throughOf } from './judge.ts'
import { migrate } from './lane-run.ts'
import { Starved, steadily, Stuck, type Lane, type LaneResult } from './lane-state.ts'
import { answerOverAddresses, answerQuestions } from '../life/merchant/answers.ts'
import type { LifeDealer } from '../life/deal-life.ts'
import { foundAgain } from '../life/forgotten.ts'
import { happenAll } from '../life/happen.ts'
import type { LifeKind } from '../life/life-kinds.ts'
import { createMerchant } from '../life/merchant/merchant.ts'
import { publishWhatIsDue } from '../life/of-products.ts'
import { liveOn, seedOldStore } from '../life/old-store/old-store.ts'
import { failOnOne, forgetSome } from './maintenance.ts'
import type { Card, Dealer, LanePlan, RunPlan } from '../schedule.ts'
import type { Moment } from '../types.ts'
import { shopOf, type World } from '../world/world.ts'

const DAY_MS = 86_400_000

export async function liveThrough(
  world: World,
  plan: LanePlan,
  seed: number,
  dealers: { faults: Dealer; life: LifeDealer },
  moments: readonly Moment[] = [],
): Promise<LaneResult> {
  const result: LaneResult = {
    lane: plan.lane,
    runs: 0,
    modes: {},
    findings: nothing(),
    stuck: 0,
    starved: 0,
    starvedMs: 0,
  }
  const { chronicle } = world
  const tell = (text: string) => chronicle.tell(plan.lane, text)
  let lane: Lane | null = null
  try {
    lane = await openLane(world, plan, seed, result)
    for (const run of plan.runs) {
      const unlived = await prepareFor(lane, run, dealers.life)
      const cards = handOut(lane, dealers.faults, run)
      passDaylightSaving(lane, cards)
      for (const line of prepare(lane.woo.state, cards, lane.random)) tell(`old store: ${line}`)
      tell(`${run.mode} run with ${cards.map(({ kind, nth }) => `${kind}#${nth}`).join(', ')}`)
      const { unstruck } = await migrate(lane, run.mode, cards, [
        ...new Set([...moments, ...run.moments]),
      ]).finally(() => {
        for (const kind of unlived()) dealers.life.giveBack(kind)
      })
      if (run.mode === 'relink') foundAgain(lane.forgotten, lane.woo.state)
      result.runs += 1
      result.modes[run.mode] = (result.modes[run.mode] ?? 0) + 1
      for (const card of unstruck) dealers.faults.giveBack(card)
      if (await judge(lane, result, await throughOf(lane))) return result
    }
    for (const end of lane.untilTheEnd) end()
    await endQuietly(lane, result)
  } catch (error) {
    if (error instanceof Starved) {
      result.starved += 1
      tell(`STARVED ${error.message}`)
    } else if (error instanceof Stuck) {
      result.stuck += 1
      result.findings.stories.push(`stuck: ${error.message}`)
    } else throw error
  } finally {
    for (const story of result.findings.stories) tell(`FINDING ${story}`)
    await lane?.woo.close()
  }
  return result
}

/** What comes before a run. @returns ends what was to happen in it; gives what found nothing to do */
async function prepareFor(lane: Lane, run: RunPlan, dealer: LifeDealer): Promise<() => LifeKind[]> {
  switch (run.mode) {
    case 'full':
      return () => []
    case 'retry':
      await failOnOne(lane)
      return () => []
    case 'relink':
      await forgetSome(lane)
      return () => []
    case 'recent':
    case 'comparison': {
      if (lane.random.chance(0.7)) await answerQuestions(lane)
      const unlived = live(lane, run, dealer.kindsFor(run))
      await answerOverAddresses(lane)
      return unlived
    }
  }
}

async function openLane(
  world: World,
  plan: LanePlan,
  seed: number,
  result: LaneResult,
): Promise<Lane> {
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
  if (!connected.ok)
    throw new Stuck(`the store could not be linked: ${sentenceOf(connected.problem.reason)}`)
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
    patience: null,
    replaced: new Map(),
    forgotten: new Map(),
    untilTheEnd: [],
    result,
  }
}

/** What both stores go through before a run, and what is set up to happen in it. */
function live(lane: Lane, run: RunPlan, kinds: readonly LifeKind[]): () => LifeKind[] {
  const { world, plan, woo, shop, random, merchant, projectId, replaced } = lane
  const { chronicle, shopify } = world
  const store = shopify.store(shop)
  const tell = (who: string, lines: readonly string[]) => {
    for (const line of lines) chronicle.tell(plan.lane, `${who}: ${line}`)
  }
  const { state } = woo
  tell('old store', publishWhatIsDue({ state }))
  const end = happenAll(
    {
      woo,
      state,
      shopify,
      shop,
      store,
      projectId,
      random,
      merchant,
      replaced,
      mode: run.mode,
      untilTheEnd: (ending) => void lane.untilTheEnd.push(ending),
    },
    kinds,
    (kind, detail) => chronicle.lived(kind, plan.lane, detail),
  )
  tell('old store', liveOn(state, random, run.changes))
  tell('merchant in Shopify', merchant.editTarget(store, random, run.edits))
  return end
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

const iso = (ms: number) => new Date(ms).toISOString()
