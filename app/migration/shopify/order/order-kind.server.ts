import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { ShownRecord } from '#app/migration/engine/ports/target.ts'
import { found } from '../api/operation.ts'
import { asGiven, lookedUp, phrase } from '../identity/look-ups.server.ts'
import { METAFIELD_NAMESPACE } from '../identity/source-reference.ts'
import type { TargetKind } from '../target-kind.ts'
import { ORDERS_BY_NAME, OUR_ORDERS, SHOWN_ORDERS, TEN_ORDERS } from './look-up-documents.ts'
import type { OrderContext } from './order-context.ts'
import { createOrderPacer } from './order-pacer.ts'
import { findOrder, ordersOf, readOrders, readOrderTotals } from './read-orders.server.ts'
import { expectedOrder } from './snapshot.ts'
import { cancelOrder } from './steps/steps.server.ts'
import { readForUpdate } from './update-orders.server.ts'
import { createOrder } from './write-orders.server.ts'

export const order: TargetKind<CanonicalOrder> = {
  owners: [{ ownerType: 'ORDER', several: 'orders' }],
  findTen: TEN_ORDERS,
  expectedFields: (record, options, owner) => expectedOrder(record, owner, options),
  in: (store) => {
    const ctx: OrderContext = { ...store, pacer: createOrderPacer(store.clock, store.signal) }
    return {
      find: (sourceId) => findOrder(ctx, sourceId),
      list: async (after) =>
        (await ctx.run(OUR_ORDERS, { namespace: METAFIELD_NAMESPACE, after })).orders,
      show: async (gids) => {
        const variables = { ids: [...gids], namespace: METAFIELD_NAMESPACE }
        const { nodes } = await ctx.run(SHOWN_ORDERS, variables)
        return found(nodes).map(({ id, sourceId, ...order }) => ({
          gid: id,
          customId: sourceId?.value ?? null,
          shown: {
            label: order.label,
            detail: totalText(order.totalPriceSet.shopMoney),
            at: order.at,
            state: stateOf(order),
          },
        }))
      },
      readCurrent: (gids) => readOrders(ctx, gids),
      create: (creation) => createOrder(ctx, creation),
      read: (update) => readForUpdate(ctx, update),
      ownedBy: (customers) => ordersOf(ctx, customers),
      totals: (gids) => readOrderTotals(ctx, gids),
      lookUps: {
        order_name: async (value) => {
          const query = `name:${phrase(value)}`
          const { orders } = await ctx.run(ORDERS_BY_NAME, {
            namespace: METAFIELD_NAMESPACE,
            query,
          })
          const same = orders.nodes.filter(({ name }) => asGiven(name, value))
          return same.map((node) => lookedUp(ctx, 'order', node))
        },
      },
      retire: {
        // Nobody is notified, nothing is restocked and nothing refunded.
        cancel: async (gid) => void (await cancelOrder(ctx, gid)),
      },
    }
  },
}

function totalText({ amount, currencyCode }: { amount: string; currencyCode: string }): string {
  return `${amount} ${currencyCode}`
}

function stateOf(shown: {
  cancelledAt: string | null
  displayFulfillmentStatus: string
}): ShownRecord['state'] {
  if (shown.cancelledAt !== null) return 'cancelled'
  return shown.displayFulfillmentStatus === 'FULFILLED' ? 'fulfilled' : 'there'
}
