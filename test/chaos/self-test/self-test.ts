import { DEFECTS, SEEN_BY_TESTS } from '../defects/index.ts'
import { isClean, runChaos, type ChaosResult } from '../run-chaos.ts'
import { runTestFile, type Verdict } from './run-test-file.ts'
import type { RunMode } from '../schedule.ts'
import type { Defect } from '../types.ts'

/** Which part of the test suite saw a defect. */
export type Layer = 'chaos' | 'unit' | 'contracts' | 'integration' | 'browser'

export type SelfTestReport = {
  planted: number
  caught: number
  /** Per defect that was caught: by what. */
  by: Record<string, Layer>
  /** Those that nothing saw, and those where something was found without them as well. */
  missed: string[]
  unclean: string[]
  seconds: number
}

/** Two windows, one behind the other, and a comparison of everything. */
const MODES: readonly RunMode[] = ['full', 'recent', 'recent', 'comparison']
const LANES = 2
const RUNS = LANES * MODES.length
/** A defect that needs its moment may take more than one try; it must show in one of them. */
const TRIES = 3

type Options = {
  seed: number
  onlyDefect?: string | null
  say(line: string): void
  onLine?: (line: string) => void
}

/**
 * Plants known defects, one at a time. Those of `DEFECTS` go into the workers: the harness has to
 * find each under a short schedule that deals what it cannot stand, and nothing under the same
 * schedule without it. Those of `SEEN_BY_TESTS` go into the modules of one test file, in which an
 * assertion has to fail with it, and none without.
 */
export async function selfTest(options: Options): Promise<SelfTestReport> {
  const startedAt = Date.now()
  const chosen = ({ name }: { name: string }) => !options.onlyDefect || name === options.onlyDefect
  const report: SelfTestReport = {
    planted: 0,
    caught: 0,
    by: {},
    missed: [],
    unclean: [],
    seconds: 0,
  }
  const tell = (name: string, layer: Layer | null, isCleanWithout: boolean, found: string[]) => {
    report.planted += 1
    if (layer === null) report.missed.push(name)
    else {
      report.caught += 1
      report.by[name] = layer
    }
    if (!isCleanWithout) report.unclean.push(name)
    options.say(
      `${(layer ?? 'NOT CAUGHT').padEnd(12)}${name}${isCleanWithout ? '' : '  (but something was found without it as well)'}`,
    )
    for (const finding of found.slice(0, 2)) options.say(`            ${finding}`)
  }

  const clean = new Map<string, Promise<boolean>>()
  for (const defect of DEFECTS.filter(chosen)) {
    const { seed, findings } = await huntFor(defect, options)
    const schedule = JSON.stringify([defect.focus, defect.moments, defect.life, seed])
    if (!clean.has(schedule)) clean.set(schedule, isCleanWithout(defect, seed, options))
    const isQuiet = (await clean.get(schedule)) ?? false
    tell(defect.name, findings.length > 0 ? 'chaos' : null, isQuiet, findings)
  }
  const without = new Map<string, Promise<Verdict>>()
  for (const defect of SEEN_BY_TESTS.filter(chosen)) {
    const { test, name } = defect
    if (!without.has(test)) without.set(test, runTestFile(test, null))
    const isQuiet = (await without.get(test))?.is === 'passed'
    const { is, because } = await runTestFile(test, defect)
    tell(name, is === 'failed' ? layerOf(test) : null, isQuiet, [`${test}: ${is} ${because}`])
  }
  report.seconds = Math.round((Date.now() - startedAt) / 1000)
  return report
}

export const isTrustworthy = ({ planted, missed, unclean }: SelfTestReport): boolean =>
  planted > 0 && missed.length === 0 && unclean.length === 0

function layerOf(test: string): Layer {
  const room = test.split('/')[1]
  switch (room) {
    case 'unit':
    case 'contracts':
    case 'integration':
    case 'browser':
      return room
    default:
      throw new Error(`${test} belongs to no layer.`)
  }
}

/** Nothing was found, and every run was judged: one that nobody had time for shows nothing. */
async function isCleanWithout(defect: Defect, seed: number, options: Options): Promise<boolean> {
  const result = await short(defect, seed, false, options.onLine)
  if (isClean(result.report) && result.report.runs === RUNS) return true
  options.say(`Without a defect, ${result.report.runs} of ${RUNS} runs were judged.`)
  for (const { lane, findings, lines } of result.stories) {
    options.say(`Without a defect, lane ${lane}:`)
    for (const line of lines) options.say(line)
    for (const finding of findings) options.say(`  ✗ ${finding}`)
  }
  return false
}

/**
 * @returns the first seed under which something was found, and what. That a run got stuck is not
 *   enough: a patch that merely breaks the workers would do that.
 */
async function huntFor(
  defect: Defect,
  options: Options,
): Promise<{ seed: number; findings: string[] }> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const seed = options.seed + tried
    const { report, stories } = await short(defect, seed, true, options.onLine)
    if (!isClean({ ...report, stuck: 0 })) {
      return { seed, findings: stories.flatMap((story) => story.findings) }
    }
    if (report.stuck > 0) options.say(`With ${defect.name}, seed ${seed}: a run got stuck.`)
  }
  return { seed: options.seed, findings: [] }
}

function short(
  defect: Defect,
  seed: number,
  planted: boolean,
  onLine?: (line: string) => void,
): Promise<ChaosResult> {
  return runChaos({
    seed,
    runs: RUNS,
    runsPerLane: MODES.length,
    modes: MODES,
    side: LANES,
    only: defect.focus,
    life: defect.life,
    liveAll: true,
    cardsPerRun: 2,
    moments: defect.moments,
    ...(planted ? { workerArgs: defect.workerArgs, workerEnv: defect.workerEnv } : {}),
    ...(onLine ? { onLine } : {}),
  })
}
