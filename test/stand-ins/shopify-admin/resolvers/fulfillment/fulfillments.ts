import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  userError,
} from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Fulfillment,
  type FulfillmentOrder,
  legacyId,
  newGid,
  nowIso,
  type Order,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { findFulfillmentOrder, mayUse } from './fulfillment-orders.ts'
import { lineView, type OrderPart } from '../orders/views.ts'
import { saveOrder } from '../orders/store.ts'

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
    const isDone = fulfillmentOrder.lines.every((line) => line.remaining === 0)
    fulfillmentOrder.status = isDone ? 'CLOSED' : 'IN_PROGRESS'
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

const trackingInput = z.strictObject({
  company: z.string().nullish(),
  number: z.string().nullish(),
  numbers: z.array(z.string()).nullish(),
  url: z.string().nullish(),
  urls: z.array(z.string()).nullish(),
})

/* Documented: for carriers Shopify knows by exactly this name it makes the address itself. */
const CARRIERS: Record<string, string> = {
  'DHL Express': 'https://www.dhl.com/us-en/home/tracking.html?tracking-id=',
  FedEx: 'https://www.fedex.com/fedextrack/?trknbr=',
  UPS: 'https://www.ups.com/track?tracknum=',
  USPS: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
}

/** Recorded: `numbers` and `urls` make one entry each, all of one company. */
function readTracking(input: z.infer<typeof trackingInput> | null | undefined) {
  if (!input) return []
  const company = input.company ?? null
  const numbers = input.numbers?.length ? input.numbers : input.number ? [input.number] : []
  const urls = input.urls?.length ? input.urls : input.url ? [input.url] : []
  const made = (number: string | undefined) =>
    number && company && CARRIERS[company] ? `${CARRIERS[company]}${number}` : null
  const length = Math.max(numbers.length, urls.length, company ? 1 : 0)
  return Array.from({ length }, (_, i) => ({
    number: numbers[i] ?? null,
    company,
    url: urls[i] ?? made(numbers[i]),
  }))
}

const fulfillmentInput = z.strictObject({
  notifyCustomer: z.boolean().nullish(),
  trackingInfo: trackingInput.nullish(),
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
    const found = findFulfillmentOrder(ctx, wanted.fulfillmentOrderId, 'write')
    if (!found) return refuse('Fulfillment order does not exist.')
    if (order && order.id !== found.order.id) {
      return refuse('All fulfillment orders must belong to the same order.')
    }
    order = found.order
    const { fulfillmentOrder } = found
    const first = parts[0]?.fulfillmentOrder
    // Documented; the words were not recorded.
    if (first && first.locationId !== fulfillmentOrder.locationId) {
      return refuse('All fulfillment orders must be assigned to the same location.')
    }
    const given = wanted.fulfillmentOrderLineItems ?? []
    const lines = given.length > 0 ? given : null
    const zero = given.findIndex((line) => line.quantity <= 0)
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
  const fulfillment = newFulfillment(shop, order, parts, readTracking(input.trackingInfo))
  if (input.notifyCustomer === true) ctx.stats.emails += 1
  saveOrder(shop, order)
  return { fulfillment: { ...fulfillment, order }, userErrors: [] }
}

/** Fulfilments are seen and changed with the scope of the fulfilment orders they came from. */
function findFulfillment(ctx: Ctx, id: string, verb: 'read' | 'write') {
  for (const order of ctx.shop.orders.values()) {
    const fulfillment = order.fulfillments.find((entry) => entry.id === id)
    if (!fulfillment) continue
    const parts = order.fulfillmentOrders.filter(({ id: own }) =>
      fulfillment.fulfillmentOrderIds.includes(own),
    )
    const isAllowed = verb === 'read' || parts.every((entry) => mayUse(ctx, entry, 'write'))
    return isAllowed ? { order, fulfillment } : null
  }
  return null
}

/** Recorded: also a cancelled or delivered fulfilment takes new tracking, which replaces the old. */
function updateTracking(args: Args, ctx: Ctx) {
  const found = findFulfillment(ctx, String(args.fulfillmentId), 'write')
  if (!found) {
    return {
      fulfillment: null,
      userErrors: [userError(['fulfillmentId'], 'Fulfillment does not exist.')],
    }
  }
  const { order, fulfillment } = found
  fulfillment.tracking = readTracking(
    readInput(trackingInput, args.trackingInfoInput, 'FulfillmentTrackingInput'),
  )
  fulfillment.updatedAt = nowIso(ctx.shop)
  if (args.notifyCustomer === true) ctx.stats.emails += 1
  saveOrder(ctx.shop, order)
  return { fulfillment: { ...fulfillment, order }, userErrors: [] }
}

/**
 * Documented: items of a fulfilment order that was done get a new one, of another they are put
 * back. Recorded: cancelling what was delivered is accepted.
 */
function cancelFulfillment(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const found = findFulfillment(ctx, idArg(args), 'write')
  if (!found) {
    return { fulfillment: null, userErrors: [userError(['id'], 'Fulfillment not found.')] }
  }
  const { order, fulfillment } = found
  if (fulfillment.status !== 'CANCELLED') {
    fulfillment.status = 'CANCELLED'
    fulfillment.updatedAt = nowIso(shop)
    const own = order.fulfillmentOrders.filter(({ id }) =>
      fulfillment.fulfillmentOrderIds.includes(id),
    )
    for (const entry of own) giveBack(shop, order, entry, fulfillment)
    saveOrder(shop, order)
  }
  return { fulfillment: { ...fulfillment, order }, userErrors: [] }
}

function giveBack(
  shop: ShopState,
  order: Order,
  entry: FulfillmentOrder,
  { lines }: Fulfillment,
): void {
  const quantityOf = (lineItemId: string) =>
    lines.find((line) => line.lineItemId === lineItemId)?.quantity ?? 0
  if (entry.status !== 'CLOSED') {
    for (const line of entry.lines) line.remaining += quantityOf(line.lineItemId)
    entry.status = entry.lines.every((line) => line.remaining === line.total)
      ? 'OPEN'
      : entry.status
    return
  }
  const back = entry.lines.flatMap(({ lineItemId }) => {
    const quantity = quantityOf(lineItemId)
    const id = newGid(shop, 'FulfillmentOrderLineItem')
    return quantity > 0 ? [{ id, lineItemId, total: quantity, remaining: quantity }] : []
  })
  const at = nowIso(shop)
  order.fulfillmentOrders.push({
    ...entry,
    id: newGid(shop, 'FulfillmentOrder'),
    status: 'OPEN',
    holds: [],
    lines: back,
    createdAt: at,
    updatedAt: at,
  })
}

type FulfillmentView = OrderPart<Fulfillment>

const fulfillmentType: Resolvers<FulfillmentView> = {
  legacyResourceId: (view) => legacyId(view.id),
  displayStatus: (view) => (view.status === 'CANCELLED' ? 'CANCELED' : 'FULFILLED'),
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
  fulfillmentOrders: (view, args, ctx) =>
    connect(
      view.order.fulfillmentOrders
        .filter(
          (entry) => view.fulfillmentOrderIds.includes(entry.id) && mayUse(ctx, entry, 'read'),
        )
        .map((fo) => ({ ...fo, order: view.order })),
      args,
      (fo) => ({ id: legacyId(fo.id) }),
    ),
}

export const fulfillmentResolvers: Record<string, Resolvers<never>> = {
  Fulfillment: fulfillmentType,
  QueryRoot: {
    fulfillment: (_source, args, ctx) => {
      const found = findFulfillment(ctx, idArg(args), 'read')
      return found ? { ...found.fulfillment, order: found.order } : null
    },
  },
  Mutation: {
    fulfillmentCreate: (_source, args, ctx) => fulfillmentCreate(args, ctx),
    fulfillmentCancel: (_source, args, ctx) => cancelFulfillment(args, ctx),
    fulfillmentTrackingInfoUpdate: (_source, args, ctx) => updateTracking(args, ctx),
    fulfillmentTrackingInfoUpdateV2: (_source, args, ctx) => updateTracking(args, ctx),
  },
}
