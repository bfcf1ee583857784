import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { readAway, readWaiting } from './away.ts'
import { nextState } from './run-states.ts'
import type { RunView } from './run-types.ts'
import { kept, toldBy, type Message } from '#app/migration/messages/message.ts'
import { sentenceOf } from '#app/words/sentence.server.ts'

const idSchema = z.uuid()

const withProject = { project: { select: { name: true, cart: true } } } as const
export type RunRow = Prisma.RunGetPayload<{ include: typeof withProject }>

/** @throws NotFound also for another shop's run. */
export async function findRun(
  prisma: Pick<Transaction, 'run'>,
  shop: string,
  runId: string,
): Promise<RunRow> {
  const id = idSchema.safeParse(runId)
  const row = id.success
    ? await prisma.run.findFirst({ where: { id: id.data, shop }, include: withProject })
    : null
  if (!row) throw new NotFound('run')
  return row
}

export function findRuns(
  prisma: Pick<Transaction, 'run'>,
  args: Pick<Prisma.RunFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<RunRow[]> {
  return prisma.run.findMany({ ...args, include: withProject })
}

export function toRunView(row: RunRow): RunView {
  return {
    id: row.id,
    projectId: row.projectId,
    projectName: row.project.name,
    cartName: cartOf(row.project.cart).name,
    mode: row.mode,
    state: row.state,
    reasonCode: row.reasonCode,
    reason: reasonOf(row),
    points: row.points.toFixed(1),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    pausedAt: row.pausedAt,
    resumeAt: row.resumeAt,
    away: readAway(row.away),
    waiting: readWaiting(row.waiting),
    allowed: {
      pause: nextState(row.state, 'request_pause') !== null,
      resume: nextState(row.state, 'resume') !== null,
      cancel: nextState(row.state, 'request_cancel') !== null,
    },
  }
}

/** Why a run stands still, for its row. */
export function reasonColumns(code: string, told: Message) {
  return { reasonCode: code, reason: null, reasonSaid: kept(told).said }
}

export const NO_REASON = { reasonCode: null, reason: null, reasonSaid: null }

/** The sentence. An older worker that ends a run leaves `reasonSaid` as it was, and takes the code away. */
export function reasonOf({
  reasonCode,
  reason,
  reasonSaid,
}: Pick<RunRow, 'reasonCode' | 'reason' | 'reasonSaid'>): string | null {
  if (reason !== null) return reason
  if (reasonCode === null || reasonSaid === null) return null
  return sentenceOf(toldBy({ message: '', said: reasonSaid }))
}

/** Dates become text, as `away.ts` reads them. */
export function toJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value))
}
