import { DEFECTS } from './defects/index.ts'
import { isClean, runChaos, type ChaosResult } from './run-chaos.ts'
import type { Defect } from './types.ts'

export type SelfTestReport = {
  /** Per defect: with it something was found, and without it, under the same schedule, nothing. */
  defects: { name: string; caught: boolean; cleanWithout: boolean; findings: string[] }[]
  seconds: number
}

const RUNS = 8
const RUNS_PER_LANE = 4
/** A defect that needs its moment may take more than one try; it must show in one of them. */
const TRIES = 3

/**
 * Plants known defects into the workers, one at a time, and expects the harness to find each of
 * them under a short schedule that deals what the defect cannot stand; and nothing under the same
 * schedule without it.
 */
export async function selfTest(options: {
  seed: number
  onlyDefect?: string | null
  say(line: string): void
  onLine?: (line: string) => void
}): Promise<SelfTestReport> {
  const startedAt = Date.now()
  const report: SelfTestReport = { defects: [], seconds: 0 }
  const chosen = DEFECTS.filter(({ name }) => !options.onlyDefect || name === options.onlyDefect)
  for (const defect of chosen) {
    const clean = await short(defect, options.seed, false, options.onLine)
    if (!isClean(clean.report)) tell(options.say, clean)
    let found: string[] = []
    for (let tried = 0; tried < TRIES && found.length === 0; tried += 1) {
      const result = await short(defect, options.seed + tried, true, options.onLine)
      found = isClean(result.report) ? [] : whatWasFound(result)
    }
    const caught = found.length > 0
    const cleanWithout = isClean(clean.report)
    report.defects.push({ name: defect.name, caught, cleanWithout, findings: found })
    options.say(
      `${caught ? 'caught    ' : 'NOT caught'}  ${defect.name}${cleanWithout ? '' : '  (but without it something was found as well)'}`,
    )
    for (const finding of found.slice(0, 2)) options.say(`            ${finding}`)
  }
  report.seconds = Math.round((Date.now() - startedAt) / 1000)
  return report
}

export const isTrustworthy = ({ defects }: SelfTestReport): boolean =>
  defects.length > 0 && defects.every(({ caught, cleanWithout }) => caught && cleanWithout)

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

function whatWasFound({ stories }: ChaosResult): string[] {
  return stories.flatMap(({ findings }) => findings)
}

function tell(say: (line: string) => void, { stories }: ChaosResult): void {
  for (const { lane, findings, lines } of stories) {
    say(`Without the defect, lane ${lane}:`)
    for (const line of lines) say(line)
    for (const finding of findings) say(`  ✗ ${finding}`)
  }
}
