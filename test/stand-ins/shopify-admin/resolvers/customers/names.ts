import { type Customer, legacyId } from '#test/stand-ins/shopify-admin/store/state.ts'

/** Name, else e-mail, else phone, as Shopify shows a customer. */
export function displayName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ')
  return name || customer.email || customer.phone || legacyId(customer.id)
}
