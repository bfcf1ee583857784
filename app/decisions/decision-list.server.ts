import type { Issue, Prisma } from '#app/generated/prisma/client.ts'
import { LEFT_BEHIND } from '#app/migration/ledger/ledger-rows.ts'
import { getProject } from '#app/projects/projects.server.ts'
import { idCursor, toPage } from '#app/platform/page-cursor.ts'
import { toIssueView, toKind, type ListArgs } from '#app/runs/history/run-lists.server.ts'
import type { Page } from '#app/runs/run-types.ts'
import type { Services } from '#app/services.server.ts'
import { alikeField, OPEN, openAlike, sectionOf, UNDOABLE } from './decision-rows.ts'
import {
  DECISION_SECTIONS,
  type Alike,
  type DecidedRow,
  type DecisionGroup,
  type DecisionRow,
  type Section,
} from './decision-types.ts'

type Deps = Pick<Services, 'prisma'>

const MAX_LIMIT = 50
const ADMIN_PATHS = { product: 'products', customer: 'customers', order: 'orders' } as const
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
): Promise<DecisionGroup[]> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const rows = await prisma.issue.groupBy({
    by: ['severity', 'code', 'kind', 'field'],
    where: { shop, projectId: id, OR: sections.map((section) => OPEN[section]) },
    _count: { _all: true },
    _min: { message: true },
    _max: { message: true },
  })
  const groups = new Map<string, DecisionGroup>()
  for (const { kind, code, severity, field, _count, _min, _max } of rows) {
    const alike = {
      section: sectionOf({ severity, code }),
      kind: toKind(kind),
      code,
      field: alikeField(field),
    }
    const key = alikeKey(alike)
    const before = groups.get(key)
    const message = _min.message === _max.message ? _min.message : null
    groups.set(key, {
      ...alike,
      count: (before?.count ?? 0) + _count._all,
      message: before === undefined || before.message === message ? message : null,
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
  if (!known || (kind !== 'product' && kind !== 'customer' && kind !== 'order')) return null
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
  const limit = Math.min(MAX_LIMIT, Math.max(1, args.limit ?? MAX_LIMIT))
  const after = idCursor(args.cursor)
  const rows = await prisma.issue.findMany({
    where: {
      shop,
      projectId: id,
      AND: [openAlike(alike), after === null ? {} : { id: { gt: after } }],
    },
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  const page = toPage(rows, limit, toRow, ({ id: last }) => String(last))
  return { ...page, items: await withAdminPaths({ prisma }, { shop, projectId: id }, page.items) }
}

/** What was decided, latest first. @throws NotFound */
export async function decidedRows(
  { prisma }: Deps,
  shop: string,
  projectId: string,
  args: ListArgs = {},
): Promise<Page<DecidedRow>> {
  const { id } = await getProject({ prisma }, shop, projectId)
  const limit = Math.min(MAX_LIMIT, Math.max(1, args.limit ?? MAX_LIMIT))
  const scope = { shop, projectId: id }
  const after = decidedCursor(args.cursor)
  const rows = await prisma.issue.findMany({
    where: {
      ...scope,
      resolution: { not: null },
      decidedAt: { not: null },
      AND: after
        ? {
            OR: [{ decidedAt: { lt: after.at } }, { decidedAt: after.at, id: { lt: after.id } }],
          }
        : {},
    },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const undoable = await prisma.issue.findMany({
    where: { ...scope, AND: [UNDOABLE, { id: { in: rows.map((row) => row.id) } }] },
    select: { id: true },
  })
  const canUndo = new Set(undoable.map((row) => row.id))
  const page = toPage(
    rows,
    limit,
    (row) => ({ row, shown: toRow(row) }),
    ({ decidedAt, id: last }) => `${decidedAt?.toISOString() ?? ''}~${last}`,
  )
  const shown = await withAdminPaths(
    { prisma },
    scope,
    page.items.map((item) => item.shown),
  )
  return {
    next: page.next,
    items: page.items.flatMap(({ row }, at): DecidedRow[] => {
      const section = sectionOf(row)
      const choice = choiceOf(row.resolution)
      const base = shown[at]
      if (section === 'notes' || choice === null || !base) return []
      const { decidedAt, decidedBy, code } = row
      return [
        {
          ...base,
          section,
          code,
          choice,
          at: decidedAt,
          by: decidedBy,
          canUndo: canUndo.has(row.id),
        },
      ]
    }),
  }
}

/** How many decisions the list of them has. @throws NotFound */
export async function countDecided({ prisma }: Deps, shop: string, projectId: string) {
  const { id } = await getProject({ prisma }, shop, projectId)
  return prisma.issue.count({
    where: { shop, projectId: id, resolution: { not: null }, decidedAt: { not: null } },
  })
}

/** Of rows ordered by the moment of the decision. */
function decidedCursor(cursor: string | null | undefined): { at: Date; id: bigint } | null {
  const [time = '', last] = (cursor ?? '').split('~')
  const at = new Date(time)
  const id = idCursor(last)
  return id === null || Number.isNaN(at.getTime()) ? null : { at, id }
}

function choiceOf(resolution: string | null): DecidedRow['choice'] | null {
  switch (resolution) {
    case LEFT_BEHIND:
      return 'left_behind'
    case 'keep_target':
    case 'take_source':
    case 'left':
    case 'archived':
    case 'cancelled':
      return resolution
    default:
      return null
  }
}

function toRow(issue: Issue): DecisionRow {
  const { id, kind, sourceId, reference, field, message } = toIssueView(issue)
  return {
    issueId: id,
    kind,
    sourceId,
    reference,
    field,
    message,
    tries: issue.tries,
    toldAt: issue.updatedAt,
    adminPath: null,
  }
}

async function withAdminPaths(
  { prisma }: Deps,
  scope: { shop: string; projectId: string },
  rows: readonly DecisionRow[],
): Promise<DecisionRow[]> {
  const or: Prisma.MappingWhereInput[] = rows.map(({ kind, sourceId }) => ({ kind, sourceId }))
  const mappings =
    or.length > 0
      ? await prisma.mapping.findMany({
          where: { ...scope, OR: or },
          select: { kind: true, sourceId: true, gid: true },
        })
      : []
  const gids = new Map(mappings.map(({ kind, sourceId, gid }) => [`${kind}:${sourceId}`, gid]))
  return rows.map((row) => {
    const number = gids.get(`${row.kind}:${row.sourceId}`)?.split('/').at(-1)
    return number ? { ...row, adminPath: `${ADMIN_PATHS[row.kind]}/${number}` } : row
  })
}
