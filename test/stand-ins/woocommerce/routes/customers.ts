import { invalidId, RestError } from '../rest/errors.ts'
import { flag, text, type Query } from '../rest/query.ts'
import type { ListSpec } from '../rest/listing.ts'
import type { Customer } from '../records.ts'
import {
  answerList,
  batch,
  bodyOf,
  created,
  ITEM_ALLOW,
  LIST_ALLOW,
  numberParam,
  route,
  type RestRequest,
  type Route,
} from '../rest/rest.ts'
import { customerShape } from '../shapes/others.ts'
import type { WooState } from '../state.ts'
import { createCustomer, deleteCustomer, updateCustomer } from '../writes/customers.ts'
import { customerInput } from '../writes/inputs.ts'

const ROLES = [
  'all',
  'administrator',
  'editor',
  'author',
  'contributor',
  'subscriber',
  'customer',
  'shop_manager',
]

/** No date filters at all: they are ignored like any unknown parameter (measured: `132`). */
function spec(state: WooState, query: Query): ListSpec<Customer> {
  const role = text(query, 'role') ?? 'customer'
  const email = text(query, 'email')?.toLowerCase()
  const search = text(query, 'search')?.toLowerCase()
  return {
    all: () => [...state.customers.values()],
    id: (customer) => customer.id,
    storage: 'plain',
    orderNames: ['id', 'include', 'name', 'registered_date'],
    defaultOrderBy: 'name',
    defaultOrder: 'asc',
    orders: {
      // The display name, which the REST API sets to the user name.
      name: (a, b) => a.username.localeCompare(b.username),
      registered_date: (a, b) => a.createdAt - b.createdAt,
    },
    enums: { role: { values: ROLES } },
    filter: (customer) =>
      (role === 'all' || customer.role === role) &&
      (email === undefined || customer.email.toLowerCase() === email) &&
      (!search || `${customer.username} ${customer.email}`.toLowerCase().includes(search)),
  }
}

function customerOf(request: RestRequest): Customer {
  const customer = request.state.customers.get(numberParam(request, 'id'))
  if (!customer) throw invalidId('customer')
  return customer
}

function remove(state: WooState, id: number) {
  const customer = state.customers.get(id)
  if (!customer) throw invalidId('customer')
  const before = customerShape(state, customer)
  deleteCustomer(state, id)
  return before
}

export const customerRoutes: Route[] = [
  route('GET', '/customers', 'list', LIST_ALLOW, (request) =>
    answerList(request, spec(request.state, request.query), (customer) =>
      customerShape(request.state, customer),
    ),
  ),
  route('POST', '/customers', 'create', LIST_ALLOW, (request) => {
    const customer = createCustomer(request.state, customerInput.parse(bodyOf(request)))
    return created(request, customerShape(request.state, customer), `/customers/${customer.id}`)
  }),
  route('EDIT', '/customers/batch', 'edit', 'POST, PUT, PATCH', (request) => {
    const { state } = request
    return batch(request, {
      create: (body) => customerShape(state, createCustomer(state, customerInput.parse(body))),
      update: (id, body) =>
        customerShape(state, updateCustomer(state, id, customerInput.parse(body))),
      delete: (id) => remove(state, id),
    })
  }),
  route('GET', '/customers/:id', 'view', ITEM_ALLOW, (request) => ({
    body: customerShape(request.state, customerOf(request)),
  })),
  route('EDIT', '/customers/:id', 'edit', ITEM_ALLOW, (request) => {
    const id = customerOf(request).id
    const customer = updateCustomer(request.state, id, customerInput.parse(bodyOf(request)))
    return { body: customerShape(request.state, customer) }
  }),
  route('DELETE', '/customers/:id', 'delete', ITEM_ALLOW, (request) => {
    const { id } = customerOf(request)
    if (!flag(request.query, 'force')) {
      throw new RestError(
        501,
        'woocommerce_rest_trash_not_supported',
        'Customers do not support trashing.',
      )
    }
    return { body: remove(request.state, id) }
  }),
]
