import { NotFound } from '#app/platform/not-found.ts'
import type { Services } from '#app/services.server.ts'

/** How long answers, and the memory of webhooks, are kept. */
export const KEPT_DAYS = 30

type Deps = Pick<Services, 'prisma' | 'clock'>

function oldest(clock: Deps['clock']): Date {
  return new Date(clock.now() - KEPT_DAYS * 86_400_000)
}

/** Answers to customers' data requests that the merchant can still fetch, newest first. */
export async function listPrivacyExports({ prisma, clock }: Deps, shop: string) {
  await prisma.privacyExport.deleteMany({ where: { shop, createdAt: { lt: oldest(clock) } } })
  return prisma.privacyExport.findMany({
    where: { shop },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
    select: { id: true, requestId: true, createdAt: true },
  })
}

/** @throws NotFound also for another shop's export and for one older than 30 days. */
export async function readPrivacyExport({ prisma, clock }: Deps, shop: string, id: string) {
  const row = await prisma.privacyExport.findFirst({
    where: { id, shop, createdAt: { gte: oldest(clock) } },
  })
  if (!row) throw new NotFound('export')
  return row
}
