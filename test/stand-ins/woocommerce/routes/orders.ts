import { invalidId, missingParams, noRoute, RestError } from '../rest/errors.ts'
import type { ListSpec } from '../rest/listing.ts'
import { flag, list, text, type Query } from '../rest/query.ts'
import type { Order, Refund } from '../records.ts'
import {
  answerList,
  batch,
  bodyOf,
  created,
  decimalsOf,
  ITEM_ALLOW,
  LIST_ALLOW,
  numberParam,
  route,
  type RestRequest,
  type Route,
} from '../rest/rest.ts'
import { noteShape, orderShape, refundShape } from '../shapes/order.ts'
import { hiddenStatuses, orderStatuses, type WooState } from '../state.ts'
import { noteInput, orderInput, refundInput } from '../writes/inputs.ts'
import { addNote, createOrder, deleteOrder, trashOrder, updateOrder } from '../writes/orders.ts'
import { createRefund, deleteRefund } from '../writes/refunds.ts'

const ORDERS = ['date', 'id', 'include', 'title', 'slug', 'modified']

const statusValues = (state: WooState) => {
  const slugs = orderStatuses(state).map((status) => status.slug)
  return ['any', 'trash', 'auto-draft', ...slugs]
}

/**
 * `any`, the default, has checkout drafts in it and the trash not, nor what is hidden from search,
 * whatever else is asked for.
 */
function statusTest(state: WooState, query: Query): (order: Order) => boolean {
  const wanted = list(query, 'status') ?? ['any']
  const hidden = ['trash', ...hiddenStatuses(state)]
  if (wanted.length === 0 || wanted.includes('any')) {
    return (order) => !hidden.includes(order.status)
  }
  return (order) => wanted.includes(order.status)
}

/** No date comes before every date in tables; posts are ordered by another column, the local date. */
const modifiedOrder = ({ settings }: WooState, { modifiedAt, createdAt }: Order) =>
  modifiedAt ?? (settings.orderStorage === 'tables' ? 0 : createdAt)

function searchTest(search: string): (order: Order) => boolean {
  const wanted = search.toLowerCase()
  return ({ id, billing, shipping, lines }) =>
    [String(id), ...Object.values(billing), ...Object.values(shipping), ...lines.map((l) => l.name)]
      .join(' ')
      .toLowerCase()
      .includes(wanted)
}

function spec(state: WooState, query: Query): ListSpec<Order> {
  const tests = [statusTest(state, query)]
  const { listedOrders } = state.settings
  if (listedOrders !== null && !list(query, 'include')) {
    tests.push((order) => listedOrders.has(order.id))
  }
  const search = text(query, 'search')
  if (search) tests.push(searchTest(search))
  const customer = text(query, 'customer')
  if (customer !== undefined) tests.push((order) => order.customerId === Number(customer))
  const product = text(query, 'product')
  if (product !== undefined) {
    tests.push((order) => order.lines.some((line) => line.productId === Number(product)))
  }
  const via = list(query, 'created_via')
  if (via && via.length > 0) tests.push((order) => via.includes(order.createdVia))
  const parents = list(query, 'parent')
  if (parents && parents.length > 0) tests.push(() => parents.includes('0'))
  return {
    all: () => [...state.orders.values()],
    id: (order) => order.id,
    created: (order) => order.createdAt,
    modified: (order) => order.modifiedAt,
    storage: state.settings.orderStorage === 'tables' ? 'orders' : 'posts',
    orderNames: ORDERS,
    defaultOrderBy: 'date',
    defaultOrder: 'desc',
    orders: {
      date: (a, b) => a.createdAt - b.createdAt,
      modified: (a, b) => modifiedOrder(state, a) - modifiedOrder(state, b),
    },
    enums: { status: { values: statusValues(state), list: true } },
    listParams: ['status', 'parent', 'parent_exclude', 'created_via'],
    filter: (order) => tests.every((test) => test(order)),
  }
}

function listOrders(request: RestRequest) {
  const { state, query } = request
  const dp = decimalsOf(query)
  const displayOnly = flag(query, 'order_item_display_meta') ?? false
  return answerList(
    request,
    spec(state, query),
    (order) => orderShape(state, order, dp, displayOnly),
    // Defaults that WordPress adds while it works show up in the Link header (measured).
    ({ empty }) => [
      ['status[0]', 'any'],
      ...(empty
        ? []
        : ([
            ['dp', '2'],
            ['context', 'view'],
          ] as const)),
    ],
  )
}

function refundSpec(all: () => Refund[]): ListSpec<Refund> {
  return {
    all,
    id: (refund) => refund.id,
    created: (refund) => refund.createdAt,
    // A refund never changes.
    modified: (refund) => refund.createdAt,
    storage: 'orders',
    orderNames: ORDERS,
    defaultOrderBy: 'date',
    defaultOrder: 'desc',
    orders: {
      date: (a, b) => a.createdAt - b.createdAt,
      modified: (a, b) => a.createdAt - b.createdAt,
    },
    listParams: ['parent'],
    filter: () => true,
  }
}

const refundAdded = ({ empty }: { empty: boolean }) => (empty ? [] : ([['dp', '2']] as const))

function orderOf(request: RestRequest, name = 'id'): Order {
  const order = request.state.orders.get(numberParam(request, name))
  if (!order) throw invalidId(name === 'id' ? 'order' : 'refundOrder')
  return order
}

function refundOf(request: RestRequest): Refund {
  const order = orderOf(request, 'order')
  const refund = request.state.refunds.get(numberParam(request, 'id'))
  if (!refund || refund.orderId !== order.id) throw invalidId('refund')
  return refund
}

function remove(state: WooState, id: number, force: boolean) {
  const order = state.orders.get(id)
  if (!order) throw invalidId('order')
  const before = orderShape(state, order)
  if (force) deleteOrder(state, id)
  else trashOrder(state, id)
  return before
}

function noteOrder(request: RestRequest): Order {
  const order = request.state.orders.get(numberParam(request, 'order'))
  if (!order) throw invalidId('noteOrder')
  return order
}

/** Newest second first; notes of one second as they were made (measured: `157`). No paging. */
function listNotes(request: RestRequest) {
  const order = noteOrder(request)
  const type = text(request.query, 'type') ?? 'any'
  const notes = order.notes
    .filter((note) => type === 'any' || note.forCustomer === (type === 'customer'))
    .sort((a, b) => b.at - a.at || a.id - b.id)
  return { body: notes.map((note) => noteShape(request.state, order.id, note)) }
}

export const orderRoutes: Route[] = [
  route('GET', '/orders', 'list', LIST_ALLOW, listOrders),
  route('POST', '/orders', 'create', LIST_ALLOW, (request) => {
    const order = createOrder(request.state, orderInput.parse(bodyOf(request)))
    return created(request, orderShape(request.state, order), `/orders/${order.id}`)
  }),
  route('EDIT', '/orders/batch', 'edit', 'POST, PUT, PATCH', (request) => {
    const { state } = request
    return batch(request, {
      create: (body) => orderShape(state, createOrder(state, orderInput.parse(body))),
      update: (id, body) => orderShape(state, updateOrder(state, id, orderInput.parse(body))),
      delete: (id) => remove(state, id, true),
    })
  }),
  route('GET', '/orders/statuses', 'list', 'GET', ({ state }) => ({ body: orderStatuses(state) })),
  route('GET', '/orders/:id', 'view', ITEM_ALLOW, (request) => ({
    body: orderShape(
      request.state,
      orderOf(request),
      decimalsOf(request.query),
      flag(request.query, 'order_item_display_meta') ?? false,
    ),
  })),
  route('EDIT', '/orders/:id', 'edit', ITEM_ALLOW, (request) => {
    const { id } = orderOf(request)
    const order = updateOrder(request.state, id, orderInput.parse(bodyOf(request)))
    return { body: orderShape(request.state, order) }
  }),
  route('DELETE', '/orders/:id', 'delete', ITEM_ALLOW, (request) => ({
    body: remove(request.state, orderOf(request).id, flag(request.query, 'force') ?? false),
  })),
  route('DELETE', '/orders', 'delete', LIST_ALLOW, () => {
    throw noRoute()
  }),

  route('GET', '/orders/:order/notes', 'list', LIST_ALLOW, listNotes),
  route('POST', '/orders/:order/notes', 'create', LIST_ALLOW, (request) => {
    const order = noteOrder(request)
    if (bodyOf(request).note === undefined) throw missingParams(['note'])
    const input = noteInput.parse(bodyOf(request))
    // A note does not move the order's date (measured: d15).
    const note = addNote(request.state, order, input.note, input.customer_note ?? false)
    return created(
      request,
      noteShape(request.state, order.id, note),
      `/orders/(?P<order_id>[\\d]+)/notes/${note.id}`,
    )
  }),
  route('GET', '/orders/:order/notes/:id', 'view', 'GET, DELETE', (request) => {
    const order = noteOrder(request)
    const note = order.notes.find((one) => one.id === numberParam(request, 'id'))
    if (!note) throw invalidId('note')
    return { body: noteShape(request.state, order.id, note) }
  }),
  route('DELETE', '/orders/:order/notes/:id', 'delete', 'GET, DELETE', (request) => {
    const order = noteOrder(request)
    const note = order.notes.find((one) => one.id === numberParam(request, 'id'))
    if (!note) throw invalidId('note')
    order.notes = order.notes.filter((one) => one !== note)
    return { body: noteShape(request.state, order.id, note) }
  }),

  route('GET', '/orders/:order/refunds', 'list', LIST_ALLOW, (request) => {
    const { state, query } = request
    const order = orderOf(request, 'order')
    const all = () => [...state.refunds.values()].filter((refund) => refund.orderId === order.id)
    const dp = decimalsOf(query)
    return answerList(
      request,
      refundSpec(all),
      (r) => refundShape(state, r, false, dp),
      refundAdded,
    )
  }),
  route('POST', '/orders/:order/refunds', 'create', LIST_ALLOW, (request) => {
    const order = orderOf(request, 'order')
    const refund = createRefund(request.state, order.id, refundInput.parse(bodyOf(request)))
    return created(
      request,
      refundShape(request.state, refund, false),
      `/orders/(?P<order_id>[\\d]+)/refunds/${refund.id}`,
    )
  }),
  route('GET', '/orders/:order/refunds/:id', 'view', 'GET, DELETE', (request) => ({
    body: refundShape(request.state, refundOf(request), false, decimalsOf(request.query)),
  })),
  route('DELETE', '/orders/:order/refunds/:id', 'delete', 'GET, DELETE', (request) => {
    const refund = refundOf(request)
    if (!flag(request.query, 'force')) {
      throw new RestError(
        501,
        'woocommerce_rest_trash_not_supported',
        'Refunds do not support trashing.',
      )
    }
    const before = refundShape(request.state, refund, false)
    deleteRefund(request.state, refund.id)
    return { body: before }
  }),
  route('GET', '/refunds', 'list', 'GET', (request) => {
    const { state, query } = request
    const dp = decimalsOf(query)
    return answerList(
      request,
      refundSpec(() => [...state.refunds.values()]),
      (refund) => refundShape(state, refund, true, dp),
      refundAdded,
    )
  }),
]
