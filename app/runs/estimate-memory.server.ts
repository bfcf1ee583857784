import type { Project } from '#app/generated/prisma/client.ts'
import { fingerprint } from '#app/migration/canonical/fingerprint.ts'
import type { Services } from '#app/services.server.ts'
import { countedSchema, type Counted } from './estimate-of.ts'
import type { EstimateFailure, PassMode } from './run-types.ts'

/** What is remembered of counts of one project and mode. */
type EstimateMemory = {
  counted: Counted | null
  failed: EstimateFailure | null
  isCounting: boolean
}

type Row = {
  estimate: unknown
  basis: string | null
  failedCode: string | null
  failedMessage: string | null
  failedSince: Date | null
  isCounting: boolean
}

type Deps = Pick<Services, 'prisma' | 'settings'>

/** A failure under other keys, another address or other options is none any more. */
export async function readEstimate(
  { prisma, settings }: Deps,
  project: Project,
  mode: PassMode,
): Promise<EstimateMemory> {
  const [row] = await prisma.$queryRaw<Row[]>`
    select "estimate", "basis", "failedCode", "failedMessage", "failedSince",
      coalesce("countingUntil" > clock_timestamp(), false) as "isCounting"
    from "ProjectEstimate"
    where "shop" = ${project.shop} and "projectId" = ${project.id}::uuid and "mode" = ${mode}`
  if (!row) return { counted: null, failed: null, isCounting: false }
  // What another version of the app wrote may look different.
  const counted = countedSchema.safeParse(row.estimate)
  const { failedCode, failedMessage, failedSince } = row
  const hasFailed =
    failedCode !== null && failedSince !== null && row.basis === basisOf(settings, project)
  return {
    counted: counted.success ? counted.data : null,
    failed: hasFailed
      ? { code: failedCode, message: failedMessage ?? '', since: failedSince }
      : null,
    isCounting: row.isCounting,
  }
}

/** What a count is made with: where the old store is, the keys, the options. */
function basisOf(
  { fingerprintKey }: Pick<Services['settings'], 'fingerprintKey'>,
  project: Project,
) {
  return fingerprint(fingerprintKey, {
    url: project.sourceUrl,
    keys: Buffer.from(project.credentialsCipher).toString('base64'),
    options: JSON.stringify(project.options),
  })
}
