import { spawn } from 'node:child_process'
import type { SeenByTest } from './defects/defect.ts'
import { DEFECTS, SEEN_BY_TESTS } from './defects/index.ts'
import { isClean, runChaos, type ChaosResult } from './run-chaos.ts'
import type { Defect } from './types.ts'

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

const RUNS = 8
const RUNS_PER_LANE = 4
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
 * schedule without it. Those of `SEEN_BY_TESTS` go into the modules of one test file, which has to
 * fail with it and to pass without.
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
    const schedule = JSON.stringify([defect.focus, defect.moments])
    if (!clean.has(schedule)) clean.set(schedule, isCleanWithout(defect, options))
    const isQuiet = (await clean.get(schedule)) ?? false
    const found = await huntFor(defect, options)
    tell(defect.name, found.length > 0 ? 'chaos' : null, isQuiet, found)
  }
  const passing = new Map<string, Promise<boolean>>()
  for (const defect of SEEN_BY_TESTS.filter(chosen)) {
    const { test, name } = defect
    if (!passing.has(test)) passing.set(test, passes(test, null))
    const isQuiet = (await passing.get(test)) ?? false
    tell(name, (await passes(test, defect)) ? null : layerOf(test), isQuiet, [test])
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

async function isCleanWithout(defect: Defect, options: Options): Promise<boolean> {
  const result = await short(defect, options.seed, false, options.onLine)
  if (isClean(result.report)) return true
  for (const { lane, findings, lines } of result.stories) {
    options.say(`Without a defect, lane ${lane}:`)
    for (const line of lines) options.say(line)
    for (const finding of findings) options.say(`  ✗ ${finding}`)
  }
  return false
}

/** @returns what was found, in the first try that found something */
async function huntFor(defect: Defect, options: Options): Promise<string[]> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const { report, stories } = await short(defect, options.seed + tried, true, options.onLine)
    if (isClean(report)) continue
    const findings = stories.flatMap((story) => story.findings)
    return findings.length > 0 ? findings : ['a run got stuck']
  }
  return []
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
    runsPerLane: RUNS_PER_LANE,
    side: 2,
    only: defect.focus,
    cardsPerRun: 2,
    moments: defect.moments,
    ...(planted ? { workerArgs: defect.workerArgs, workerEnv: defect.workerEnv } : {}),
    ...(onLine ? { onLine } : {}),
  })
}

/** Whether the test file passes, with the defect planted into what it loads. */
async function passes(test: string, defect: SeenByTest | null): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      test,
      ...(defect ? ['--config', 'test/chaos/defects/plant-in-tests.ts', '--root', '.'] : []),
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, ...(defect ? { CHAOS_DEFECT: defect.name } : {}) },
    },
  )
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
