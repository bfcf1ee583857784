/** Compares both stores after a run. */
import { KINDS } from '#app/migration/kinds/kind.ts'
import { steadily, Stuck, type Lane, type LaneResult } from './lane-state.ts'
import { announcedByQuestion } from '../life/merchant/answers.ts'
import { askedOfForgotten } from '../life/forgotten.ts'
import { checkReplaced } from '../life/restored.ts'
import { checkTarget } from '../oracle/check.ts'
import type { Findings, OpenIssueRow, Through } from '../types.ts'

/** The watermarks, and no later than the instant the old store's clock went back to. */
export async function throughOf(lane: Lane): Promise<Through> {
  const { world, projectId } = lane
  const rows = await steadily(() =>
    world.services.prisma.watermark.findMany({ where: { projectId } }),
  )
  // What is stamped after the clock went back lies before the watermark, where no window looks: the
  // next run has to notice.
  const bound = lane.wentBackTo === null ? Number.POSITIVE_INFINITY : lane.wentBackTo - 1000
  const at = (kind: string) => {
    const row = rows.find((each) => each.kind === kind)
    if (!row) throw new Stuck(`a completed run left no watermark for ${kind}`)
    return new Date(Math.min(Date.parse(row.at), bound)).toISOString()
  }
  return { product: at('product'), customer: at('customer'), order: at('order') }
}

/** @returns true when something was found: the lane ends then, its story is complete */
export async function judge(
  lane: Lane,
  result: LaneResult,
  through: Through | null,
): Promise<boolean> {
  const { world, woo, shop, projectId, merchant, replaced } = lane
  const { findings } = result
  const found = checkTarget({
    woo: woo.state,
    shop: world.shopify.store(shop),
    projectId,
    edits: merchant.edits,
    through,
    ledgerIssues: askedOfForgotten(
      announcedByQuestion(await openIssues(lane), {
        replaced,
        edits: merchant.edits,
        woo: woo.state,
      }),
      { forgotten: lane.forgotten, store: world.shopify.store(shop), woo: woo.state },
    ),
  })
  findings.lost += found.lost
  findings.duplicated += found.duplicated + (found.extra ?? 0)
  findings.overwritten += found.overwritten
  findings.wrongTotals += found.wrongTotals
  findings.wrongFields += found.wrongFields
  findings.watermarkLies += found.watermarkLies
  findings.stories.push(...found.stories)
  const written = checkReplaced(replaced, world.shopify.store(shop))
  findings.overwritten += written.overwritten
  findings.stories.push(...written.stories)
  const { emails, stockMoves } = world.shopify.stats(shop)
  findings.emails = emails
  findings.stockMoves = stockMoves
  if (emails > 0) findings.stories.push(`emails: Shopify would have sent ${emails} to customers`)
  if (stockMoves > 0) findings.stories.push(`stockMoves: stock was changed ${stockMoves} times`)
  for (const story of findings.stories) await tellLedger(lane, story)
  return findings.stories.length > 0
}

/** What the app itself remembers of the record a finding is about. */
async function tellLedger({ world, plan, projectId }: Lane, story: string): Promise<void> {
  const [, kind, sourceId] = /(product|customer|order) (\w+)/.exec(story) ?? []
  if (!kind || !sourceId) return
  const { prisma } = world.services
  const where = { projectId, kind, sourceId }
  const [mapping, intent, outcomes, issues] = await steadily(() =>
    Promise.all([
      prisma.mapping.findFirst({ where, select: { gid: true, sourceChangedAt: true } }),
      prisma.intent.findFirst({ where, select: { runId: true } }),
      prisma.outcome.findMany({ where, orderBy: { id: 'asc' }, select: { outcome: true } }),
      prisma.issue.findMany({ where, select: { code: true, field: true, resolvedAt: true } }),
    ]),
  )
  const told = outcomes.map(({ outcome }) => outcome).join(', ') || 'none'
  const open = issues.map(({ code, field, resolvedAt }) =>
    [code, field, resolvedAt ? '(resolved)' : ''].filter(Boolean).join(' '),
  )
  world.chronicle.tell(
    plan.lane,
    `ledger of ${kind} ${sourceId}: ${mapping ? `mapped to ${mapping.gid}, changed ${mapping.sourceChangedAt}` : 'not mapped'}; outcomes ${told}; intent ${intent ? 'open' : 'none'}; issues ${open.join(', ') || 'none'}`,
  )
}

async function openIssues({ world, projectId }: Lane): Promise<OpenIssueRow[]> {
  const rows = await steadily(() =>
    world.services.prisma.issue.findMany({ where: { projectId, resolvedAt: null } }),
  )
  return rows.flatMap(({ kind, sourceId, code, severity, field }) => {
    const known = KINDS.find((each) => each === kind)
    return known ? [{ kind: known, sourceId, code, severity, field }] : []
  })
}

export function nothing(): Findings {
  return {
    lost: 0,
    duplicated: 0,
    overwritten: 0,
    emails: 0,
    stockMoves: 0,
    wrongTotals: 0,
    wrongFields: 0,
    watermarkLies: 0,
    stories: [],
  }
}
