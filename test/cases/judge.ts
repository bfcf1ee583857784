import { guestSourceId } from '#app/migration/kinds/customer/guest-id.ts'
import type { Database } from '#app/db.server.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import { FINGERPRINT_KEY, type Stores } from '../helpers/stores/both-stores.ts'
import type { Expectation, Json, RecordExpectation, RunExpectation, Told } from './case-file.ts'
import { sameByValue } from './compare.ts'
import { PathError } from './path.ts'
import type { ShopifyReader } from './shopify-reader.ts'
import { said } from '#test/helpers/said.ts'

export type Failure = {
  case: string
  /** `silent`: not as expected, and nothing is said on that record at all. */
  kind: 'silent' | 'wrong' | 'crashed'
  what: string
  expected: Json
  got: Json
}

export type RunEnd = { how: 'completed' } | { how: 'paused'; code: string; message: string }

type Deps = {
  prisma: Database
  stores: Stores
  reader: ShopifyReader
  expectation: Expectation
  end: RunEnd
  name: string
  /** Said in front of what failed. */
  when: string
}

type Issue = { code: string; message: string; severity: string; field: string | null }

export async function judge(deps: Deps): Promise<Failure[]> {
  const { expectation, end, name, when } = deps
  const fail = (kind: Failure['kind'], what: string, expected: Json, got: Json): Failure => ({
    case: name,
    kind,
    what: when === '' ? what : `${when}, ${what}`,
    expected,
    got,
  })
  const failures: Failure[] = []
  const odd = judgeRun(expectation.run, end)
  if (odd) failures.push(fail('crashed', 'the run', odd.expected, odd.got))
  for (const record of expectation.records) {
    for (const { kind, what, expected, got } of await judgeRecord(deps, record)) {
      failures.push(fail(kind, what, expected, got))
    }
  }
  for (const [kind, expected] of Object.entries(expectation.counts ?? {})) {
    if (kind !== 'product' && kind !== 'customer' && kind !== 'order') continue
    const got = (await deps.reader.list(kind)).length
    if (got !== expected) failures.push(fail('wrong', `number of ${kind}s`, expected ?? null, got))
  }
  return failures
}

function judgeRun(expected: RunExpectation, end: RunEnd): { expected: Json; got: Json } | null {
  const got = end.how === 'completed' ? 'completed' : `paused ${end.code}: ${end.message}`
  if (expected === 'completed') return end.how === 'completed' ? null : { expected, got }
  const fits =
    end.how === 'paused' &&
    (expected.paused === true || expected.paused === end.code) &&
    expected.words.every((word) => end.message.includes(word))
  return fits ? null : { expected, got }
}

type Found = Omit<Failure, 'case'>

async function judgeRecord(deps: Deps, expected: RecordExpectation): Promise<Found[]> {
  const { kind } = expected
  const sourceId = expected.sourceId ?? guestSourceId(FINGERPRINT_KEY, expected.guest ?? '')
  const label = expected.guest ? `guest ${expected.guest}` : `${kind} ${sourceId}`
  const issues = await openIssues(deps, kind, sourceId)
  const gid = await gidOf(deps, kind, sourceId)
  const untold = issues.length === 0 ? 'silent' : 'wrong'
  const found: Found[] = []
  const fail = (what: string, wanted: Json, got: Json, how: Found['kind'] = untold) =>
    found.push({ kind: how, what: `${label}: ${what}`, expected: wanted, got })

  if (expected.absent && gid !== null) fail('in Shopify', 'absent', gid)
  const paths = Object.entries(expected.read)
  if (!expected.absent && gid === null && (paths.length > 0 || expected.told.length === 0)) {
    const said = issues.map(({ code, message }) => `${code}: ${message}`)
    fail('in Shopify', 'there', said.length > 0 ? said : 'absent')
  } else if (gid !== null) {
    for (const [path, wanted] of paths) {
      try {
        const got = await deps.reader.read(kind, gid, path)
        if (!sameByValue(wanted, got)) fail(path, wanted, got)
      } catch (error) {
        // A wrong path says nothing about the record.
        const words = error instanceof Error ? error.message : String(error)
        fail(path, wanted, words, error instanceof PathError ? 'crashed' : untold)
      }
    }
  }
  for (const told of expected.told) {
    if (!issues.some((issue) => fits(told, issue))) fail('told', asJson(told), listed(issues))
  }
  const unwanted = issues.filter(
    ({ code }) => expected.notTold === 'anything' || expected.notTold.includes(code),
  )
  if (unwanted.length > 0) fail('not told', expected.notTold, listed(unwanted))
  return found
}

const fits = (told: Told, issue: Issue) =>
  (told.code === undefined || told.code === issue.code) &&
  (told.severity === undefined || told.severity === issue.severity) &&
  told.words.every((word) => issue.message.toLowerCase().includes(word.toLowerCase()))

const asJson = ({ code, words, severity }: Told): Json => ({
  ...(code === undefined ? {} : { code }),
  ...(words.length === 0 ? {} : { words }),
  ...(severity === undefined ? {} : { severity }),
})

const listed = (issues: readonly Issue[]): Json =>
  issues.length === 0 ? 'nothing' : issues.map(({ code, message }) => `${code}: ${message}`)

async function openIssues(
  { prisma, stores }: Deps,
  kind: EntityKind,
  sourceId: string,
): Promise<Issue[]> {
  const rows = await prisma.issue.findMany({
    where: { projectId: stores.project.projectId, kind, sourceId, resolvedAt: null },
    select: { code: true, message: true, said: true, severity: true, field: true },
  })
  return rows.map(said)
}

/**
 * By the id every record of ours carries in Shopify; a guest or an adopted customer may share one
 * with another record, which the app remembers.
 */
async function gidOf({ prisma, stores, reader }: Deps, kind: EntityKind, sourceId: string) {
  const found = await reader.find(kind, sourceId)
  if (found) return found
  const mapping = await prisma.mapping.findFirst({
    where: { projectId: stores.project.projectId, kind, sourceId },
    select: { gid: true },
  })
  return mapping?.gid ?? null
}
