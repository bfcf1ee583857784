import { z } from 'zod'
import type { SourceHealth } from '#app/migration/engine/ports/source.ts'
import { KINDS, type EntityKind } from '#app/migration/kinds/kind.ts'
import type { Clock } from '#app/platform/clock.ts'
import { sourceProblem, SourceRequestError, unlessForbidden } from '../../kit/http/recovery.ts'
import { noClock } from '../../kit/lists/moment.ts'
import { idOfAddress, isAtLeast } from '../../kit/store-facts.ts'
import { toIso } from '../../kit/text/time.ts'
import { listOf } from '../../kit/wire/shapes.ts'
import { criteria } from '../lists/criteria.ts'
import { readPage } from '../lists/rows.ts'
import type { MagentoList } from '../magento-kind.ts'
import { magentoSays, type Right } from '../messages/magento.ts'
import type { MagentoClient } from './client.server.ts'
import { chosenView, readViews } from './views.server.ts'

/** A person waits for this answer: each question is asked once, without waiting and trying again. */
const ONCE = { attempts: 1, timeoutMs: 20_000 }

/** The first version whose signatures and lists are as they are read here. */
const OLDEST = [2, 3] as const

type Asked = {
  dateMs: number | null
  /** The middle of the question and the answer, on our clock. Milliseconds. */
  askedAt: number
}

/**
 * Everything the merchant should know before a run, asked of the store itself: each list, because an
 * integration may be allowed one and not the other.
 * @throws SourceRequestError
 */
export async function readHealth(
  client: MagentoClient,
  kinds: Readonly<Record<EntityKind, MagentoList>>,
  storeView: string,
  clock: Clock,
): Promise<Extract<SourceHealth, { ok: true }>> {
  const site = await client.site()
  const version = await readVersion(client)
  const lists: [Right, string][] = [
    ...KINDS.map((kind): [Right, string] => [kinds[kind].right, kinds[kind].path]),
    ['invoices', 'invoices'],
    ['shipments', 'shipments'],
    ['creditMemos', 'creditmemos'],
  ]
  const [views, ...answers] = await Promise.all([
    settled('stores', () => readViews(client, ONCE)),
    ...lists.map(([right, path]) => settled(right, () => askOne(client, path, clock))),
  ])
  const { dateMs, askedAt } = requireRights(client, answers, views)
  if (views.status === 'rejected') throw views.reason
  if (dateMs === null) throw noClock()
  const view = await chosenView(client, views.value, storeView, ONCE)
  return {
    ok: true,
    identity: {
      url: site.url,
      // Nothing that a store says of itself is its own for good.
      storeId: idOfAddress(site.url),
      name: (await readName(client, view.website_id)) ?? new URL(site.url).host,
    },
    version: version ?? OLDEST.join('.'),
    timezone: view.timezone || 'UTC',
    // Prices of the catalogue are kept in it, whatever the view shows.
    currency: view.base_currency_code.toUpperCase(),
    sourceNow: toIso(dateMs),
    clockSkewMs: dateMs - askedAt,
  }
}

type Settled<T> = { right: Right } & (
  { status: 'fulfilled'; value: T } | { status: 'rejected'; reason: unknown }
)

async function settled<T>(right: Right, ask: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { right, status: 'fulfilled', value: await ask() }
  } catch (reason) {
    return { right, status: 'rejected', reason }
  }
}

async function askOne(client: MagentoClient, path: string, clock: Clock): Promise<Asked> {
  const before = clock.now()
  const { body, dateMs } = await client.get(
    path,
    { ...criteria({ where: [], size: 1, page: 1 }), fields: 'total_count' },
    { ...ONCE, anyView: true },
  )
  readPage(withItems(body))
  return { dateMs, askedAt: Math.round((before + clock.now()) / 2) }
}

/** What was not asked for is not there. */
const withItems = (body: unknown) =>
  typeof body === 'object' && body !== null && 'total_count' in body
    ? { items: null, ...body }
    : body

const isForbidden = (error: unknown) =>
  error instanceof SourceRequestError && error.problem === 'NO_READ_PERMISSION'

/**
 * One sentence for all missing rights. When nothing at all may be read, the token itself is refused:
 * the words are the same (measured: 299, 300, 311).
 */
function requireRights(
  client: MagentoClient,
  lists: readonly Settled<Asked>[],
  views: Settled<unknown>,
): Asked {
  const failed = [views, ...lists].flatMap((each) => (each.status === 'rejected' ? [each] : []))
  const other = failed.find(({ reason }) => !isForbidden(reason))
  if (other) throw other.reason
  const [first] = lists.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  if (!first && views.status === 'rejected') {
    throw sourceProblem(
      client.isSigned ? 'NO_READ_PERMISSION' : 'BAD_CREDENTIALS',
      magentoSays(client.isSigned ? 'tokenSignedRefused' : 'tokenAloneRefused'),
    )
  }
  if (!first || failed.length > 0) {
    throw sourceProblem(
      'NO_READ_PERMISSION',
      magentoSays('rightsMissing', { rights: failed.map(({ right }) => right) }),
    )
  }
  return first
}

/** "Magento/2.4 (Community)". Never recorded, and closed on many stores: so it only says no. */
async function readVersion(client: MagentoClient): Promise<string | null> {
  const version = /^Magento\/(\d+(?:\.\d+)*)/i.exec(
    (await client.page('magento_version')) ?? '',
  )?.[1]
  if (version === undefined) return null
  if (isAtLeast(version, OLDEST)) return version
  throw sourceProblem(
    'VERSION_TOO_OLD',
    magentoSays('tooOld', { version, oldest: OLDEST.join('.') }),
  )
}

const wireWebsite = z.object({ id: z.number(), name: z.string() })

async function readName(client: MagentoClient, websiteId: number): Promise<string | null> {
  const answer = await unlessForbidden(() =>
    client.get('store/websites', {}, { ...ONCE, anyView: true }),
  ).catch((error: unknown) => {
    if (error instanceof SourceRequestError) return null
    throw error
  })
  const websites = (listOf(answer?.body) ?? []).flatMap(
    (row) => wireWebsite.safeParse(row).data ?? [],
  )
  return websites.find(({ id }) => id === websiteId)?.name.trim() || null
}
