import { z } from 'zod'
import { connect } from '../connection.ts'
import {
  type Args,
  type Ctx,
  idArg,
  readInput,
  type Resolvers,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { isGranted } from '#test/stand-ins/shopify-admin/schema.ts'
import {
  findVariant,
  type FulfillmentHold,
  type FulfillmentOrder,
  legacyId,
  type LineItem,
  type ManagedBy,
  newGid,
  nowIso,
  type Order,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { lineView, type OrderPart } from '../orders/views.ts'
import { saveOrder } from '../orders/store.ts'

/** Where an order is sent from unless something else is said: the first active location. */
export function fulfillOnlineAt(shop: ShopState): string {
  const own = [...shop.locationList.values()].filter(({ isActive }) => isActive)
  return (own.find(({ managedBy }) => managedBy === 'merchant') ?? own[0])?.id ?? ''
}

/** The location of the fulfilment service that has the line's item, or null for the merchant's own. */
function serviceLocation(shop: ShopState, line: LineItem): string | null {
  const found = line.variantId ? findVariant(shop, line.variantId) : null
  const stockedAt = Object.keys(found?.variant.item.levels ?? {})
  const isService = (id: string) =>
    (shop.locationList.get(id)?.managedBy ?? 'merchant') !== 'merchant'
  return stockedAt.find(isService) ?? null
}

/** One fulfilment order per place the lines are sent from. */
export function newFulfillmentOrders(
  shop: ShopState,
  lines: readonly LineItem[],
  locationId: string,
): FulfillmentOrder[] {
  const byPlace = new Map<string, LineItem[]>()
  for (const line of lines) {
    const place = serviceLocation(shop, line) ?? locationId
    byPlace.set(place, [...(byPlace.get(place) ?? []), line])
  }
  const at = nowIso(shop)
  return [...byPlace].map(([place, own]) => ({
    id: newGid(shop, 'FulfillmentOrder'),
    status: 'OPEN',
    managedBy: shop.locationList.get(place)?.managedBy ?? 'merchant',
    holds: [],
    locationId: place,
    lines: own.map((line) => ({
      id: newGid(shop, 'FulfillmentOrderLineItem'),
      lineItemId: line.id,
      total: line.quantity,
      remaining: line.quantity,
    })),
    createdAt: at,
    updatedAt: at,
  }))
}

const SCOPES: Record<ManagedBy, string> = {
  merchant: 'merchant_managed_fulfillment_orders',
  third_party: 'third_party_fulfillment_orders',
  app: 'assigned_fulfillment_orders',
}

/** Documented: an app sees and fulfils only the fulfilment orders its scopes are for. */
export function mayUse(ctx: Ctx, entry: FulfillmentOrder, verb: 'read' | 'write'): boolean {
  return isGranted([`${verb}_${SCOPES[entry.managedBy]}`], ctx.scopes)
}

export function findFulfillmentOrder(ctx: Ctx, id: string, verb: 'read' | 'write') {
  for (const order of ctx.shop.orders.values()) {
    const fulfillmentOrder = order.fulfillmentOrders.find((entry) => entry.id === id)
    if (fulfillmentOrder)
      return mayUse(ctx, fulfillmentOrder, verb) ? { order, fulfillmentOrder } : null
  }
  return null
}

/** Items that are taken off an order before they were shipped are not to be shipped any more. */
export function takeFromFulfillment(order: Order, line: LineItem, quantity: number): void {
  let rest = quantity
  for (const fulfillmentOrder of order.fulfillmentOrders) {
    const own = fulfillmentOrder.lines.find((entry) => entry.lineItemId === line.id)
    if (!own || own.remaining === 0) continue
    const taken = Math.min(own.remaining, rest)
    own.remaining -= taken
    own.total -= taken
    rest -= taken
    if (fulfillmentOrder.lines.every((entry) => entry.remaining === 0)) {
      fulfillmentOrder.status = 'CLOSED'
    }
  }
}

const MAX_HOLDS = 10

const holdInput = z.strictObject({
  reason: z.string(),
  reasonNotes: z.string().nullish(),
  handle: z.string().nullish(),
  externalId: z.string().nullish(),
  notifyMerchant: z.boolean().nullish(),
  fulfillmentOrderLineItems: z
    .array(z.strictObject({ id: z.string(), quantity: z.number().int() }))
    .nullish(),
})
type HoldInput = z.infer<typeof holdInput>

function holdProblem(entry: FulfillmentOrder, input: HoldInput): UserError | null {
  const wanted = input.fulfillmentOrderLineItems ?? []
  const lines = ['fulfillmentHold', 'fulfillmentOrderLineItems']
  const none = wanted.findIndex(({ quantity }) => quantity <= 0)
  if (none >= 0) {
    const message = 'You must select at least one item to place on partial hold.'
    return userError([...lines, none, 'quantity'], message, 'GREATER_THAN_ZERO')
  }
  if (new Set(wanted.map(({ id }) => id)).size < wanted.length) {
    const message = 'must contain unique line item ids'
    return userError(lines, message, 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS')
  }
  if (entry.holds.length >= MAX_HOLDS) {
    return userError(
      ['id'],
      'The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.',
      'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED',
    )
  }
  if (entry.holds.some(({ handle }) => handle === (input.handle ?? ''))) {
    return userError(
      ['fulfillmentHold', 'handle'],
      'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.',
      'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
    )
  }
  if (wanted.length > 0 && entry.status !== 'OPEN') {
    const message = 'The fulfillment order is not in a splittable state.'
    return userError(lines, message, 'FULFILLMENT_ORDER_NOT_SPLITTABLE')
  }
  const isTooMuch = wanted.some(
    ({ id, quantity }) => quantity > (entry.lines.find((line) => line.id === id)?.remaining ?? 0),
  )
  return isTooMuch
    ? userError(
        lines,
        'Invalid fulfillment order line item quantity requested.',
        'INVALID_LINE_ITEM_QUANTITY',
      )
    : null
}

/** Recorded: the held part keeps the fulfilment order, the rest gets a new one that is open. */
function splitRest(shop: ShopState, order: Order, entry: FulfillmentOrder, input: HoldInput) {
  const wanted = input.fulfillmentOrderLineItems ?? []
  if (wanted.length === 0) return null
  const rest = entry.lines.flatMap((line) => {
    const held = wanted.find(({ id }) => id === line.id)?.quantity ?? 0
    const left = line.remaining - held
    line.total -= left
    line.remaining = held
    return left > 0
      ? [{ ...line, id: newGid(shop, 'FulfillmentOrderLineItem'), total: left, remaining: left }]
      : []
  })
  entry.lines = entry.lines.filter((line) => line.total > 0)
  if (rest.length === 0) return null
  const id = newGid(shop, 'FulfillmentOrder')
  const split: FulfillmentOrder = { ...entry, id, holds: [], lines: rest, status: 'OPEN' }
  order.fulfillmentOrders.push(split)
  return split
}

function hold(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const input = readInput(holdInput, args.fulfillmentHold, 'FulfillmentOrderHoldInput')
  const refuse = (error: UserError) => ({
    fulfillmentHold: null,
    fulfillmentOrder: null,
    remainingFulfillmentOrder: null,
    userErrors: [error],
  })
  const found = findFulfillmentOrder(ctx, idArg(args), 'write')
  if (!found) {
    return refuse(
      userError(['id'], 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND'),
    )
  }
  const { order, fulfillmentOrder } = found
  const problem = holdProblem(fulfillmentOrder, input)
  if (problem) return refuse(problem)
  const rest = splitRest(shop, order, fulfillmentOrder, input)
  const made: FulfillmentHold = {
    id: newGid(shop, 'FulfillmentHold'),
    handle: input.handle ?? '',
    reason: input.reason,
    reasonNotes: input.reasonNotes ?? null,
  }
  fulfillmentOrder.holds.push(made)
  fulfillmentOrder.status = 'ON_HOLD'
  fulfillmentOrder.updatedAt = nowIso(shop)
  saveOrder(shop, order)
  return {
    fulfillmentHold: made,
    fulfillmentOrder: { ...fulfillmentOrder, order },
    remainingFulfillmentOrder: rest ? { ...rest, order } : null,
    userErrors: [],
  }
}

function releaseHold(args: Args, ctx: Ctx) {
  const found = findFulfillmentOrder(ctx, idArg(args), 'write')
  if (!found) {
    const error = userError(
      ['id'],
      'Fulfillment order does not exist.',
      'FULFILLMENT_ORDER_NOT_FOUND',
    )
    return { fulfillmentOrder: null, userErrors: [error] }
  }
  const { order, fulfillmentOrder } = found
  const ids = z.array(z.string()).nullish().parse(args.holdIds)
  fulfillmentOrder.holds = ids ? fulfillmentOrder.holds.filter(({ id }) => !ids.includes(id)) : []
  if (fulfillmentOrder.holds.length === 0) fulfillmentOrder.status = 'OPEN'
  fulfillmentOrder.updatedAt = nowIso(ctx.shop)
  saveOrder(ctx.shop, order)
  return { fulfillmentOrder: { ...fulfillmentOrder, order }, userErrors: [] }
}

function actionsOf({ status, lines, managedBy, holds }: FulfillmentOrder): string[] {
  switch (status) {
    case 'CLOSED':
    case 'CANCELLED':
      return []
    case 'ON_HOLD':
      return ['RELEASE_HOLD', ...(holds.length < MAX_HOLDS ? ['HOLD'] : []), 'MOVE']
    case 'OPEN':
    case 'IN_PROGRESS': {
      if (managedBy !== 'merchant')
        return ['REQUEST_FULFILLMENT', 'CREATE_FULFILLMENT', 'MOVE', 'HOLD']
      const isSplittable = lines.reduce((sum, line) => sum + line.remaining, 0) > 1
      return [
        'CREATE_FULFILLMENT',
        'REPORT_PROGRESS',
        'MOVE',
        'HOLD',
        ...(isSplittable ? ['SPLIT'] : []),
      ]
    }
  }
}

type FulfillmentOrderView = OrderPart<FulfillmentOrder>

const fulfillmentOrderType: Resolvers<FulfillmentOrderView> = {
  requestStatus: () => 'UNSUBMITTED',
  orderId: (view) => view.order.id,
  orderName: (view) => view.order.name,
  orderProcessedAt: (view) => view.order.processedAt,
  fulfillAt: (view) => `${view.createdAt.slice(0, 13)}:00:00Z`,
  fulfillBy: () => null,
  fulfillmentHolds: (view) => view.holds,
  deliveryMethod: () => null,
  destination: () => null,
  merchantRequests: (_view, args) => connect([], args, () => ({ id: '' })),
  supportedActions: (view) => actionsOf(view).map((action) => ({ action, externalUrl: null })),
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

const HOLD_REASONS: Record<string, string> = { OTHER: 'Other' }

export const fulfillmentOrderResolvers: Record<string, Resolvers<never>> = {
  FulfillmentOrder: fulfillmentOrderType,
  FulfillmentHold: {
    displayReason: ({ reason }: FulfillmentHold) =>
      HOLD_REASONS[reason] ?? reason.toLowerCase().replaceAll('_', ' '),
    heldByApp: (_hold, _args, ctx) => ({ id: ctx.app.id, title: ctx.app.handle }),
    heldByRequestingApp: () => true,
  },
  Order: {
    fulfillmentOrders: (order: Order, args, ctx) =>
      connect(
        order.fulfillmentOrders
          .filter((entry) => mayUse(ctx, entry, 'read'))
          .map((entry) => ({ ...entry, order })),
        args,
        (entry) => ({ id: legacyId(entry.id) }),
      ),
  },
  QueryRoot: {
    fulfillmentOrder: (_source, args, ctx) => {
      const found = findFulfillmentOrder(ctx, idArg(args), 'read')
      return found ? { ...found.fulfillmentOrder, order: found.order } : null
    },
  },
  Mutation: {
    fulfillmentOrderHold: (_source, args, ctx) => hold(args, ctx),
    fulfillmentOrderReleaseHold: (_source, args, ctx) => releaseHold(args, ctx),
  },
}
