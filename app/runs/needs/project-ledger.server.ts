import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { createPrismaLedger } from '#app/migration/ledger/prisma-ledger.server.ts'
import type { SourceConnector } from '#app/migration/engine/ports/source.ts'
import type { Ledger } from '#app/migration/engine/ports/ledger.ts'
import { POINTS } from '#app/plans/entity-points.ts'
import type { ProjectView } from '#app/projects/project-types.ts'
import type { Services } from '#app/services.server.ts'

/** Only what reads: nobody owns a run here. */
export type ProjectLedger = Pick<Ledger, 'leftovers' | 'lastWindow' | 'due' | 'expected'>

/** No run has it. */
const NO_RUN = '00000000-0000-0000-0000-000000000000'

type Deps = Pick<Services, 'prisma' | 'clock' | 'settings'>

/** The ledger as the project's next run will find it. */
export function projectLedger(
  services: Deps,
  project: ProjectView,
  source: SourceConnector,
): ProjectLedger {
  return runLedger(services, project, source, { runId: NO_RUN, leaseOwner: '' })
}

export function runLedger(
  { prisma, clock, settings }: Deps,
  project: ProjectView,
  source: Pick<SourceConnector, 'describe'>,
  run: { runId: string; leaseOwner: string; triesAnew?: boolean },
): Ledger {
  return createPrismaLedger({
    prisma,
    clock,
    shop: project.shop,
    projectId: project.id,
    ...run,
    pointsPerKind: POINTS,
    mappingVersion: source.describe().mappingVersion,
    optionsHash: fingerprint(settings.fingerprintKey, { ...project.options }),
  })
}
