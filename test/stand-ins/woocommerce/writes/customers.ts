import { badRequest, invalidId, missingParams } from '../rest/errors.ts'
import type { Address, Customer, Json } from '../records.ts'
import { emptyAddress, emptyBilling, type WooState } from '../state.ts'
import { customerInput, type AddressInput, type CustomerInput } from './inputs.ts'

export function mergeAddress<A extends Address>(address: A, input: AddressInput | undefined): A {
  if (!input) return address
  const merged = { ...address }
  for (const key of Object.keys(address)) {
    const value = Object.entries(input).find(([name]) => name === key)?.[1]
    if (value !== undefined) Object.assign(merged, { [key]: value })
  }
  return merged
}

/** WordPress keeps user meta as text: true comes back as "1" (measured). */
const userMetaValue = (value: Json): Json =>
  typeof value === 'boolean'
    ? value
      ? '1'
      : ''
    : typeof value === 'number'
      ? String(value)
      : value

function setMeta(
  state: WooState,
  customer: Customer,
  entries: { key: string; value: Json }[] | undefined,
) {
  for (const { key, value } of entries ?? []) {
    const existing = customer.meta.find((meta) => meta.key === key)
    if (existing) existing.value = userMetaValue(value)
    else customer.meta.push(...state.meta([{ key, value: userMetaValue(value) }]))
  }
}

const sameEmail = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function usernameFor(state: WooState, email: string): string {
  const base = (email.split('@')[0] ?? 'customer').toLowerCase()
  const taken = new Set([...state.customers.values()].map((customer) => customer.username))
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`
  return name
}

export function createCustomer(state: WooState, raw: CustomerInput): Customer {
  const input = customerInput.parse(raw)
  const { email } = input
  if (email === undefined) throw missingParams(['email'])
  if ([...state.customers.values()].some((customer) => sameEmail(customer.email, email))) {
    throw badRequest(
      'registration-error-email-exists',
      `An account is already registered with ${email}. Please log in or use a different email address.`,
    )
  }
  const customer: Customer = {
    id: state.id('user'),
    createdAt: state.now(),
    modifiedAt: state.now(),
    email,
    firstName: input.first_name ?? '',
    lastName: input.last_name ?? '',
    role: 'customer',
    username: input.username ?? usernameFor(state, email),
    billing: mergeAddress(emptyBilling(), input.billing),
    shipping: mergeAddress(emptyAddress(), input.shipping),
    isPaying: false,
    meta: [],
  }
  setMeta(state, customer, input.meta_data)
  if (input.password === undefined)
    setMeta(state, customer, [{ key: 'default_password_nag', value: '1' }])
  state.customers.set(customer.id, customer)
  return customer
}

export function updateCustomer(state: WooState, id: number, raw: CustomerInput): Customer {
  const customer = state.customers.get(id)
  if (!customer) throw invalidId('customer')
  const input = customerInput.parse(raw)
  const { email } = input
  if (email !== undefined) {
    const other = [...state.customers.values()].some(
      (c) => c.id !== id && sameEmail(c.email, email),
    )
    if (other)
      throw badRequest('woocommerce_rest_customer_invalid_email', 'Email address is invalid.')
    customer.email = email
  }
  customer.firstName = input.first_name ?? customer.firstName
  customer.lastName = input.last_name ?? customer.lastName
  customer.billing = mergeAddress(customer.billing, input.billing)
  customer.shipping = mergeAddress(customer.shipping, input.shipping)
  setMeta(state, customer, input.meta_data)
  customer.modifiedAt = state.now()
  return customer
}

/**
 * A customer changes the address of their own account: written past WooCommerce's own saving, as
 * WordPress, themes and plugins do, which leaves the date as it was.
 */
export function editOwnAddress(state: WooState, id: number, billing: AddressInput): Customer {
  const customer = state.customers.get(id)
  if (!customer) throw invalidId('customer')
  customer.billing = mergeAddress(customer.billing, billing)
  return customer
}

/** Their orders lose them, and are dated for it (measured: d30); billing data stays. */
export function deleteCustomer(state: WooState, id: number) {
  if (!state.customers.delete(id)) throw invalidId('customer')
  for (const order of state.orders.values()) {
    if (order.customerId !== id) continue
    order.customerId = 0
    order.modifiedAt = state.now()
  }
}

/** The first completed or paid order flips the flag, and only that moves the date (measured: d38). */
export function markPaying(state: WooState, id: number) {
  const customer = state.customers.get(id)
  if (!customer || customer.isPaying) return
  customer.isPaying = true
  customer.modifiedAt = state.now()
}
