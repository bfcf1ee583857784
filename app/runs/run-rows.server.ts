import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { cartOf } from '#app/migration/carts/registry.server.ts'
import { NotFound } from '#app/platform/not-found.ts'
import { readAway, readWaiting } from './away.ts'
import { nextState } from './run-states.ts'
import type { RunView } from './run-types.ts'

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
    reason: row.reason,
    points: row.points.toFixed(1),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    pausedAt: row.pausedAt,
    retryAt: row.retryAt,
    away: readAway(row.away),
    waiting: readWaiting(row.waiting),
    allowed: {
      pause: nextState(row.state, 'request_pause') !== null,
      resume: nextState(row.state, 'resume') !== null,
      cancel: nextState(row.state, 'request_cancel') !== null,
    },
  }
}

/** Dates become text, as `away.ts` reads them. */
export function toJson(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value))
}
