// `npm run chaos`: migrations under faults, and whether they kept what the app promises. See --help.
import fs from 'node:fs'
import { parseArguments, USAGE, UsageError, type Arguments } from '#test/chaos/arguments.ts'
import { isClean, runChaos } from '#test/chaos/run-chaos.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130))
}
process.exitCode = await main()

async function main(): Promise<number> {
  let options: Arguments
  try {
    options = parseArguments(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    say(`${error.message}\n\n${USAGE}`)
    return 2
  }
  if (options.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  return options.selfTest ? checkItself(options) : chaos(options)
}

async function checkItself(options: Arguments): Promise<number> {
  const { selfTest, isTrustworthy } = await import('#test/chaos/self-test/self-test.ts')
  const report = await selfTest({
    seed: options.seed,
    onlyDefect: options.defect,
    say,
    ...(options.quiet ? {} : { onLine: say }),
  })
  if (options.layers) {
    const layers = Map.groupBy(Object.entries(report.by), ([, layer]) => layer)
    for (const [layer, caught] of layers) {
      say(`\n${layer} (${caught.length})`)
      for (const [name] of caught) say(`  ${name}`)
    }
    if (report.missed.length > 0) say(`\nnothing (${report.missed.length})`)
    for (const name of report.missed) say(`  ${name}`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  return isTrustworthy(report) ? 0 : 1
}

async function chaos(options: Arguments): Promise<number> {
  const { runs, seed, lane, only, life, runsPerLane, side } = options
  say(`Seed ${seed}: it deals the same faults to the same runs each time; what exactly they`)
  say('interrupt depends on how the processes happen to interleave.')
  const { report, stories, logDir } = await runChaos({
    runs,
    seed,
    lane,
    ...(only ? { only } : {}),
    ...(life ? { life } : {}),
    ...(runsPerLane ? { runsPerLane } : {}),
    ...(side ? { side } : {}),
    ...(options.quiet ? {} : { onLine: say }),
  })
  const clean = isClean(report)
  for (const story of stories) {
    say(`\nThe story of lane ${story.lane}, seed ${seed}:`)
    for (const line of story.lines) say(line)
    for (const finding of story.findings) say(`  ✗ ${finding}`)
    say(`  Again: npm run chaos -- --runs ${runs} --seed ${seed} --lane ${story.lane}`)
  }
  if (clean && !options.keepLogs) fs.rmSync(logDir, { recursive: true, force: true })
  else say(`\nThe workers' logs: ${logDir}`)
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else say(JSON.stringify(report, null, 2))
  if (!clean) return 1
  if (report.starved > 0) {
    say(
      `${report.starved} runs were given up: this machine had no time for them. They were not judged.`,
    )
  }
  return report.starved > 0 ? 3 : 0
}
