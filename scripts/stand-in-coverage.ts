// `npm run stand-in:coverage`: what of our GraphQL inputs a recording of Shopify vouches for. See --help.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { withContainers } from '#test/stand-ins/shopify-admin/inputs/input-paths.ts'
import { ourOperations } from '#test/stand-ins/shopify-admin/inputs/our-operations.ts'
import { README, readmeWith } from '#test/stand-ins/shopify-admin/inputs/readme-section.ts'
import {
  hasRecordings,
  recordedInputs,
} from '#test/stand-ins/shopify-admin/inputs/recorded-inputs.ts'
import {
  coverageReport,
  RECORDED_FILE,
  reportLines,
  SENT_FILE,
  type Sent,
} from '#test/stand-ins/shopify-admin/inputs/report.ts'
import { TESTS_THAT_SEND } from '#test/stand-ins/shopify-admin/inputs/sent-by-tests.ts'

const USAGE = `npm run stand-in:coverage -- [--json] [--sent] [--recorded] [--readme]

Lists each input the app sends to Shopify, and whether a recording of Shopify shows that such a
call succeeded or only the documentation says so.

  --json      the last line is {"operations":[{"name","paths":[...]}],"totals":{...}}, with the
              inputs the schema has and the app does not send
  --sent      runs the tests that send, and writes anew what they sent (some minutes)
  --recorded  writes anew what the recordings show; they must lie beside the checkout
  --readme    writes the list into the stand-in's README; the two above do that too`

const say = (line: string) => process.stderr.write(`${line}\n`)
process.exitCode = await main()

async function main(): Promise<number> {
  let options
  try {
    options = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        sent: { type: 'boolean', default: false },
        recorded: { type: 'boolean', default: false },
        readme: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return 2
  }
  const print = (line: string) => process.stdout.write(`${line}\n`)
  if (options.help) {
    print(USAGE)
    return 0
  }
  if (options.recorded && !hasRecordings()) {
    say('The recordings are not there (../shared/captures/shopify and shopify-more).')
    return 2
  }
  if (options.sent) await write(SENT_FILE, await sentByTests())
  if (options.recorded) {
    const known = withContainers((await ourOperations()).flatMap(({ paths }) => paths))
    await write(RECORDED_FILE, recordedInputs(known))
  }
  const report = await coverageReport()
  if (options.sent || options.recorded || options.readme) {
    fs.writeFileSync(README, await readmeWith(report))
  }
  if (options.json) print(JSON.stringify(report))
  else for (const line of reportLines(report)) print(line)
  return 0
}

/** Formatted like the rest of the house. */
async function write(file: URL, list: object): Promise<void> {
  const style = await resolveConfig(file)
  fs.writeFileSync(file, await format(JSON.stringify(list), { ...style, parser: 'json' }))
}

/** Runs the tests that send and adds up their lists. */
async function sentByTests(): Promise<Sent> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sent-inputs-'))
  try {
    execFileSync('npx', ['vitest', 'run', ...TESTS_THAT_SEND], {
      env: { ...process.env, SENT_INPUTS_FOLDER: folder },
      stdio: ['ignore', 2, 2],
    })
    const all = new Map<string, Set<string>>()
    for (const file of fs.readdirSync(folder)) {
      const text = fs.readFileSync(path.join(folder, file), 'utf8')
      const list = z.record(z.string(), z.array(z.string())).parse(JSON.parse(text))
      for (const [name, paths] of Object.entries(list)) {
        all.set(name, new Set([...(all.get(name) ?? []), ...paths]))
      }
    }
    return Object.fromEntries(
      [...all]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, paths]) => [name, [...paths].toSorted()]),
    )
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}
