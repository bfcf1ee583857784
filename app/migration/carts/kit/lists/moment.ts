import type { SourceMoment } from '#app/migration/engine/ports/source.ts'
import { kitSays } from '#app/migration/messages/kit.ts'
import type { Message } from '#app/migration/messages/message.ts'
import { sourceProblem, type SourceRequestError } from '../http/recovery.ts'
import { tickOf, type AskedList } from './list.ts'

/** HTTP dates have whole seconds, and a store with several servers several clocks. */
const TOLERANCE_MS = 60_000
/** No proxy's clock is a day off; what is dated later was dated so on purpose. */
const DAY_MS = 24 * 3_600_000
/** A store that will not order by change time proves nothing: so much is read again each time. */
const UNPROVEN_MS = DAY_MS

/** What is asked of each list to tell the time. */
type Stamps = Pick<AskedList, 'ask' | 'refusesOrder' | 'ticks'>

/**
 * The clock that the store's answers show and the one that stamps changes need not be the same: a
 * proxy in front of the store may put in its own time, ahead or behind. So both are looked at: the
 * clock of an answer, and the latest change time there is.
 *
 * @param deps.proofs lists of records that one clock stamps and nobody dates into the future by
 *   planning, the likeliest first: its answer shows the clock
 * @param deps.lists together every record of the kind
 * @throws SourceRequestError
 */
export async function readMoment(deps: {
  proofs: readonly [Stamps, ...Stamps[]]
  lists: readonly Pick<AskedList, 'ask'>[]
  notice: (told: Message) => void
}): Promise<SourceMoment> {
  const [first, ...others] = deps.proofs
  const { ticks } = first
  const latest = await latestStamp(first, null)
  if (latest.dateMs === null) throw noClock()
  const now = Math.floor(latest.dateMs / ticks.ms)
  const stamps = [await upTo(first, now, latest)]
  for (const proof of others) stamps.push(await upTo(proof, now, await latestStamp(proof, null)))
  const aheadMs = (Math.max(...stamps.map(({ later }) => later ?? now)) - now) * ticks.ms
  if (aheadMs > TOLERANCE_MS && aheadMs < DAY_MS) {
    const minutes = Math.max(1, Math.round(aheadMs / 60_000))
    deps.notice(kitSays('clockBehind', { minutes }))
  }
  const proven = stamps.flatMap(({ tick }) => (tick === null ? [] : [tick]))
  return {
    clock: timeOf(now * ticks.ms),
    stamped: proven.length === 0 ? null : timeOf(Math.max(...proven) * ticks.ms),
    ...(await newestOf(deps.lists)),
  }
}

export function noClock(): SourceRequestError {
  return sourceProblem('BROKEN_ANSWER', kitSays('noClock'))
}

type Latest = { tick: number | null; dateMs: number | null }

async function latestStamp(list: Stamps, latest: number | null): Promise<Latest> {
  const question = {
    show: 'summary',
    most: 1,
    ...(latest === null ? {} : { upTo: latest }),
  } as const
  try {
    const { rows, dateMs } = await list.ask({ ...question, order: 'change', newestFirst: true })
    return { tick: tickOf(list.ticks, rows[0]), dateMs }
  } catch (error) {
    if (!list.refusesOrder(error)) throw error
    const { dateMs } = await list.ask(question)
    const tick = dateMs === null ? null : Math.floor((dateMs - UNPROVEN_MS) / list.ticks.ms)
    return { tick, dateMs }
  }
}

/** The latest stamp that is not later than the shown clock, and the one that is, if any. */
async function upTo(
  list: Stamps,
  now: number,
  latest: Latest,
): Promise<{ tick: number | null; later: number | null }> {
  if (latest.tick === null || latest.tick <= now) return { tick: latest.tick, later: null }
  const { tick } = await latestStamp(list, now)
  return { tick: tick !== null && tick <= now ? tick : null, later: latest.tick }
}

async function newestOf(
  lists: readonly Pick<AskedList, 'ask'>[],
): Promise<Pick<SourceMoment, 'newest' | 'total'>> {
  let newest: number | null = null
  let total: number | null = 0
  for (const list of lists) {
    const answer = await list.ask({ show: 'ids', order: 'id', newestFirst: true, most: 1 })
    const id = answer.rows[0]?.summary.id
    if (id !== undefined) newest = Math.max(newest ?? 0, id)
    const here = answer.total ?? (answer.rows.length + answer.unreadable === 0 ? 0 : null)
    total = here === null || total === null ? null : total + here
  }
  return { newest: newest === null ? null : String(newest), total }
}

/** ISO 8601 UTC; without the milliseconds where there are none. */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
