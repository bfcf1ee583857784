import { wooSays } from '../messages/woocommerce.ts'
import { SourceRequestError } from '../../kit/http/recovery.ts'
import { z } from 'zod'
import type { Query, WooClient } from '../client/client.server.ts'
import { askedOnce } from '../../kit/asked-once.ts'
import { readRows } from '../lists/rows.ts'
import type { WooStore } from '../woo-kind.ts'
import { ORDERS } from './list.ts'
import { unlessLesserKey } from '../client/unless-lesser-key.server.ts'

/** Statuses that WooCommerce itself registers, all of them found by `status=any`. */
const OWN_STATUSES = new Set([
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'checkout-draft',
  'auto-draft',
  'trash',
])

const wireStatuses = z.array(z.object({ slug: z.string().min(1) }))

/**
 * Where orders are posts, `status=any` leaves out every status that is hidden from search, which is
 * the default for those of plugins; a list of statuses that names them does not, but asking for
 * `any,slug` does (measured on 10.5 and 9.9). `any` on the other hand finds orders whose status
 * nobody registers any more, which no list may name. So `any` is asked, and then the statuses that
 * are proven not to be in it: by an order of each that `any` does not give. Learned once per run.
 *
 * @param notice is told when the statuses cannot be learned
 */
export function statusFilters({
  client,
  notice,
}: Pick<WooStore, 'client' | 'notice'>): () => Promise<Query[]> {
  async function hiddenStatuses(): Promise<string[]> {
    const statuses = await readStatuses(client)
    if (statuses === null) {
      notice(wooSays('statusesNotListed'))
      return []
    }
    const own = statuses.filter((slug) => !OWN_STATUSES.has(slug))
    const samples = await Promise.all(own.map((slug) => sampleOf(client, slug)))
    const found = own.flatMap((slug, i) => {
      const id = samples[i]
      return id === null || id === undefined ? [] : [{ slug, id }]
    })
    if (found.length === 0) return []
    const { path, filter } = ORDERS
    const { body } = await client.get(path, {
      ...filter,
      include: found.map(({ id }) => id).join(','),
      _fields: 'id',
      per_page: '100',
    })
    const visible = new Set(readRows(body).rows.map(({ summary }) => summary.id))
    return found.flatMap(({ slug, id }) => (visible.has(id) ? [] : [slug]))
  }

  const hidden = askedOnce(hiddenStatuses)
  return async () => {
    const { filter } = ORDERS
    const slugs = await hidden()
    return slugs.length === 0 ? [filter] : [filter, { ...filter, status: slugs.join(',') }]
  }
}

/** `orders/statuses` is younger than the report, which needs more rights. */
async function readStatuses(client: WooClient): Promise<string[] | null> {
  for (const path of ['orders/statuses', 'reports/orders/totals']) {
    const answer = await unlessLesserKey(client, () => client.get(path, {}))
    const list = wireStatuses.safeParse(answer?.body)
    if (list.success && list.data.length > 0) {
      return list.data.map(({ slug }) => slug.replace(/^wc-/, ''))
    }
  }
  return null
}

async function sampleOf(client: WooClient, status: string): Promise<number | null> {
  try {
    const { path } = ORDERS
    const query = { status, per_page: '1', orderby: 'id', order: 'desc', _fields: 'id' }
    const { body } = await client.get(path, query)
    return readRows(body).rows[0]?.summary.id ?? null
  } catch (error) {
    // Named among the statuses, and then not known to the list: nothing can be in it.
    if (error instanceof SourceRequestError && error.status === 400) return null
    throw error
  }
}
