import { noteGroups } from '#app/migration/ledger/queries/issues.server.ts'
import type { Services } from '#app/services.server.ts'
import { findRun } from '../run-rows.server.ts'
import type { NoteGroup } from '../run-types.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

/** What is worth knowing of a run and asks for nothing: alike things are one line. @throws NotFound */
export async function runNotes(
  { prisma }: Pick<Services, 'prisma'>,
  shop: string,
  runId: string,
): Promise<NoteGroup[]> {
  const { id } = await findRun(prisma, shop, runId)
  const groups = await noteGroups(prisma, { shop, runId: id })
  return groups
    .map(({ message, ...group }) => ({ ...group, message: sentenceOf(message) }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))
}
