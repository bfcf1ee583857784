import { createChronicle, type Chronicle } from './chronicle.ts'
import type { FaultKind } from './faults/kinds.ts'
import { liveThrough } from './lanes/lane.ts'
import type { LaneResult } from './lanes/lane-state.ts'
import { createLifeDealer } from './life/deal-life.ts'
import type { LifeKind } from './life/life-kinds.ts'
import { createDealer, planSchedule, RUN_MODES, type LanePlan, type RunMode } from './schedule.ts'
import type { Moment } from './types.ts'
import { startWorld } from './world/world.ts'

export type ChaosOptions = {
  runs: number
  seed: number
  runsPerLane?: number
  /** Lanes at once. */
  side?: number
  workers?: number
  /** Only this lane of the schedule. */
  lane?: number | null
  /** Only these kinds of faults. */
  only?: readonly FaultKind[]
  /** Only these kinds of life. */
  life?: readonly LifeKind[]
  /** Each kind of life before every run that can see it. */
  liveAll?: boolean
  /** A lane's runs, one after the other; what a merchant starts otherwise. */
  modes?: readonly RunMode[]
  cardsPerRun?: number | null
  workerArgs?: readonly string[]
  workerEnv?: Readonly<Record<string, string>>
  /** To be arranged in every run under faults. */
  moments?: readonly Moment[]
  onLine?: (line: string) => void
}

/** What `--json` prints; every count from `lost` to `stuck` must be zero. */
export type ChaosReport = {
  runs: number
  kills: number
  faults: Partial<Record<FaultKind, number>>
  /** What the stores lived through, by kind. */
  life: Partial<Record<LifeKind, number>>
  modes: Partial<Record<RunMode, number>>
  lost: number
  duplicated: number
  overwritten: number
  emails: number
  stockMoves: number
  wrongTotals: number
  wrongFields: number
  watermarkLies: number
  stuck: number
  /** Runs given up because the host had no time for them: not stuck, and not judged either. */
  starved: number
  /** For how long the host had none for runs, all together. */
  starvedSeconds: number
  seconds: number
}

export type ChaosResult = {
  report: ChaosReport
  /** Per lane in which something was found: what, and everything that happened there. */
  stories: { lane: number; findings: string[]; lines: string[] }[]
  logDir: string
}

/** Lives through the whole schedule of a seed: several lanes at once, workers shared by all. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startedAt = Date.now()
  const { seed, runs, side = 4, workers = 2, lane = null } = options
  const schedule = planSchedule({
    seed,
    runs,
    ...(options.runsPerLane ? { runsPerLane: options.runsPerLane } : {}),
    ...(options.only ? { only: options.only } : {}),
    ...(options.life ? { life: options.life } : {}),
    ...(options.liveAll ? { liveAll: true } : {}),
    ...(options.modes ? { modes: options.modes } : {}),
    ...(options.cardsPerRun === undefined ? {} : { cardsPerRun: options.cardsPerRun }),
  })
  const chronicle = createChronicle(options.onLine)
  const dealers = { faults: createDealer(options.only), life: createLifeDealer() }
  const waiting = schedule.lanes.filter((plan) => lane === null || plan.lane === lane)
  const results: LaneResult[] = []
  const world = await startWorld({
    lanes: schedule.lanes.length,
    workers,
    chronicle,
    ...(options.workerArgs ? { workerArgs: options.workerArgs } : {}),
    ...(options.workerEnv ? { workerEnv: options.workerEnv } : {}),
  })
  try {
    const next = async (): Promise<void> => {
      for (let plan = waiting.shift(); plan; plan = waiting.shift()) {
        results.push(await liveThrough(world, plan, seed, dealers, options.moments))
        tellProgress(chronicle, results, schedule.lanes)
      }
    }
    await Promise.all(Array.from({ length: side }, next))
  } finally {
    await world.stop()
  }
  return {
    report: addUp(chronicle, results, (Date.now() - startedAt) / 1000),
    stories: results
      .filter(({ findings, stuck }) => findings.stories.length > 0 || stuck > 0)
      .map((result) => ({
        lane: result.lane,
        findings: result.findings.stories,
        lines: chronicle.storyOf(result.lane),
      })),
    logDir: world.workers.logDir,
  }
}

function tellProgress(
  chronicle: Chronicle,
  results: readonly LaneResult[],
  lanes: readonly LanePlan[],
): void {
  const runs = results.reduce((sum, result) => sum + result.runs, 0)
  const found = results.filter(({ findings, stuck }) => findings.stories.length + stuck > 0).length
  chronicle.tell(
    null,
    `== ${results.length} of ${lanes.length} lanes, ${runs} runs, ${chronicle.kills} kills, findings in ${found} lanes`,
  )
}

function addUp(chronicle: Chronicle, results: readonly LaneResult[], seconds: number): ChaosReport {
  const sum = (pick: (result: LaneResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  return {
    runs: sum(({ runs }) => runs),
    kills: chronicle.kills,
    faults: chronicle.faults,
    life: chronicle.life,
    modes: modesOf(results),
    lost: sum(({ findings }) => findings.lost),
    duplicated: sum(({ findings }) => findings.duplicated),
    overwritten: sum(({ findings }) => findings.overwritten),
    emails: sum(({ findings }) => findings.emails),
    stockMoves: sum(({ findings }) => findings.stockMoves),
    wrongTotals: sum(({ findings }) => findings.wrongTotals),
    wrongFields: sum(({ findings }) => findings.wrongFields),
    watermarkLies: sum(({ findings }) => findings.watermarkLies),
    stuck: sum(({ stuck }) => stuck),
    starved: sum(({ starved }) => starved),
    starvedSeconds: Math.round(sum(({ starvedMs }) => starvedMs) / 1000),
    seconds: Math.round(seconds),
  }
}

function modesOf(results: readonly LaneResult[]): ChaosReport['modes'] {
  const modes: ChaosReport['modes'] = {}
  for (const result of results) {
    for (const mode of RUN_MODES) {
      const runs = result.modes[mode]
      if (runs) modes[mode] = (modes[mode] ?? 0) + runs
    }
  }
  return modes
}

/** Nothing lost, duplicated, overwritten, sent, moved, wrong, claimed too early or stuck. */
export function isClean(report: ChaosReport): boolean {
  const counts = [
    report.lost,
    report.duplicated,
    report.overwritten,
    report.emails,
    report.stockMoves,
    report.wrongTotals,
    report.wrongFields,
    report.watermarkLies,
    report.stuck,
  ]
  return counts.every((count) => count === 0)
}
