import { withoutContacts } from './without-contacts.ts'

/** What every mutation returns beside its object; `code` exists only on some types. */
export type UserError = {
  field?: readonly string[] | null
  message: string
  code?: string | null
}

/** Shopify understood the request and said no. The message quotes Shopify's own words. */
export class ShopifyRefused extends Error {
  override readonly name = 'ShopifyRefused'
  readonly userErrors: readonly UserError[]
  constructor(userErrors: readonly UserError[]) {
    super(withoutContacts(userErrors.map((error) => error.message).join(' · ')))
    this.userErrors = userErrors
  }

  /** True when one of the errors is about this input field ("email", "handle"), wherever its path starts. */
  concerns(field: string): boolean {
    return this.userErrors.some((error) => error.field?.includes(field) ?? false)
  }

  says(words: RegExp): boolean {
    return this.userErrors.some((error) => words.test(error.message))
  }
}

type Payload = {
  readonly userErrors?: readonly UserError[]
  readonly orderCancelUserErrors?: readonly UserError[]
}

/**
 * The one place where `userErrors` are looked at. A non-null object beside userErrors is the
 * unchanged record, not a success (recorded for productUpdate, productSet and others).
 * @throws ShopifyRefused
 */
export function checkUserErrors<P extends Payload>(payload: P | null | undefined): P {
  if (!payload) throw new ShopifyRefused([{ message: 'Shopify gave no answer to this change.' }])
  const errors = payload.orderCancelUserErrors ?? payload.userErrors ?? []
  if (errors.length > 0) throw new ShopifyRefused(errors)
  return payload
}
