import { z } from 'zod'
import { connect } from '../connection.ts'
import { type Args, type Ctx, idArg, readInput, type Resolvers, userError } from '../context.ts'
import {
  type Fulfillment,
  type FulfillmentOrder,
  legacyId,
  newGid,
  nowIso,
  type Order,
  type ShopState,
} from '../state.ts'
import { lineView, type OrderPart } from './order-views.ts'
import { saveOrder } from './order-store.ts'

export function newFulfillmentOrder(
  shop: ShopState,
  order: Order,
  locationId: string,
): FulfillmentOrder {
  const at = nowIso(shop)
  return {
    id: newGid(shop, 'FulfillmentOrder'),
    status: 'OPEN',
    locationId,
    lines: order.lines.map((line) => ({
      id: newGid(shop, 'FulfillmentOrderLineItem'),
      lineItemId: line.id,
      total: line.quantity,
      remaining: line.quantity,
    })),
    createdAt: at,
    updatedAt: at,
  }
}

/** Fulfils lines (null: all that remain) and closes fulfilment orders that have nothing left. */
export function newFulfillment(
  shop: ShopState,
  order: Order,
  parts: {
    fulfillmentOrder: FulfillmentOrder
    lines: { id: string; quantity: number }[] | null
  }[],
  tracking: Fulfillment['tracking'],
): Fulfillment {
  const at = nowIso(shop)
  const lines: Fulfillment['lines'] = []
  for (const { fulfillmentOrder, lines: wanted } of parts) {
    for (const line of fulfillmentOrder.lines) {
      const quantity = wanted
        ? (wanted.find((entry) => entry.id === line.id)?.quantity ?? 0)
        : line.remaining
      if (quantity === 0) continue
      line.remaining -= quantity
      lines.push({ id: newGid(shop, 'FulfillmentLineItem'), lineItemId: line.lineItemId, quantity })
    }
    fulfillmentOrder.updatedAt = at
    if (fulfillmentOrder.lines.every((line) => line.remaining === 0)) {
      fulfillmentOrder.status = 'CLOSED'
    } else fulfillmentOrder.status = 'IN_PROGRESS'
  }
  const fulfillment: Fulfillment = {
    id: newGid(shop, 'Fulfillment'),
    name: `${order.name}-F${order.fulfillments.length + 1}`,
    status: 'SUCCESS',
    locationId: parts[0]?.fulfillmentOrder.locationId ?? '',
    fulfillmentOrderIds: parts.map(({ fulfillmentOrder }) => fulfillmentOrder.id),
    lines,
    tracking,
    createdAt: at,
    updatedAt: at,
  }
  order.fulfillments.push(fulfillment)
  return fulfillment
}

const fulfillmentInput = z.strictObject({
  notifyCustomer: z.boolean().nullish(),
  trackingInfo: z
    .strictObject({
      company: z.string().nullish(),
      number: z.string().nullish(),
      numbers: z.array(z.string()).nullish(),
      url: z.string().nullish(),
      urls: z.array(z.string()).nullish(),
    })
    .nullish(),
  lineItemsByFulfillmentOrder: z.array(
    z.strictObject({
      fulfillmentOrderId: z.string(),
      fulfillmentOrderLineItems: z
        .array(z.strictObject({ id: z.string(), quantity: z.number().int() }))
        .nullish(),
    }),
  ),
})

function fulfillmentCreate(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(fulfillmentInput, args.fulfillment, 'FulfillmentInput')
  const refuse = (message: string, field: (string | number)[] = []) => ({
    fulfillment: null,
    userErrors: [userError(['fulfillment', ...field], message)],
  })
  let order: Order | null = null
  const parts: Parameters<typeof newFulfillment>[2] = []
  for (const [i, wanted] of input.lineItemsByFulfillmentOrder.entries()) {
    const found = findFulfillmentOrder(shop, wanted.fulfillmentOrderId)
    if (!found) return refuse('Fulfillment order does not exist.')
    if (order && order.id !== found.order.id) {
      return refuse('All fulfillment orders must belong to the same order.')
    }
    order = found.order
    const { fulfillmentOrder } = found
    const lines = wanted.fulfillmentOrderLineItems ?? null
    const zero = lines?.findIndex((line) => line.quantity <= 0) ?? -1
    if (zero >= 0) {
      return refuse('Quantity must be greater than 0', [
        'lineItemsByFulfillmentOrder',
        i,
        'fulfillmentOrderLineItems',
        zero,
        'quantity',
      ])
    }
    if (['CLOSED', 'CANCELLED', 'ON_HOLD'].includes(fulfillmentOrder.status)) {
      return refuse(
        `Fulfillment order ${legacyId(fulfillmentOrder.id)} has an unfulfillable status= ${fulfillmentOrder.status.toLowerCase()}.`,
      )
    }
    const isTooMuch = lines?.some((line) => {
      const own = fulfillmentOrder.lines.find((entry) => entry.id === line.id)
      return !own || line.quantity > own.remaining
    })
    if (isTooMuch) return refuse('Invalid fulfillment order line item quantity requested.')
    parts.push({ fulfillmentOrder, lines })
  }
  if (!order) return refuse('Fulfillment order does not exist.')
  const { trackingInfo } = input
  const numbers = trackingInfo?.numbers ?? (trackingInfo?.number ? [trackingInfo.number] : [])
  const tracking = numbers.map((number, i) => ({
    number,
    company: trackingInfo?.company ?? null,
    url: trackingInfo?.urls?.[i] ?? trackingInfo?.url ?? null,
  }))
  const fulfillment = newFulfillment(shop, order, parts, tracking)
  if (input.notifyCustomer === true) ctx.stats.emails += 1
  saveOrder(shop, order)
  return { fulfillment: { ...fulfillment, order }, userErrors: [] }
}

function findFulfillmentOrder(shop: ShopState, id: string) {
  for (const order of shop.orders.values()) {
    const fulfillmentOrder = order.fulfillmentOrders.find((entry) => entry.id === id)
    if (fulfillmentOrder) return { order, fulfillmentOrder }
  }
  return null
}

type FulfillmentView = OrderPart<Fulfillment>
type FulfillmentOrderView = OrderPart<FulfillmentOrder>

const fulfillmentType: Resolvers<FulfillmentView> = {
  legacyResourceId: (view) => legacyId(view.id),
  displayStatus: () => 'FULFILLED',
  deliveredAt: () => null,
  estimatedDeliveryAt: () => null,
  inTransitAt: () => null,
  location: (view, _args, ctx) => ctx.shop.locationList.get(view.locationId) ?? null,
  requiresShipping: () => true,
  totalQuantity: (view) => view.lines.reduce((sum, line) => sum + line.quantity, 0),
  trackingInfo: (view, args) =>
    view.tracking.slice(0, typeof args.first === 'number' ? args.first : undefined),
  fulfillmentLineItems: (view, args) =>
    connect(
      view.lines.map((line) => ({ ...line, lineItem: lineView(view.order, line.lineItemId) })),
      args,
      (line) => ({ id: legacyId(line.id) }),
    ),
  fulfillmentOrders: (view, args) =>
    connect(
      view.order.fulfillmentOrders
        .filter(({ id }) => view.fulfillmentOrderIds.includes(id))
        .map((fo) => ({ ...fo, order: view.order })),
      args,
      (fo) => ({ id: legacyId(fo.id) }),
    ),
}

const fulfillmentOrderType: Resolvers<FulfillmentOrderView> = {
  requestStatus: () => 'UNSUBMITTED',
  orderId: (view) => view.order.id,
  orderName: (view) => view.order.name,
  orderProcessedAt: (view) => view.order.processedAt,
  fulfillAt: () => null,
  fulfillBy: () => null,
  fulfillmentHolds: () => [],
  deliveryMethod: () => null,
  destination: () => null,
  supportedActions: (view) =>
    view.status === 'CLOSED' || view.status === 'CANCELLED'
      ? []
      : [
          {
            action: view.status === 'ON_HOLD' ? 'RELEASE_HOLD' : 'CREATE_FULFILLMENT',
            externalUrl: null,
          },
        ],
  assignedLocation: (view, _args, ctx) => {
    const location = ctx.shop.locationList.get(view.locationId)
    return {
      name: location?.name ?? '',
      countryCode: location?.countryCode ?? 'US',
      location: location ?? null,
      address1: null,
      address2: null,
      city: null,
      phone: null,
      province: null,
      zip: null,
    }
  },
  lineItems: (view, args) =>
    connect(
      view.lines.map((line) => ({
        id: line.id,
        totalQuantity: line.total,
        remainingQuantity: line.remaining,
        lineItem: lineView(view.order, line.lineItemId),
      })),
      args,
      (line) => ({ id: legacyId(line.id) }),
    ),
  fulfillments: (view, args) =>
    connect(
      view.order.fulfillments
        .filter((entry) => entry.fulfillmentOrderIds.includes(view.id))
        .map((entry) => ({ ...entry, order: view.order })),
      args,
      (entry) => ({ id: legacyId(entry.id) }),
    ),
}

export const fulfillmentResolvers: Record<string, Resolvers<never>> = {
  Fulfillment: fulfillmentType,
  FulfillmentOrder: fulfillmentOrderType,
  QueryRoot: {
    fulfillmentOrder: (_source, args, ctx) => {
      const found = findFulfillmentOrder(ctx.shop, idArg(args))
      return found ? { ...found.fulfillmentOrder, order: found.order } : null
    },
    fulfillment: (_source, args, ctx) => {
      for (const order of ctx.shop.orders.values()) {
        const found = order.fulfillments.find((entry) => entry.id === args.id)
        if (found) return { ...found, order }
      }
      return null
    },
  },
  Mutation: {
    fulfillmentCreate: (_source, args, ctx) => fulfillmentCreate(args, ctx),
    fulfillmentCancel: (_source, args, ctx) => {
      for (const order of ctx.shop.orders.values()) {
        const found = order.fulfillments.find((entry) => entry.id === args.id)
        if (!found || found.status === 'CANCELLED') continue
        found.status = 'CANCELLED'
        for (const line of found.lines) {
          for (const fo of order.fulfillmentOrders) {
            const own = fo.lines.find((entry) => entry.lineItemId === line.lineItemId)
            if (own) own.remaining += line.quantity
            if (own) fo.status = 'OPEN'
          }
        }
        saveOrder(ctx.shop, order)
        return { fulfillment: { ...found, order }, userErrors: [] }
      }
      return { fulfillment: null, userErrors: [userError(['id'], 'Fulfillment not found.')] }
    },
  },
}
