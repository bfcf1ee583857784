import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Project } from '#app/generated/prisma/client.ts'
import { FatalError, PauseRun, RetriableError } from '#app/migration/engine/ports/errors.ts'
import { type EntityKind, KINDS, perKind } from '#app/migration/kinds/kind.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import { isSameStore } from '#app/migration/engine/ports/source-identity.ts'
import type { Services } from '#app/services.server.ts'
import { findProject } from './project-rows.server.ts'

const FAILURES = ['refused', 'another', 'silent'] as const
/**
 * `refused`: the keys or their permission; `another`: it is not the store that was linked, or not in
 * a version that can be read; `silent`: nothing that could be used.
 */
export type SourceFailure = (typeof FAILURES)[number]

/** What the old store last answered when it was asked for one kind, with the keys it has now. */
export type SourceAnswer = {
  readAt: Date | null
  /** Since when it gives nothing any more; null while it does. */
  failed: { since: Date; how: SourceFailure; code: string } | null
}

/** Null: never asked with these keys. */
export type SourceAnswers = Record<EntityKind, SourceAnswer | null>

/** What an answer belongs to: other keys or another address begin anew. */
export type Asked = Pick<Project, 'id' | 'shop' | 'sourceUrl' | 'credentialsCipher'>
type Statements = Pick<Transaction, '$executeRawUnsafe'>

const failureShape = z.enum(FAILURES)

/** @throws NotFound */
export async function sourceAnswers(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  projectId: string,
): Promise<SourceAnswers> {
  const project = await findProject(prisma, shop, projectId)
  const rows = await prisma.sourceAnswer.findMany({
    where: { shop, projectId: project.id, connection: connectionOf(project) },
  })
  const answer = (kind: EntityKind): SourceAnswer | null => {
    const row = rows.find((each) => each.kind === kind)
    if (!row) return null
    const how = failureShape.safeParse(row.failure)
    return {
      readAt: row.readAt,
      failed:
        row.failedSince && how.success
          ? { since: row.failedSince, how: how.data, code: row.code ?? '' }
          : null,
    }
  }
  return perKind(answer)
}

/** How long an answer that says the same again is not written down again. */
const SAME_AGAIN_MS = 60_000

/**
 * The same source, whose every answer is remembered: what could be read, and what could not. The
 * memory decides nothing about the reading; when it cannot be kept, that is logged.
 */
export function remembering(
  { prisma, clock, logger }: Pick<Services, 'prisma' | 'clock' | 'logger'>,
  project: Asked & Pick<Project, 'sourceStoreId' | 'sourceName'>,
  source: SourceConnector,
): SourceConnector {
  const toldReadAt = new Map<EntityKind, number>()

  async function keep(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (err) {
      logger.warn({ err, projectId: project.id }, 'An answer of the old store was not remembered')
    }
  }

  async function read(kinds: readonly EntityKind[]): Promise<void> {
    const now = clock.now()
    const due = kinds.filter((kind) => now - (toldReadAt.get(kind) ?? -Infinity) >= SAME_AGAIN_MS)
    if (due.length === 0) return
    await keep(async () => {
      await rememberRead(prisma, project, due, now)
      for (const kind of due) toldReadAt.set(kind, now)
    })
  }

  async function failed(kinds: readonly EntityKind[], code: string): Promise<void> {
    for (const kind of kinds) toldReadAt.delete(kind)
    await keep(() => rememberFailure(prisma, project, kinds, code, clock.now()))
  }

  async function told<T>(kind: EntityKind, call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call()
      await read([kind])
      return answer
    } catch (error) {
      const code = codeOf(error)
      if (code !== null) await failed([kind], code)
      throw error
    }
  }

  async function* each<T>(kind: EntityKind, pages: AsyncIterable<T>): AsyncGenerator<T> {
    const reading = pages[Symbol.asyncIterator]()
    let isOver = false
    try {
      for (;;) {
        const next = await told(kind, () => reading.next())
        isOver = next.done === true
        if (next.done === true) return
        yield next.value
      }
    } finally {
      if (!isOver) await reading.return?.()
    }
  }

  return {
    ...source,
    async check() {
      const health = await source.check()
      if (!health.ok) await failed(KINDS, health.code)
      else if (isSameStore(linkedIdentity(project), health.identity)) await read(KINDS)
      else await failed(KINDS, 'SOURCE_CHANGED')
      return health
    },
    now: (kind) => told(kind, () => source.now(kind)),
    count: (kind, window) => told(kind, () => source.count(kind, window)),
    listChanged: (kind, window) => each(kind, source.listChanged(kind, window)),
    readChanged: (kind, window, resume) => each(kind, source.readChanged(kind, window, resume)),
    listAll: (kind, resume) => each(kind, source.listAll(kind, resume)),
    readByIds: (kind, ids, how) => told(kind, () => source.readByIds(kind, ids, how)),
  }
}

/** These kinds could be read just now. */
export async function rememberRead(
  statements: Statements,
  project: Asked,
  kinds: readonly EntityKind[],
  at: number,
): Promise<void> {
  await statements.$executeRawUnsafe(
    `insert into "SourceAnswer" ("projectId", "kind", "shop", "connection", "readAt")
     select p."id", k, p."shop", $5, $7::timestamptz from ${ASKED}
     on conflict ("projectId", "kind") do update set "connection" = excluded."connection",
       "readAt" = excluded."readAt", "failedSince" = null, "failure" = null, "code" = null`,
    ...asked(project, kinds),
    new Date(at),
  )
}

/** These kinds could not be read just now; since when, the first failure of its sort says. */
export async function rememberFailure(
  statements: Statements,
  project: Asked,
  kinds: readonly EntityKind[],
  code: string,
  at: number,
): Promise<void> {
  await statements.$executeRawUnsafe(
    `insert into "SourceAnswer" as a ("projectId", "kind", "shop", "connection", "failedSince",
       "failure", "code")
     select p."id", k, p."shop", $5, $7::timestamptz, $8, $9 from ${ASKED}
     on conflict ("projectId", "kind") do update set "connection" = excluded."connection",
       "readAt" = case when a."connection" = excluded."connection" then a."readAt" end,
       "failedSince" = case when a."connection" = excluded."connection"
         and a."failure" = excluded."failure" then a."failedSince" else excluded."failedSince" end,
       "failure" = excluded."failure", "code" = excluded."code"`,
    ...asked(project, kinds),
    new Date(at),
    failureOf(code),
    code,
  )
}

/** Nothing is written for keys that are not the project's any more. */
const ASKED = `"Project" p, unnest($6::text[]) k
  where p."id" = $1::uuid and p."shop" = $2 and p."sourceUrl" = $3 and p."credentialsCipher" = $4`

function asked(project: Asked, kinds: readonly EntityKind[]) {
  const { id, shop, sourceUrl, credentialsCipher } = project
  return [id, shop, sourceUrl, credentialsCipher, connectionOf(project), [...kinds]] as const
}

function connectionOf({ sourceUrl, credentialsCipher }: Asked): string {
  return createHash('sha256').update(`${sourceUrl}\0`).update(credentialsCipher).digest('base64url')
}

function linkedIdentity(project: { sourceUrl: string; sourceStoreId: string; sourceName: string }) {
  const { sourceUrl: url, sourceStoreId: storeId, sourceName: name } = project
  return { url, storeId, name }
}

/** Null: it does not come from the source (the run was stopped). */
function codeOf(error: unknown): string | null {
  if (error instanceof PauseRun) return error.code
  if (error instanceof RetriableError) return 'SOURCE_UNREACHABLE'
  return error instanceof FatalError ? 'BROKEN_ANSWER' : null
}

function failureOf(code: string): SourceFailure {
  switch (code) {
    case 'SOURCE_CREDENTIALS':
    case 'BAD_CREDENTIALS':
    case 'BAD_SECRET':
    case 'NO_READ_PERMISSION':
      return 'refused'
    case 'SOURCE_CHANGED':
    case 'VERSION_TOO_OLD':
      return 'another'
    default:
      return 'silent'
  }
}
