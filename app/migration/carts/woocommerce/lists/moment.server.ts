import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { SourceMoment } from '#app/migration/engine/ports/source.ts'
import type { WooAnswer } from '../client/answer.ts'
import type { Query, WooClient } from '../client/client.server.ts'
import { noClock } from '../client/health.server.ts'
import type { KindLists } from './lists.server.ts'
import { LISTS } from './lists.server.ts'
import { knowsNoSuchOrder } from './first-page.server.ts'
import { changedQuery, readRows, secondOf } from './rows.ts'
import { SECOND, toIso } from '../time.ts'

/** HTTP dates have whole seconds, and a store with several servers several clocks. */
const TOLERANCE_S = 60
/** No proxy's clock is a day off; what is dated later was dated so on purpose. */
const DAY_S = 24 * 3_600
/** A store that will not order by change time proves nothing: so much is read again each time. */
const UNPROVEN_S = DAY_S

/**
 * Where the change times are looked up that prove how far the stamping clock has come: all records
 * of these kinds that cannot be dated into the future by planning. Any record will do, because one
 * clock stamps them all.
 */
const PROOFS: Record<'order' | 'product', Query> = {
  order: LISTS.order.filter,
  product: { status: 'publish' },
}

/**
 * The clock that the store's answers show and the one that stamps changes need not be the same: a
 * proxy in front of the store may put in its own time, ahead or behind. So both are looked at: the
 * `Date`, and the latest change time there is.
 * @throws SourceRequestError
 */
export async function readMoment(
  deps: { client: WooClient; lists: KindLists; notice: (text: string) => void },
  kind: EntityKind,
): Promise<SourceMoment> {
  const latest = await latestStamp(deps.client, 'order', null)
  if (latest.dateMs === null) throw noClock()
  const now = Math.floor(latest.dateMs / SECOND)
  const stamps = [
    await upTo(deps.client, 'order', now, latest),
    await upTo(deps.client, 'product', now, await latestStamp(deps.client, 'product', null)),
  ]
  const ahead = Math.max(...stamps.map(({ later }) => later ?? now)) - now
  if (ahead > TOLERANCE_S && ahead < DAY_S) deps.notice(behindNotice(ahead))
  const proven = stamps.flatMap(({ second }) => (second === null ? [] : [second]))
  return {
    clock: toIso(now * SECOND),
    stamped: proven.length === 0 ? null : toIso(Math.max(...proven) * SECOND),
    ...(await newestOf(deps, kind)),
  }
}

type Latest = { second: number | null; dateMs: number | null }

async function latestStamp(
  client: WooClient,
  kind: 'order' | 'product',
  upToSecond: number | null,
): Promise<Latest> {
  const query = { ...PROOFS[kind], ...changedQuery(null, upToSecond) }
  const ask = (order: Query) =>
    client.get(LISTS[kind].path, {
      ...query,
      ...order,
      _fields: 'id,date_modified_gmt',
      per_page: '1',
    })
  let answer: WooAnswer
  try {
    answer = await ask({ orderby: 'modified', order: 'desc' })
  } catch (error) {
    if (!knowsNoSuchOrder(error)) throw error
    const { dateMs } = await ask({})
    return { second: dateMs === null ? null : Math.floor(dateMs / SECOND) - UNPROVEN_S, dateMs }
  }
  return { second: secondOf(readRows(answer.body).rows[0]), dateMs: answer.dateMs }
}

/** The latest stamp that is not later than the shown clock, and the one that is, if any. */
async function upTo(
  client: WooClient,
  kind: 'order' | 'product',
  now: number,
  latest: Latest,
): Promise<{ second: number | null; later: number | null }> {
  if (latest.second === null || latest.second <= now) return { second: latest.second, later: null }
  const { second } = await latestStamp(client, kind, now)
  return { second: second !== null && second <= now ? second : null, later: latest.second }
}

async function newestOf(
  { client, lists }: { client: WooClient; lists: KindLists },
  kind: EntityKind,
): Promise<Pick<SourceMoment, 'newest' | 'total'>> {
  let newest: number | null = null
  let total: number | null = 0
  for (const filter of await lists.of(kind)) {
    const answer = await client.get(LISTS[kind].path, {
      ...filter,
      orderby: 'id',
      order: 'desc',
      per_page: '1',
      _fields: 'id',
    })
    const { rows, unreadable } = readRows(answer.body)
    const id = rows[0]?.mark.id
    if (id !== undefined) newest = Math.max(newest ?? 0, id)
    const here = answer.total ?? (rows.length + unreadable === 0 ? 0 : null)
    total = here === null || total === null ? null : total + here
  }
  return { newest: newest === null ? null : String(newest), total }
}

function behindNotice(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  return `The clock that the old store shows is about ${minutes} min behind the one it stamps changes with; a proxy in front of it is the likely cause. Nothing is left out: changes are read up to the latest stamp.`
}
