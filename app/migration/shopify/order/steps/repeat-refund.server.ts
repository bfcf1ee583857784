import { decimal, sum, ZERO, type DecimalString } from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalRefund } from '#app/migration/kinds/order/order.ts'
import type { Gid, WriteNote } from '#app/migration/engine/ports/target.ts'
import { ResultUnknown } from '#app/migration/shopify/api/admin-client.server.ts'
import { checkUserErrors, ShopifyRefused } from '#app/migration/shopify/api/check-user-errors.ts'
import { ORDER_REFUNDED_PAYMENTS, REFUND_CREATE } from '../documents.ts'
import {
  idempotencyProblem,
  refundInput,
  refundKey,
  roomForRefund,
  type Spent,
} from '../input/refunds.ts'
import { refundChildren, salesOf } from '../snapshot.ts'
import type { ReadOrder } from '../read-order.ts'
import type { TargetContext } from '#app/migration/shopify/target-context.ts'
import { notPossible } from '#app/migration/shopify/write-notes.ts'
import { ordersSay } from '#app/migration/messages/orders.ts'

const LOOK_UPS = 3

/**
 * Repeats one refund of the source, at most once for all time. The key is the same whatever the
 * refund says by now, so a try whose answer was lost is refused and not repeated with another
 * amount; and after any refusal the order is read again before another shape is tried.
 *
 * @param readAgain the order as it is now, by id
 * @returns whether the order changed
 * @throws ShopifyRefused nothing of it can be refunded
 * @throws ResultUnknown an earlier try of it is still being worked on
 */
export async function repeatRefund(
  ctx: TargetContext,
  record: CanonicalOrder,
  refund: CanonicalRefund,
  present: ReadOrder,
  notes: WriteNote[],
  readAgain: () => Promise<ReadOrder>,
): Promise<boolean> {
  // Deleted and entered anew in the source: the money went back already.
  if (decimal(refund.amount).gt(0) && decimal(roomForRefund(record, present)).lte(0)) return false
  const spent = await spentOf(ctx, present)
  const base = refundKey(ctx.options, record, refund)
  // The two shapes are two requests; a key may be used for one only.
  const tries: { key: string; detail: 'lines' | 'amount' }[] = [
    { key: base, detail: 'lines' },
    { key: `${base}-amount`, detail: 'amount' },
  ]
  for (let next = tries.shift(); next; next = tries.shift()) {
    const { key, detail } = next
    const now = ctx.clock.now()
    const built = refundInput(record, refund, present, ctx.options, now, detail, spent)
    const { transactions, refundLineItems, shipping } = built.input
    if (!transactions && !refundLineItems && !shipping) break
    try {
      const answer = await ctx.run(REFUND_CREATE, { input: built.input, idempotencyKey: key })
      checkUserErrors(answer.refundCreate)
    } catch (error) {
      const problem = idempotencyProblem(error)
      if (await isThere(ctx, refund, problem === null ? 1 : LOOK_UPS, readAgain)) return true
      if (problem === 'failed' && !key.endsWith(AGAIN)) {
        tries.unshift({ key: `${key}${AGAIN}`, detail })
        continue
      }
      if (problem === 'in progress') {
        throw new ResultUnknown(ordersSay('refundUnderWay'), { cause: error })
      }
      const simpler = refundLineItems ?? shipping
      const mayGoOn = error instanceof ShopifyRefused && problem === null
      if (!mayGoOn || detail === 'amount' || !simpler) throw error
      continue
    }
    if (!built.isWhole) {
      notes.push(
        notPossible(
          'refunded',
          ordersSay('refundCut', {
            wanted: { amount: refund.amount, currency: record.currency },
            done: { amount: built.amount, currency: record.currency },
          }),
        ),
      )
    }
    return true
  }
  throw new ShopifyRefused([{ message: 'Nothing is left on the order to refund.' }])
}

/** Asked for only where a refund has several payments to choose from, some of them given back. */
async function spentOf(ctx: TargetContext, present: ReadOrder): Promise<Spent> {
  const spent = new Map<Gid, DecimalString>()
  const isOpen =
    salesOf(present).length > 1 && decimal(present.totalRefundedSet.shopMoney.amount).gt(0)
  if (!isOpen) return spent
  const { order } = await ctx.run(ORDER_REFUNDED_PAYMENTS, { id: present.id })
  for (const { kind, status, amountSet, parentTransaction } of order?.transactions ?? []) {
    if (kind !== 'REFUND' || status !== 'SUCCESS' || !parentTransaction) continue
    const before = spent.get(parentTransaction.id) ?? ZERO
    spent.set(parentTransaction.id, sum([before, amountSet.shopMoney.amount]))
  }
  return spent
}

/** Key of the one further try after Shopify said that the first one failed for good. */
const AGAIN = '-again'

async function isThere(
  ctx: TargetContext,
  refund: CanonicalRefund,
  lookUps: number,
  readAgain: () => Promise<ReadOrder>,
): Promise<boolean> {
  for (let lookUp = 1; ; lookUp += 1) {
    if (refundChildren(await readAgain())[refund.sourceId]) return true
    if (lookUp >= lookUps) return false
    await ctx.sleep(1000 * lookUp)
  }
}
