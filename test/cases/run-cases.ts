import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import type { Database } from '#app/db.server.ts'
import { batchesOf } from './batches.ts'
import { parseCase, type CaseFile } from './case-file.ts'
import type { Failure } from './judge.ts'
import { runCase, runTogether } from './run-case.ts'

export type LoadedCase = { name: string; file: CaseFile }
export type BadFile = { name: string; problem: string }

/** The cases that are kept here, one folder per cart. */
export const CASES_FOLDER = fileURLToPath(new URL('./woocommerce/', import.meta.url))
export const MAGENTO_CASES = fileURLToPath(new URL('./magento/', import.meta.url))

/** Every `.json` of a folder, by name; those that are no cases with a sentence each. */
export function loadCases(folder: string): { cases: LoadedCase[]; bad: BadFile[] } {
  const cases: LoadedCase[] = []
  const bad: BadFile[] = []
  const names = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name)
    .sort()
  for (const name of names) {
    const parsed = parseCase(fs.readFileSync(path.join(folder, name), 'utf8'))
    if ('case' in parsed) cases.push({ name: name.replace(/\.json$/, ''), file: parsed.case })
    else bad.push({ name, problem: parsed.problem })
  }
  return { cases, bad }
}

/** Several at a time, the database is shared. */
const AT_ONCE = 4

/** A case that failed among others is tried again alone: what it says then is its own. */
export async function runCases(
  prisma: Database,
  cases: readonly LoadedCase[],
  onDone: (name: string, failures: Failure[]) => void = () => undefined,
): Promise<Map<string, Failure[]>> {
  const limit = pLimit(AT_ONCE)
  const results = new Map<string, Failure[]>()
  const alone = async ({ name, file }: LoadedCase) => runCase(prisma, name, file)
  const batches = batchesOf(cases).map((batch) =>
    limit(async () => {
      const together =
        batch.length > 1
          ? await runTogether(prisma, batch).catch(() => new Map<string, Failure[]>())
          : new Map<string, Failure[]>()
      for (const each of batch) {
        const failures = together.get(each.name)
        const own = failures?.length === 0 ? failures : await alone(each)
        results.set(each.name, own)
        onDone(each.name, own)
      }
    }),
  )
  await Promise.all(batches)
  return results
}

export type Report = {
  cases: number
  silent: number
  wrong: number
  crashed: number
  failures: Failure[]
}

/** A file that is no case counts as one that crashed. */
export function reportOf(results: ReadonlyMap<string, Failure[]>, bad: readonly BadFile[]): Report {
  const failures = [
    ...[...results.values()].flat(),
    ...bad.map(({ name, problem }): Failure => ({
      case: name,
      kind: 'crashed',
      what: 'the file',
      expected: 'a case',
      got: problem,
    })),
  ]
  const count = (kind: Failure['kind']) => failures.filter((each) => each.kind === kind).length
  return {
    cases: results.size + bad.length,
    silent: count('silent'),
    wrong: count('wrong'),
    crashed: count('crashed'),
    failures,
  }
}
