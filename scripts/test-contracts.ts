// `npm run test:contracts`: what every cart's connector promises, clause by clause. See --help.
import { parseArgs } from 'node:util'
import { COLUMNS } from '#test/carts/columns.ts'
import { judge } from '#test/carts/contract/clause.ts'
import type { Row } from '#test/carts/contract/clause.ts'
import { CLAUSES } from '#test/carts/contract/clauses.ts'

const USAGE = `npm run test:contracts -- [--cart WORDS] [--clause ID] [--json]

Judges each clause of the connector contract on each cart and store: pass, limited (with the reason
why it cannot be judged there), or fail. The table is shown; see test/carts/README.md.

  --cart WORDS   only columns whose name holds this ("woocommerce dialect")
  --clause ID    only clauses whose id holds this ("window.")
  --json         the last line is {"rows":[{"cart","clause","status","why"}],"failed"}

Exit code 0 when none fails, 1 when one does or none was asked, 2 when the command cannot be understood.`

const SIGN: Record<Row['status'], string> = { pass: '✓', limited: '–', fail: '✗' }

const say = (line: string) => process.stderr.write(`${line}\n`)
process.exitCode = await main()

async function main(): Promise<number> {
  let options
  try {
    options = parseArgs({
      options: {
        cart: { type: 'string', default: '' },
        clause: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
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
  const { cart, clause } = options
  const rows: Row[] = []
  for (const column of COLUMNS.filter((each) => each.cart.includes(cart))) {
    for (const each of CLAUSES.filter(({ id }) => id.includes(clause))) {
      for (const kind of each.kinds) {
        const { error: _shown, ...row } = await judge(column, each, kind)
        rows.push(row)
      }
    }
  }
  for (const line of table(rows)) say(line)
  const failed = rows.filter(({ status }) => status === 'fail').length
  if (options.json) process.stdout.write(`${JSON.stringify({ rows, failed })}\n`)
  return failed > 0 || rows.length === 0 ? 1 : 0
}

/** A line per clause, a sign per column; below it what is limited or failed, and why. */
function table(rows: readonly Row[]): string[] {
  const carts = [...new Set(rows.map(({ cart }) => cart))]
  const clauses = [...new Set(rows.map(({ clause }) => clause))]
  const width = Math.max(...clauses.map(({ length }) => length), 0)
  const statusOf = new Map(rows.map(({ cart, clause, status }) => [`${cart} ${clause}`, status]))
  const signs = (clause: string) =>
    carts.map((cart) => {
      const status = statusOf.get(`${cart} ${clause}`)
      return (status === undefined ? '' : SIGN[status]).padEnd(cart.length)
    })
  const reasons = Map.groupBy(
    rows.filter(({ status }) => status !== 'pass'),
    ({ cart, status, why }) => `${SIGN[status]} ${cart}: ${why}`,
  )
  const counts = carts.map((cart) => {
    const own = rows.filter((row) => row.cart === cart)
    const count = (status: Row['status']) => own.filter((row) => row.status === status).length
    return `${cart}: ${count('pass')} pass, ${count('limited')} limited, ${count('fail')} fail`
  })
  return [
    `${''.padEnd(width)}  ${carts.join('  ')}`,
    ...clauses.map((clause) => `${clause.padEnd(width)}  ${signs(clause).join('  ')}`),
    '',
    ...[...reasons].flatMap(([why, each]) => [
      why,
      `    ${each.map(({ clause }) => clause).join(', ')}`,
    ]),
    '',
    ...counts,
  ]
}
