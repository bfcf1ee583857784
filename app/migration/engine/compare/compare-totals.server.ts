import { fingerprint } from '#app/migration/kinds/values/fingerprint.ts'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import { inHalves } from '../run/in-halves.ts'
import type { PassDeps } from '../run/pass-context.ts'
import type { Gid } from '../ports/target.ts'
import type { OrderTotal } from '../ports/source.ts'
import type { TargetTotal } from '../ports/comparison-ledger.ts'
import { withBackoff } from '../run/backoff.server.ts'

/** As many as one request asks the target about. */
const BATCH = 250

/**
 * Looks up what every order we brought comes to in the target now and remembers it beside what the
 * source's list showed, so that the money of both stores can be held against each other day by day.
 * Writes nothing to either store. Goes on where it stopped; an order that the target fails to show is
 * remembered as not read.
 *
 * @throws as `runPass`
 */
export async function compareTotals(deps: PassDeps): Promise<void> {
  const { ledger, target, fingerprintKey, signal } = deps
  for (;;) {
    signal.throwIfAborted()
    const orders = await ledger.ordersToTotal(BATCH)
    if (orders.length === 0) break
    const unread = new Set<Gid>()
    const shown = new Map(
      await inHalves<Gid, readonly [Gid, OrderTotal]>(
        [...new Set(orders.map(({ gid }) => gid))],
        (some) => withBackoff(deps, 'target', () => target.totals(some)),
        (gid) => (unread.add(gid), []),
      ),
    )
    await ledger.recordTargetTotals(
      orders.map(({ sourceId, gid, lastTotal }): TargetTotal => {
        const total = shown.get(gid)
        if (!total) return { sourceId, state: unread.has(gid) ? 'unread' : 'gone' }
        const isEdited =
          lastTotal !== null &&
          lastTotal !== fingerprint(fingerprintKey, normalizeDecimal(total.amount))
        return { sourceId, state: 'shown', total, isEdited }
      }),
    )
  }
  await ledger.forgetEarlierTotals()
}
