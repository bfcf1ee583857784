import { parseArgs } from 'node:util'
import { FAULT_KINDS, type FaultKind } from './faults/kinds.ts'
import { LIFE_KINDS, type LifeKind } from './life/life-kinds.ts'

export type Arguments = {
  runs: number
  seed: number
  json: boolean
  selfTest: boolean
  layers: boolean
  defect: string | null
  lane: number | null
  only: FaultKind[] | null
  life: LifeKind[] | null
  runsPerLane: number | null
  side: number | null
  keepLogs: boolean
  quiet: boolean
  help: boolean
}

export const USAGE = `npm run chaos -- [options]

Runs real migrations under a seeded schedule of faults and compares both stores afterwards.

  --runs N          migration runs under faults (default 20)
  --seed S          the schedule's seed (default 1); the same seed deals the same faults to the
                    same runs, although what they interrupt differs from time to time
  --json            prints one object with the counts on stdout, everything else on stderr
  --lane L          only this lane of the schedule, to look at one story again
  --only a,b        only these kinds of faults (see test/chaos/faults/kinds.ts)
  --life a,b        only these kinds of life (see test/chaos/life/life-kinds.ts)
  --runs-per-lane N runs in one lane's life (default 10)
  --side N          lanes at once (default 4)
  --keep-logs       keep the workers' logs; they are kept anyway when something was found
  --quiet           no line per event
  --self-test       plants known defects one at a time; each must be caught
  --layers          of the self-test also which part of the test suite caught what
  --defect NAME     of the self-test only this one

Exits 1 when anything was lost, duplicated, overwritten, sent, moved, wrong, claimed or stuck; 3 when
nothing was, but this machine was so busy that runs had to be given up.`

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws UsageError */
export function parseArguments(args: string[]): Arguments {
  let values
  try {
    values = parseArgs({
      args,
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        'self-test': { type: 'boolean' },
        layers: { type: 'boolean' },
        defect: { type: 'string' },
        lane: { type: 'string' },
        only: { type: 'string' },
        life: { type: 'string' },
        'runs-per-lane': { type: 'string' },
        side: { type: 'string' },
        'keep-logs': { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
  return {
    runs: whole('runs', values.runs, 1) ?? 20,
    seed: whole('seed', values.seed, 0) ?? 1,
    json: values.json ?? false,
    selfTest: values['self-test'] ?? false,
    layers: values.layers ?? false,
    defect: values.defect ?? null,
    lane: whole('lane', values.lane, 0),
    only: values.only === undefined ? null : namesIn(FAULT_KINDS, 'fault', values.only),
    life: values.life === undefined ? null : namesIn(LIFE_KINDS, 'kind of life', values.life),
    runsPerLane: whole('runs-per-lane', values['runs-per-lane'], 1),
    side: whole('side', values.side, 1),
    keepLogs: values['keep-logs'] ?? false,
    quiet: values.quiet ?? false,
    help: values.help ?? false,
  }
}

function whole(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`--${name} must be a whole number, at least ${least}.`)
  }
  return number
}

function namesIn<T extends string>(all: readonly T[], what: string, text: string): T[] {
  return text.split(',').map((name) => {
    const kind = all.find((each) => each === name.trim())
    if (!kind) throw new UsageError(`There is no ${what} “${name}”. Known: ${all.join(', ')}`)
    return kind
  })
}
