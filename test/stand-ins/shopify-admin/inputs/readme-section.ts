import { readFileSync } from 'node:fs'
import { format } from 'prettier'
import type { Report } from './report.ts'

export const README = new URL('../README.md', import.meta.url)
const BEGIN = '<!-- inputs: begin, written by npm run stand-in:coverage -- --readme -->'
const END = '<!-- inputs: end -->'

/** The README with the section about inputs as the report has it. */
export async function readmeWith(report: Report): Promise<string> {
  const text = readFileSync(README, 'utf8')
  const [before, rest] = text.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error('The README lost its section')
  const written = `${before}${BEGIN}\n\n${section(report)}\n${END}${after}`
  return format(written, { parser: 'markdown' })
}

/** By root field: several operations may share one. */
function section({ operations, totals }: Report): string {
  const fields = new Map<string, { recorded: Set<string>; documented: Set<string> }>()
  for (const line of operations.flatMap(({ paths }) => paths)) {
    if (!line.sent) continue
    const [field = '', ...path] = line.path.split('.')
    const lists = fields.get(field) ?? { recorded: new Set(), documented: new Set() }
    fields.set(field, lists)
    const list = 'recorded' in line ? lists.recorded : lists.documented
    list.add(`\`${path.join('.')}\``)
  }
  const parts = [...fields]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, lists]) => {
      const { recorded, documented } = lists
      return [
        `- **${field}**`,
        ...(recorded.size > 0 ? [`  - recorded: ${[...recorded].join(', ')}`] : []),
        ...(documented.size > 0 ? [`  - documentation: ${[...documented].join(', ')}`] : []),
      ].join('\n')
    })
  const sums = `${totals.sent} inputs, counted per operation: ${totals.recorded} recorded as succeeding, ${totals.documentation} from the documentation alone.`
  return `${sums}\n\n${parts.join('\n')}\n`
}
