import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ourOperations } from './our-operations.ts'

/** Operation → the input paths the app was seen to send, as `--sent` writes it. */
export const SENT_FILE = new URL('./sent.json', import.meta.url)
/** Input path → the recording that shows it to succeed, as `--recorded` writes it. */
export const RECORDED_FILE = new URL('./recorded.json', import.meta.url)

const sentSchema = z.record(z.string(), z.array(z.string()))
const recordedSchema = z.record(z.string(), z.string())
export type Sent = z.infer<typeof sentSchema>
export type Recorded = z.infer<typeof recordedSchema>

export const sentList = (): Sent => sentSchema.parse(read(SENT_FILE))
export const recordedList = (): Recorded => recordedSchema.parse(read(RECORDED_FILE))

/** What was sent and is not in the list of what the app sends. */
export function unlisted(sent: Sent): string[] {
  const list = sentList()
  return Object.entries(sent).flatMap(([name, paths]) =>
    paths.filter((path) => !list[name]?.includes(path)).map((path) => `${name} ${path}`),
  )
}

function read(file: URL): unknown {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return parsed
}

/** An input path, what it rests on, and the recording or document that says so. */
export type PathLine = { path: string; sent: boolean; by: string } & (
  { recorded: true } | { documented: true }
)
export type Report = {
  operations: { name: string; paths: PathLine[] }[]
  /** Of what is sent: `sent` is the sum of the two others. */
  totals: { sent: number; recorded: number; documentation: number }
}

const SCHEMA = 'the schema of 2026-07'

/** Each operation with every input the schema has for it. */
export async function coverageReport(): Promise<Report> {
  const [sent, recorded] = [sentList(), recordedList()]
  const operations = (await ourOperations()).map(({ name, paths }) => {
    const ofApp = new Set(sent[name])
    return {
      name,
      paths: [...new Set([...paths, ...ofApp])].toSorted().map((path): PathLine => {
        const by = recorded[path]
        const isSent = ofApp.has(path)
        return by === undefined
          ? { path, sent: isSent, documented: true, by: SCHEMA }
          : { path, sent: isSent, recorded: true, by }
      }),
    }
  })
  const lines = operations.flatMap(({ paths }) => paths).filter((line) => line.sent)
  const shown = lines.filter((line) => 'recorded' in line).length
  return {
    operations,
    totals: { sent: lines.length, recorded: shown, documentation: lines.length - shown },
  }
}

/** The report as lines for a reader: what is sent, by operation. */
export function* reportLines({ operations, totals }: Report): Generator<string> {
  for (const { name, paths } of operations) {
    for (const line of paths) {
      if (!line.sent) continue
      yield `${name.padEnd(26)} ${line.path.padEnd(76)} ${'recorded' in line ? `recorded: ${line.by}` : 'documentation alone'}`
    }
  }
  yield `${totals.sent} inputs are sent: ${totals.recorded} were recorded as succeeding, ${totals.documentation} rest on documentation alone.`
}
