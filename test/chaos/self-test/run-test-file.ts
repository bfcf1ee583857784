/** Runs one test file of the suite, and tells a test that failed from one that could not be run. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import type { SeenByTest } from '../defects/defect.ts'

/** `broken`: the file did not load, a set-up failed, or what failed was no assertion. */
export type Verdict = { is: 'passed' | 'failed' | 'broken'; because: string }

const report = z.object({
  testResults: z.array(
    z.object({
      /** Why the file as a whole did not run. */
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
})

/** What vitest's JSON report proves. Only an assertion that does not hold can have seen a defect. */
export function verdictOf(json: unknown, exitCode: number | null): Verdict {
  const { testResults } = report.parse(json)
  const unrun = testResults.find(({ message }) => message !== '')
  if (unrun) return { is: 'broken', because: unrun.message }
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed')
  const seen = failed.find(({ failureMessages }) =>
    failureMessages.some((message) => message.includes('AssertionError')),
  )
  if (seen) return { is: 'failed', because: seen.fullName }
  const [other] = failed
  if (other) return { is: 'broken', because: other.failureMessages[0] ?? other.fullName }
  if (exitCode !== 0) return { is: 'broken', because: `vitest ended with ${exitCode}` }
  return tests.some(({ status }) => status === 'passed')
    ? { is: 'passed', because: '' }
    : { is: 'broken', because: 'no test was run' }
}

/** Runs the file, with the defect planted into what it loads. */
export async function runTestFile(test: string, defect: SeenByTest | null): Promise<Verdict> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'self-test-'))
  const outputFile = path.join(folder, 'report.json')
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      test,
      '--reporter=json',
      `--outputFile=${outputFile}`,
      ...(defect ? ['--config', 'test/chaos/defects/plant-in-tests.ts', '--root', '.'] : []),
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, ...(defect ? { CHAOS_DEFECT: defect.name } : {}) },
    },
  )
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (!fs.existsSync(outputFile)) return { is: 'broken', because: 'vitest wrote no report' }
    return verdictOf(JSON.parse(fs.readFileSync(outputFile, 'utf8')), code)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
