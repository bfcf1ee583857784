import { type Ctx, userError, type UserError } from '#test/stand-ins/shopify-admin/context.ts'
import type { Customer } from '#test/stand-ins/shopify-admin/store/state.ts'
import { applyCustomerFields, blankCustomer, customerByEmail } from '../customers/input.ts'
import type { OrderCreateInput } from './input.ts'

/** Associates, upserts, or makes a customer of the order's e-mail, as Shopify does. */
export function findCustomer(
  ctx: Ctx,
  input: OrderCreateInput,
  errors: UserError[],
): Customer | null {
  const { shop } = ctx
  const { toAssociate, toUpsert } = input.customer ?? {}
  const wantedId = input.customerId ?? toAssociate?.id ?? toUpsert?.id
  if (wantedId) {
    const known = shop.customers.get(wantedId)
    if (!known) {
      errors.push(userError(['order', 'customer'], 'Customer does not exist', 'INVALID'))
      return null
    }
    if (!toUpsert) return structuredClone(known)
  }
  if (toAssociate?.email) {
    const known = customerByEmail(shop, toAssociate.email)
    if (!known) errors.push(userError(['order', 'customer'], 'Customer does not exist', 'INVALID'))
    return known ? structuredClone(known) : null
  }
  const email = toUpsert?.email ?? (toUpsert ? undefined : input.email)
  const byEmail = email?.trim() ? customerByEmail(shop, email) : null
  const known = shop.customers.get(wantedId ?? '') ?? byEmail
  if (!toUpsert && !email?.trim()) return null
  if (!toUpsert && known) return structuredClone(known)
  const draft = known ? structuredClone(known) : blankCustomer(shop)
  const { id: _id, ...fields } = toUpsert ?? { email }
  errors.push(
    ...applyCustomerFields(ctx, draft, fields, ['order', 'customer', 'toUpsert']).map((error) => ({
      ...error,
      code: 'INVALID',
    })),
  )
  return draft
}
