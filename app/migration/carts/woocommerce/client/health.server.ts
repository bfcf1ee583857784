import { wooSays } from '../messages/woocommerce.ts'
import { fixedOffset, idOfAddress, isAtLeast } from '../../kit/store-facts.ts'
import { noClock } from '../../kit/lists/moment.ts'
import { SourceRequestError, sourceProblem, unlessForbidden } from '../../kit/http/recovery.ts'
import { z } from 'zod'
import { type EntityKind, KINDS } from '#app/migration/kinds/kind.ts'
import type { SourceHealth } from '#app/migration/engine/ports/source.ts'
import type { Clock } from '#app/platform/clock.ts'
import type { WooAnswer } from './answer.ts'
import type { WooClient } from './client.server.ts'
import { OLDEST, type SiteIndex } from './discovery.server.ts'
import { WOO_KINDS } from '../kinds.ts'
import { toIso } from '../../kit/text/time.ts'
import { wireCurrency, wireOrderFacts, wireSystemStatus } from '../wire/store.ts'

/** A person waits for this answer: each question is asked once, without waiting and trying again. */
const ONCE = { attempts: 1, timeoutMs: 20_000 }

/**
 * Everything the merchant should know before a run, asked of the store itself. A key that may read
 * products, customers and orders is enough; what it may not read besides is found another way.
 * @throws SourceRequestError
 */
export async function readHealth(
  client: WooClient,
  clock: Clock,
): Promise<Extract<SourceHealth, { ok: true }>> {
  const site = await client.site()
  const { dateMs, askedAt } = requireRead(
    await Promise.all(
      KINDS.map(async (kind) => {
        const [answer] = await Promise.allSettled([askOne(client, kind, clock)])
        return { kind, answer }
      }),
    ),
  )
  if (dateMs === null) throw noClock()

  const [status, facts] = await Promise.all([readSystemStatus(client), readOrderFacts(client)])
  const version = await requireVersion(client, status?.version ?? null, facts?.version ?? null)
  const currency = status?.currency ?? (await readCurrency(client)) ?? facts?.currency ?? null
  if (currency === null) {
    throw sourceProblem('NO_READ_PERMISSION', wooSays('currencyNotReadable'))
  }
  return {
    ok: true,
    identity: {
      url: site.url,
      storeId: status?.storeId ?? idOfAddress(site.url),
      name: site.index?.name.trim() || new URL(site.url).host,
    },
    version,
    timezone: (site.index && zoneOf(site.index)) ?? facts?.offset ?? 'UTC',
    currency,
    sourceNow: toIso(dateMs),
    clockSkewMs: dateMs - askedAt,
  }
}

type Asked = {
  dateMs: number | null
  /** The middle of the question and the answer, on our clock. Milliseconds. */
  askedAt: number
}

async function askOne(client: WooClient, kind: EntityKind, clock: Clock): Promise<Asked> {
  const before = clock.now()
  const { dateMs } = await client.get(WOO_KINDS[kind].path, { per_page: '1', _fields: 'id' }, ONCE)
  return { dateMs, askedAt: Math.round((before + clock.now()) / 2) }
}

/** One sentence for all missing rights; when nothing at all may be read, the refusal says more. */
function requireRead(
  answers: readonly { kind: EntityKind; answer: PromiseSettledResult<Asked> }[],
): Asked {
  const failed = answers.flatMap(({ kind, answer }) =>
    answer.status === 'rejected' ? [{ kind, error: answer.reason as unknown }] : [],
  )
  const read = answers.flatMap(({ answer }) =>
    answer.status === 'fulfilled' ? [answer.value] : [],
  )
  const forbidden = failed.every(
    ({ error }) =>
      error instanceof SourceRequestError && (error.status === 401 || error.status === 403),
  )
  const [first] = failed
  if (first && forbidden && read.length > 0) {
    throw sourceProblem(
      'NO_READ_PERMISSION',
      wooSays('keyReadsNot', { kinds: failed.map(({ kind }) => kind) }),
    )
  }
  if (first) throw first.error
  const [answer] = read
  if (!answer) throw new Error('There is no kind of record to ask for.')
  return answer
}

async function readSystemStatus(client: WooClient) {
  const answer = await softly(() =>
    client.get(
      'system_status',
      { _fields: 'environment.version,environment.store_id,settings.currency' },
      ONCE,
    ),
  )
  const parsed = wireSystemStatus.safeParse(answer?.body)
  if (!parsed.success) return null
  const { environment, settings } = parsed.data
  return {
    version: environment.version,
    storeId: environment.store_id || null,
    currency: settings.currency.toUpperCase(),
  }
}

async function readCurrency(client: WooClient): Promise<string | null> {
  const answer = await softly(() => client.get('data/currencies/current', {}, ONCE))
  const parsed = wireCurrency.safeParse(answer?.body)
  return parsed.success ? parsed.data.code.toUpperCase() : null
}

const newestOrder = z.tuple([
  wireOrderFacts.extend({ date_created: z.string(), date_created_gmt: z.string() }),
])

async function readOrderFacts(client: WooClient) {
  const answer = await softly(() =>
    client.get(
      'orders',
      { per_page: '1', _fields: 'currency,version,date_created,date_created_gmt' },
      ONCE,
    ),
  )
  const parsed = newestOrder.safeParse(answer?.body)
  if (!parsed.success) return null
  const [order] = parsed.data
  const local = Date.parse(`${order.date_created}Z`)
  const utc = Date.parse(`${order.date_created_gmt}Z`)
  return {
    currency: order.currency.toUpperCase(),
    version: order.version,
    offset: Number.isNaN(local - utc) ? null : fixedOffset((local - utc) / 3_600_000),
  }
}

/** `system_status` is slow on some hosts and closed on others; it must not decide. */
async function softly(ask: () => Promise<WooAnswer>): Promise<WooAnswer | null> {
  try {
    return await unlessForbidden(ask)
  } catch (error) {
    if (error instanceof SourceRequestError) return null
    throw error
  }
}

async function requireVersion(
  client: WooClient,
  installed: string | null,
  ofNewestOrder: string | null,
): Promise<string> {
  if (installed !== null) {
    if (isAtLeast(installed, OLDEST)) return installed
    throw tooOld(installed)
  }
  // An order keeps the version that made it: new enough proves it, older proves nothing.
  if (ofNewestOrder !== null && isAtLeast(ofNewestOrder, OLDEST)) return ofNewestOrder
  try {
    await client.get('orders', { per_page: '1', _fields: 'id', orderby: 'modified' }, ONCE)
    return '5.8 or newer'
  } catch (error) {
    if (error instanceof SourceRequestError && error.wireCode === 'rest_invalid_param') {
      throw tooOld(ofNewestOrder || null)
    }
    throw error
  }
}

function tooOld(version: string | null): SourceRequestError {
  return sourceProblem('VERSION_TOO_OLD', wooSays('tooOld', { version, oldest: OLDEST.join('.') }))
}

function zoneOf(index: SiteIndex): string | null {
  if (index.timezone_string !== '') return index.timezone_string
  const hours = Number(index.gmt_offset)
  return index.gmt_offset === null || Number.isNaN(hours) ? null : fixedOffset(hours)
}
