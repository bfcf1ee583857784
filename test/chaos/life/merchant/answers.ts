/** The merchant answers what the app asked about records as a whole. */
import { settleConflicts } from '#app/decisions/conflicts.server.ts'
import { steadily, type Lane } from '#test/chaos/lanes/lane-state.ts'
import type { WooState } from '#test/stand-ins/woocommerce/state.ts'
import { isEdited, type MerchantEdits } from './merchant-edits.ts'
import type { Replaced } from '../restored.ts'
import type { OpenIssueRow } from '#test/chaos/types.ts'

/** What was replaced is another record; what the merchant deleted is wanted after all. */
const ANSWERS = { ANOTHER_RECORD: 'keep_target', TARGET_RECORD_GONE: 'take_source' } as const

const isQuestion = (code: string): code is keyof typeof ANSWERS => code in ANSWERS

export async function answerQuestions({ world, plan, shop, projectId }: Lane): Promise<void> {
  const { services, chronicle } = world
  const rows = await steadily(() =>
    services.prisma.issue.findMany({
      where: {
        projectId,
        resolvedAt: null,
        severity: 'conflict',
        resolution: null,
        code: { in: Object.keys(ANSWERS) },
      },
      orderBy: { id: 'asc' },
    }),
  )
  for (const { id, kind, sourceId, code } of rows) {
    if (!isQuestion(code)) continue
    const answer = ANSWERS[code]
    await steadily(() =>
      settleConflicts(services, shop, projectId, { issueIds: [String(id)] }, answer, null),
    )
    chronicle.tell(plan.lane, `merchant: ${kind} ${sourceId} ${code}: ${answer}`)
  }
}

/**
 * Where the merchant only added an address of their own, the old store's are right: they take theirs,
 * and what was added stays beside them. To be called when all is edited that comes before the run.
 */
export async function answerOverAddresses(lane: Lane): Promise<void> {
  const { world, plan, shop, projectId, merchant } = lane
  const { services, chronicle } = world
  const where = { projectId, kind: 'customer', field: 'addresses' } as const
  const rows = await steadily(() =>
    services.prisma.issue.findMany({
      where: { ...where, code: 'CONFLICT', resolvedAt: null, resolution: null },
      orderBy: { id: 'asc' },
    }),
  )
  for (const { id, sourceId } of rows) {
    const mapping = await steadily(() =>
      services.prisma.mapping.findFirst({ where: { projectId, kind: 'customer', sourceId } }),
    )
    if (!mapping || isEdited(merchant.edits, mapping.gid, 'customer.address')) continue
    const issueIds = [String(id)]
    await steadily(() =>
      settleConflicts(services, shop, projectId, { issueIds }, 'take_source', null),
    )
    chronicle.tell(plan.lane, `merchant: customer ${sourceId} addresses: take_source`)
  }
}

/**
 * A record the merchant was rightly asked about has not arrived, and they know; an order that came
 * meanwhile could not be linked to it, and that is told. A question about any other record is no
 * excuse.
 */
export function announcedByQuestion(
  issues: readonly OpenIssueRow[],
  { replaced, edits, woo }: { replaced: Replaced; edits: MerchantEdits; woo: WooState },
): OpenIssueRow[] {
  const records = new Set([...replaced.values()].map(({ record }) => record))
  const rightly: Record<keyof typeof ANSWERS, ReadonlySet<string>> = {
    ANOTHER_RECORD: records,
    TARGET_RECORD_GONE: new Set(edits.deleted.values()),
  }
  const asksOf = (sourceId: string): Set<string> => {
    const order = woo.orders.get(Number(sourceId))
    const parents = new Set<string>()
    if (records.has(`customer ${order?.customerId}`)) parents.add('customer')
    const isSold = order?.lines.some(({ productId }) => records.has(`product ${productId}`))
    return isSold ? parents.add('lines') : parents
  }
  return issues.map((issue): OpenIssueRow => {
    const { kind, sourceId, code, field } = issue
    if (isQuestion(code) && rightly[code].has(`${kind} ${sourceId}`)) {
      return { ...issue, severity: 'failed' }
    }
    const isParent = code === 'PARENT_MISSING' && kind === 'order' && field !== null
    return isParent && asksOf(sourceId).has(field)
      ? { ...issue, code: 'CHANGE_NOT_POSSIBLE' }
      : issue
  })
}
