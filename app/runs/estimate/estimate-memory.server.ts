import { toJson } from '../run-rows.server.ts'
import { kept, toldBy } from '#app/migration/messages/message.ts'
import { asMessage } from '#app/migration/messages/engine.ts'
import type { Database } from '#app/db.server.ts'
import type { Project } from '#app/generated/prisma/client.ts'
import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { NotFound } from '#app/platform/not-found.ts'
import type { Services } from '#app/services.server.ts'
import { countedSchema, type Counted, type CountOutcome } from '../counted.ts'
import type { EstimateFailure, PassMode } from '../run-types.ts'

/** What is remembered of the counts of one project and mode. */
export type EstimateMemory = {
  counted: Counted | null
  failed: EstimateFailure | null
  isCounting: boolean
  /** When the last try ended; null: there was none. */
  triedAt: Date | null
  /** It says nothing of now: a count would say something else, or was asked for. */
  isStale: boolean
}

/** So long a count that came through says how it is. */
const LASTS_MS = 15 * 60_000
/** So long an old store that did not answer is left in peace, unless the merchant asks. */
const FAILURE_LASTS_MS = 60_000

type Row = {
  estimate: unknown
  basis: string | null
  countedAt: Date | null
  failedCode: string | null
  failedMessage: string | null
  failedSaid: string | null
  failedSince: Date | null
  triedAt: Date | null
  askedAgainAt: Date | null
  isCounting: boolean
  lastEnd: Date | null
}

type Deps = Pick<Services, 'prisma' | 'settings' | 'clock'>

export async function readEstimate(
  { prisma, settings, clock }: Deps,
  project: Project,
  mode: PassMode,
): Promise<EstimateMemory> {
  const [row] = await prisma.$queryRaw<Row[]>`
    select "estimate", "basis", "countedAt", "failedCode", "failedMessage", "failedSaid", "failedSince",
      "triedAt", "askedAgainAt",
      coalesce("countingUntil" > clock_timestamp(), false) as "isCounting",
      (select max("finishedAt") from "Run" r
        where r."shop" = e."shop" and r."projectId" = e."projectId") as "lastEnd"
    from "ProjectEstimate" e
    where "shop" = ${project.shop} and "projectId" = ${project.id}::uuid and "mode" = ${mode}`
  if (!row) {
    return { counted: null, failed: null, isCounting: false, triedAt: null, isStale: true }
  }
  // What another version of the app wrote may look different.
  const parsed = countedSchema.safeParse(row.estimate)
  const counted = parsed.success ? parsed.data : null
  // A failure under other keys, another address or other options is none any more.
  const isSame = row.basis === basisOf(settings, project)
  const { failedCode, failedMessage, failedSaid, failedSince } = row
  const failed =
    isSame && failedCode !== null && failedSince !== null
      ? {
          code: failedCode,
          message: asMessage(toldBy({ message: failedMessage ?? '', said: failedSaid })),
          since: failedSince,
        }
      : null
  return {
    counted,
    failed,
    isCounting: row.isCounting,
    triedAt: row.triedAt,
    isStale:
      !isSame ||
      isLater(row.askedAgainAt, row.triedAt) ||
      (failed
        ? clock.now() - (row.triedAt?.getTime() ?? 0) > FAILURE_LASTS_MS
        : counted === null ||
          isLater(row.lastEnd, row.countedAt) ||
          clock.now() - (row.countedAt?.getTime() ?? 0) > LASTS_MS),
  }
}

const isLater = (one: Date | null, other: Date | null) =>
  one !== null && (other === null || one > other)

/** Whoever counts, and until when the others leave it to them. */
export type CountClaim = { projectId: string; mode: PassMode; shop: string; owner: string }

/**
 * Claims the project's next count among all processes, by the database's clock; gone by itself when
 * the process dies.
 * @returns false while another counts
 * @throws NotFound when the project is gone
 */
export async function claimCount(
  prisma: Database,
  { projectId, mode, shop, owner }: CountClaim,
  forMs: number,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`
      select 1 from "Project" where "id" = ${projectId}::uuid and "shop" = ${shop}
      for no key update`
    if (found.length === 0) throw new NotFound('project')
    const claimed = await tx.$queryRaw<unknown[]>`
      insert into "ProjectEstimate" ("projectId", "mode", "shop", "countingBy", "countingUntil")
      select ${projectId}::uuid, ${mode}, ${shop}, ${owner},
        clock_timestamp() + ${forMs} * interval '1 millisecond'
      where not exists (select 1 from "ProjectEstimate"
        where "projectId" = ${projectId}::uuid and "countingUntil" > clock_timestamp())
      on conflict ("projectId", "mode") do update
        set "countingBy" = excluded."countingBy", "countingUntil" = excluded."countingUntil"
      returning 1`
    return claimed.length > 0
  })
}

/** What the claimed count came to; nothing is written when the claim is not ours any more. */
export async function rememberCount(
  { prisma, settings, clock }: Deps,
  project: Project,
  { mode, owner }: CountClaim,
  outcome: CountOutcome,
): Promise<void> {
  const now = new Date(clock.now())
  const basis = basisOf(settings, project)
  const where = { projectId: project.id, shop: project.shop, mode, countingBy: owner }
  const over = { countingBy: null, countingUntil: null, triedAt: now, basis }
  if ('counted' in outcome) {
    const { counted } = outcome
    const came = { estimate: toJson(counted), countedAt: new Date(counted.at) }
    const noFailure = {
      failedCode: null,
      failedMessage: null,
      failedSaid: null,
      failedSince: null,
    }
    await prisma.projectEstimate.updateMany({ where, data: { ...over, ...came, ...noFailure } })
    return
  }
  const { code, message } = outcome.failed
  const last = await prisma.projectEstimate.findFirst({ where })
  const goesOn = last?.failedCode === code && last.basis === basis
  await prisma.projectEstimate.updateMany({
    where,
    data: {
      ...over,
      failedCode: code,
      failedMessage: null,
      failedSaid: kept(message).said,
      failedSince: goesOn ? (last.failedSince ?? now) : now,
    },
  })
}

/** The claimed count was dropped. */
export async function releaseCount(
  prisma: Database,
  { projectId, shop, mode, owner }: CountClaim,
): Promise<void> {
  await prisma.projectEstimate.updateMany({
    where: { projectId, shop, mode, countingBy: owner },
    data: { countingBy: null, countingUntil: null },
  })
}

/** The merchant wants to know it anew. */
export async function askForCount(
  { prisma, clock }: Pick<Services, 'prisma' | 'clock'>,
  { id: projectId, shop }: Pick<Project, 'id' | 'shop'>,
  mode: PassMode,
): Promise<void> {
  const askedAgainAt = new Date(clock.now())
  await prisma.projectEstimate.updateMany({
    where: { projectId, shop, mode },
    data: { askedAgainAt },
  })
}

/** What a count is made with: where the old store is, the keys, the options. */
function basisOf(
  { fingerprintKey }: Pick<Services['settings'], 'fingerprintKey'>,
  project: Project,
): string {
  return fingerprint(fingerprintKey, {
    url: project.sourceUrl,
    keys: Buffer.from(project.credentialsCipher).toString('base64'),
    options: JSON.stringify(project.options),
  })
}
