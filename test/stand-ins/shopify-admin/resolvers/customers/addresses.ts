import {
  type Args,
  type Ctx,
  readInput,
  topLevelError,
  userError,
  type UserError,
} from '#test/stand-ins/shopify-admin/context.ts'
import { type Address, saveCustomer } from '#test/stand-ins/shopify-admin/store/state.ts'
import { mailingAddressInput, readAddress, sameAddress } from '../addresses.ts'

export function changeAddress(
  args: Args,
  ctx: Ctx,
  change: 'create' | 'update',
): { address: Address | null; userErrors: UserError[] } {
  const customer = ctx.shop.customers.get(String(args.customerId))
  if (!customer) {
    return { address: null, userErrors: [userError(['customerId'], 'Customer does not exist')] }
  }
  const input = readInput(mailingAddressInput, args.address, 'MailingAddressInput')
  const before = customer.addresses.find((address) => address.id === args.addressId) ?? null
  if (change === 'update') {
    existingAddress(ctx, args.addressId)
    if (!before) {
      return { address: null, userErrors: [userError(['addressId'], 'Address does not exist')] }
    }
    // Recorded: a nested id that differs is refused, null included.
    if (input.id !== undefined && input.id !== before.id) {
      const message = 'The id of the address does not match the id in the input'
      return { address: null, userErrors: [userError(['addressId'], message)] }
    }
  }
  const { address, problems } = readAddress(ctx.shop, input, 'CustomerAddress', before, customer)
  const errors = problems.map(({ field, message }) => userError(['address', field], message))
  const twin = customer.addresses.some(
    (other) => other.id !== address.id && sameAddress(other, address),
  )
  if (twin) errors.push(userError(['address'], 'Address already exists'))
  if (errors.length > 0) return { address: null, userErrors: errors }
  customer.addresses = before
    ? customer.addresses.map((other) => (other.id === before.id ? address : other))
    : [...customer.addresses, address]
  if (args.setAsDefault === true || customer.defaultAddressId === null) {
    customer.defaultAddressId = address.id
  }
  saveCustomer(ctx.shop, customer)
  return { address, userErrors: [] }
}

/** Recorded: an id that no customer's address has is a top-level error, another customer's is not. */
export function existingAddress(ctx: Ctx, id: unknown): void {
  for (const { addresses } of ctx.shop.customers.values()) {
    if (addresses.some((address) => address.id === id)) return
  }
  throw topLevelError('invalid id', 'RESOURCE_NOT_FOUND')
}

export function deleteAddress(args: Args, ctx: Ctx) {
  existingAddress(ctx, args.addressId)
  const customer = ctx.shop.customers.get(String(args.customerId))
  const isKnown = customer?.addresses.some((address) => address.id === args.addressId) === true
  if (!customer || !isKnown) {
    return {
      deletedAddressId: null,
      userErrors: [userError(['addressId'], 'Address does not exist')],
    }
  }
  customer.addresses = customer.addresses.filter((address) => address.id !== args.addressId)
  if (customer.defaultAddressId === args.addressId) {
    customer.defaultAddressId = customer.addresses[0]?.id ?? null
  }
  saveCustomer(ctx.shop, customer)
  return { deletedAddressId: args.addressId, userErrors: [] }
}
