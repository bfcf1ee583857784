import { NOTE_CODES } from '#app/migration/engine/leftovers/issue-weights.ts'
import type { Services } from '#app/services.server.ts'
import { toKind } from './run-lists.server.ts'
import { findRun } from '../run-rows.server.ts'
import type { NoteGroup } from '../run-types.ts'

/** What is worth knowing of a run and asks for nothing: alike things are one line. @throws NotFound */
export async function runNotes(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  runId: string,
): Promise<NoteGroup[]> {
  const { id } = await findRun(prisma, shop, runId)
  const groups = await prisma.issue.groupBy({
    by: ['code', 'kind'],
    where: { shop, runId: id, severity: 'note', resolvedAt: null, code: { in: [...NOTE_CODES] } },
    _count: { _all: true },
    _min: { message: true },
    _max: { message: true },
  })
  return groups
    .map(({ code, kind, _count, _min, _max }) => ({
      code,
      kind: toKind(kind),
      count: _count._all,
      message: _min.message ?? '',
      isSame: _min.message === _max.message,
    }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))
}
