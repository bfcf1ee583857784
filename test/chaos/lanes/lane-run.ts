/** One run in a lane: started, struck by its faults, and helped to its end as a merchant would. */
import { sentenceOf } from '#app/words/sentence.server.ts'
import { cancelRun, resumeRun, startRun, startTask } from '#app/runs/life/runs.server.ts'
import { later } from '../faults/armed.ts'
import { armAll } from '../faults/deal.ts'
import { steadily, Starved, Stuck, type Lane } from './lane-state.ts'
import { arrangeMoments } from '../life/moments.ts'
import { lookAt } from '../oracle/seen.ts'
import { unhide } from '../life/of-answers.ts'
import { createPatience, TURN_MS, waitedInLine, type Patience } from './patience.ts'
import type { Card, RunMode } from '../schedule.ts'
import type { Moment } from '../types.ts'
import { USUAL_SEARCH_LAG_MS } from '../world/world.ts'

/** Starts a run, sets its faults up, and helps it to its end. @throws Stuck · Starved */
export async function migrate(
  lane: Lane,
  mode: RunMode,
  cards: readonly Card[],
  moments: readonly Moment[] = [],
): Promise<{ runId: string; unstruck: Card[] }> {
  const { world, plan, shop, woo, random, merchant } = lane
  // What a run finds may be something else when it ends.
  lookAt(woo.state)
  let started: string | null = null
  const endMoments = arrangeMoments(
    {
      woo,
      shopify: world.shopify,
      shop,
      mode,
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
  try {
    await untilEnded(lane, runId)
  } finally {
    await endMoments()
    world.shopify.searchLag(shop, USUAL_SEARCH_LAG_MS)
  }
  return { runId, unstruck: disarm() }
}

/** @throws Stuck when the merchant could do nothing to make it start */
async function start(lane: Lane, mode: RunMode): Promise<string> {
  const { world, plan, projectId } = lane
  let said = ''
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const started = await steadily(() => ask(lane, mode))
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
    said = started.problems.map(({ code, message }) => `${code}: ${sentenceOf(message)}`).join(' ')
    world.chronicle.tell(plan.lane, `the run does not start: ${said}`)
    await repair(lane)
    await later(500)
  }
  throw new Stuck(`a ${mode} run never started: ${said}`)
}

function ask({ world, shop, projectId }: Lane, mode: RunMode) {
  switch (mode) {
    case 'full':
    case 'recent':
      return startRun(world.services, shop, projectId, mode)
    case 'comparison':
      return startTask(world.services, shop, projectId, { mode })
    case 'retry':
      return startTask(world.services, shop, projectId, {
        mode,
        records: [],
        all: { kind: null, reportedBy: null },
      })
    case 'relink':
      return startTask(world.services, shop, projectId, { mode, by: [] })
  }
}

async function untilEnded(lane: Lane, runId: string): Promise<void> {
  const { world } = lane
  const patience = createPatience({
    now: Date.now,
    waitedMs: () => waitedInLine([process.pid, ...world.workers.pids()]),
  })
  lane.patience = patience
  try {
    await waitFor(lane, runId, patience)
  } finally {
    lane.patience = null
    lane.result.starvedMs += patience.starvedMs()
  }
}

async function waitFor(lane: Lane, runId: string, patience: Patience): Promise<void> {
  const { world, plan, shop } = lane
  const { prisma } = world.services
  const begun = Date.now()
  let last = ''
  for (;;) {
    const run = await steadily(() =>
      prisma.run.findUniqueOrThrow({
        where: { id: runId },
        select: {
          state: true,
          reasonCode: true,
          reason: true,
          reasonSaid: true,
          leaseOwner: true,
          crashes: true,
        },
      }),
    )
    const now = `${run.state} ${run.reasonCode ?? ''} ${run.leaseOwner ?? ''}`
    const done = await steadily(() => prisma.outcome.count({ where: { runId } }))
    if (`${now} ${done}` !== last) patience.moved()
    last = `${now} ${done}`
    if (run.state === 'completed') {
      world.chronicle.tell(plan.lane, `the run is complete after ${Date.now() - begun} ms`)
      return
    }
    if (run.state === 'failed' || run.state === 'cancelled') {
      throw new Stuck(
        `run ${runId} ended as ${run.state}: ${run.reasonCode} ${run.reason ?? run.reasonSaid}`,
      )
    }
    if (run.state === 'paused') {
      world.chronicle.tell(plan.lane, `paused: ${run.reasonCode} ${run.reason ?? run.reasonSaid}`)
      await repair(lane, run.reasonCode)
      await steadily(() => resumeRun(world.services, shop, runId))
    }
    const verdict = patience.turn()
    if (verdict !== 'go on') {
      await steadily(() => cancelRun(world.services, shop, runId))
      const said = `run ${runId} is ${now} with ${done} records settled; nothing moved for ${Math.round(patience.idleMs())} ms, and for ${Math.round(patience.starvedMs())} ms the host had no time for it`
      throw verdict === 'stuck' ? new Stuck(said) : new Starved(said)
    }
    await later(TURN_MS)
  }
}

/** What a merchant does who reads why a run paused. */
async function repair(
  { world, plan, shop, woo }: Lane,
  reason: string | null = null,
): Promise<void> {
  const { auth } = world.shopify
  const tell = (text: string) => world.chronicle.tell(plan.lane, `merchant: ${text}`)
  const lacks = world.shopify.app.scopes.length !== auth.grantedScopes(shop).size
  const session = await steadily(() =>
    world.services.prisma.session.findUnique({ where: { id: `offline_${shop}` } }),
  )
  if (lacks || !auth.isInstalled(shop) || !session) {
    tell('opens the app and grants what it asks for')
    await steadily(() => world.install(shop))
  }
  if (woo.state.keys.some(({ revoked }) => revoked)) {
    tell('makes the key of the old store valid again')
    for (const key of woo.state.keys) key.revoked = false
  }
  if (reason === 'SOURCE_LISTS_LESS' && unhide(woo.state)) {
    tell('finds what hid the orders of the old store')
  }
}
