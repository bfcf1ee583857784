import {
  alikePage,
  countDecisions,
  decidedPage,
  openByQuestion,
} from '#app/migration/ledger/queries/decisions.server.ts'
import { adminPathOf, isKind } from '#app/migration/kinds/kind.ts'
import type { KeptIssue } from '#app/migration/ledger/queries/kept-rows.ts'
import { gidsOfAny } from '#app/migration/ledger/queries/mappings.server.ts'
import {
  DECISION_SECTIONS,
  sectionOf,
  type Alike,
  type Section,
} from '#app/migration/ledger/queries/questions.ts'
import type { ProjectScope } from '#app/migration/ledger/queries/scope.ts'
import type { ListArgs, Page } from '#app/platform/page-cursor.ts'
import { getProject } from '#app/projects/projects.server.ts'
import type { Services } from '#app/services.server.ts'
import type { DecidedRow, DecisionRow, SaidGroup } from './decision-types.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

type Deps = Pick<Services, 'prisma'>

const MAX_LIMIT = 50
const SECTIONS: readonly Section[] = [...DECISION_SECTIONS, 'notes']

/**
 * What is open, alike things together: by section, then the largest group first.
 * @throws NotFound
 */
export async function openGroups(
  { prisma }: Deps,
  shop: string,
  projectId: string,
  sections: readonly Section[],
): Promise<SaidGroup[]> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const groups = new Map<string, SaidGroup>()
  for (const group of await openByQuestion(prisma, { shop, projectId: id }, sections)) {
    const key = alikeKey(group)
    const before = groups.get(key)
    const message = group.message === null ? null : sentenceOf(group.message)
    const isSame = before === undefined || before.message === message
    groups.set(key, {
      ...group,
      count: (before?.count ?? 0) + group.count,
      message: isSame ? message : null,
    })
  }
  return [...groups.values()].sort(
    (a, b) =>
      SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) ||
      b.count - a.count ||
      alikeKey(a).localeCompare(alikeKey(b)),
  )
}

/** Names a group in an address and a form. */
export function alikeKey({ section, kind, code, field }: Alike): string {
  return [section, kind, code, field ?? ''].join('~')
}

/** @returns null for what is no key of ours */
export function parseAlike(key: string | null): Alike | null {
  // No code and no field of ours holds anything else, nor is as long.
  if (!key || key.length > 300 || !/^\w+~\w+~[A-Z_]+~\P{Cc}*$/u.test(key)) return null
  const [section, kind, code = '', ...field] = key.split('~')
  const known = SECTIONS.find((each) => each === section)
  if (!known || kind === undefined || !isKind(kind)) return null
  return { section: known, kind, code, field: field.join('~') || null }
}

/** The open rows of one group, oldest first. @throws NotFound */
export async function alikeRows(
  { prisma }: Deps,
  shop: string,
  projectId: string,
  alike: Alike,
  args: ListArgs = {},
): Promise<Page<DecisionRow>> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const scope = { shop, projectId: id }
  const page = await alikePage(prisma, scope, alike, pageOf(args))
  return { ...page, items: await withAdminPaths({ prisma }, scope, page.items.map(toRow)) }
}

const pageOf = ({ cursor = null, limit = MAX_LIMIT }: ListArgs) => ({
  cursor,
  limit: Math.min(MAX_LIMIT, Math.max(1, limit)),
})

/** What was decided, latest first. @throws NotFound */
export async function decidedRows(
  { prisma }: Deps,
  shop: string,
  projectId: string,
  args: ListArgs = {},
): Promise<Page<DecidedRow>> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const scope = { shop, projectId: id }
  const page = await decidedPage(prisma, scope, pageOf(args))
  const shown = await withAdminPaths({ prisma }, scope, page.items.map(toRow))
  return {
    next: page.next,
    items: page.items.flatMap((issue, at): DecidedRow[] => {
      const section = sectionOf(issue)
      const base = shown[at]
      const { decision, decidedAt, decidedBy, code, canUndo } = issue
      if (section === 'notes' || decision === null || !base) return []
      return [{ ...base, section, code, choice: decision, at: decidedAt, by: decidedBy, canUndo }]
    }),
  }
}

/** How many decisions the list of them has. @throws NotFound */
export async function countDecided({ prisma }: Deps, shop: string, projectId: string) {
  const { id } = await getProject({ prisma }, shop, projectId)
  return countDecisions(prisma, { shop, projectId: id })
}

function toRow(issue: KeptIssue): DecisionRow {
  const { id, kind, sourceId, reference, field, message, tries, updatedAt } = issue
  return {
    issueId: id,
    kind,
    sourceId,
    reference,
    field,
    message: sentenceOf(message),
    tries,
    toldAt: updatedAt,
    adminPath: null,
  }
}

async function withAdminPaths(
  { prisma }: Deps,
  scope: ProjectScope,
  rows: readonly DecisionRow[],
): Promise<DecisionRow[]> {
  const { gidOf } = await gidsOfAny(prisma, scope, rows)
  return rows.map((row) => {
    const gid = gidOf(row)
    return gid ? { ...row, adminPath: adminPathOf(row.kind, gid) } : row
  })
}
