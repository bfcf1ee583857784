import type { Transaction } from '#app/db.server.ts'
import type { PauseCode } from '../engine/ports/errors.ts'
import type { LeaseHolder } from './ledger-transaction.server.ts'

const QUESTION: PauseCode = 'SOURCE_LISTS_LESS'

/**
 * The length of the list that the merchant was asked about, once they resumed the run; null before.
 * That it is remembered proves nothing: a worker may have died before the run was paused.
 */
export async function acceptedTotal(
  tx: Transaction,
  { shop, runId }: Pick<LeaseHolder, 'shop' | 'runId'>,
  askedTotal: number,
): Promise<number | null> {
  const run = await tx.run.findFirst({
    where: { id: runId, shop, answered: { has: QUESTION } },
    select: { id: true },
  })
  return run === null ? null : askedTotal
}

/** What was answered of another list, or of this one when it was longer, is no answer now. */
export async function askAnew(
  tx: Transaction,
  { shop, runId }: Pick<LeaseHolder, 'shop' | 'runId'>,
): Promise<void> {
  const { answered } = await tx.run.findUniqueOrThrow({
    where: { id: runId, shop },
    select: { answered: true },
  })
  await tx.run.update({
    where: { id: runId, shop },
    data: { answered: answered.filter((code) => code !== QUESTION) },
  })
}
