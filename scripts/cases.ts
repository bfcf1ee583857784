// `npm run cases`: odd records of old stores through the whole app. See --help.
import fs from 'node:fs'
import { parseArgs } from 'node:util'
import { createDatabase } from '#app/db.server.ts'
import { coverage } from '#test/cases/coverage.ts'
import {
  CASES_FOLDER,
  loadCases,
  MAGENTO_CASES,
  reportOf,
  runCases,
} from '#test/cases/run-cases.ts'
import { startEmbeddedPostgres } from './database/embedded-postgres.ts'
import { migrateDeploy } from './database/migrate.ts'

const USAGE = `npm run cases -- [--dir FOLDER] [--only NAME] [--json]
       npm run cases -- --coverage [--json]

Takes every case file through connector, engine and both stand-ins, reads back from Shopify what
arrived, and says what is not as the file expects. The form of the files: test/cases/README.md.

  --dir FOLDER   the files of this folder instead of those kept here
  --only NAME    only files whose name holds this
  --json         the last line is {"cases","silent","wrong","crashed","failures"}
  --coverage     every path a store has sent and what becomes of it; with --json the last line is
                 {"paths","undecided"}

Exit code 0 when all is as expected (every path decided), 1 when not, 2 when the command cannot be understood.`

const say = (line: string) => process.stderr.write(`${line}\n`)
process.exitCode = await main()

async function main(): Promise<number> {
  let options
  try {
    options = parseArgs({
      options: {
        dir: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean', default: false },
        coverage: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  if (options.help) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  return options.coverage ? showCoverage(options.json) : cases(options)
}

function showCoverage(json: boolean): number {
  const { lines, undecided } = coverage()
  const print = (line: string) => process.stdout.write(`${line}\n`)
  for (const { kind, path, fate } of lines) print(`${kind.padEnd(9)} ${path.padEnd(44)} ${fate}`)
  print(
    'any       anything else                                told on the record: FIELD_NOT_KNOWN',
  )
  for (const { kind, path, from } of undecided) print(`${kind} ${path}: NOBODY DECIDED (${from})`)
  print(`${lines.length} paths, ${undecided.length} undecided.`)
  if (json) print(JSON.stringify({ paths: lines.length, undecided }))
  return undecided.length === 0 ? 0 : 1
}

async function cases(options: { dir?: string; only?: string; json: boolean }): Promise<number> {
  const { dir, only, json } = options
  const folders = dir === undefined ? [CASES_FOLDER, MAGENTO_CASES] : [dir]
  const missing = folders.find((each) => !fs.existsSync(each) || !fs.statSync(each).isDirectory())
  if (missing !== undefined) {
    say(`There is no folder ${missing}.`)
    return 2
  }
  const loaded = folders.map((folder) => loadCases(folder))
  const isWanted = ({ name }: { name: string }) => only === undefined || name.includes(only)
  const wanted = loaded.flatMap(({ cases: all }) => all).filter(isWanted)
  const bad = loaded.flatMap((each) => each.bad).filter(isWanted)
  for (const { name, problem } of bad) say(`✗ ${name} ${problem}`)
  if (wanted.length + bad.length === 0) say(`There is no case in ${folders.join(' or ')}.`)

  const postgres = await startEmbeddedPostgres()
  await migrateDeploy(postgres.url)
  const prisma = createDatabase({ url: postgres.url })
  try {
    const results = await runCases(prisma, wanted, (name, failures) => {
      say(`${failures.length === 0 ? '✓' : '✗'} ${name}`)
      for (const { kind, what, expected, got } of failures) {
        say(`    ${kind}: ${what}`)
        say(`      expected ${JSON.stringify(expected)}`)
        say(`      got      ${JSON.stringify(got)}`)
      }
    })
    const report = reportOf(results, bad)
    const { silent, wrong, crashed } = report
    say(`${report.cases} cases: ${silent} silent, ${wrong} wrong, ${crashed} crashed.`)
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
    return report.failures.length === 0 && report.cases > 0 ? 0 : 1
  } finally {
    await prisma.$disconnect()
    await postgres.stop()
  }
}
