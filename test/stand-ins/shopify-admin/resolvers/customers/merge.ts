import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Args, type Ctx, readInput, userError } from '#test/stand-ins/shopify-admin/context.ts'
import {
  type Customer,
  forgetOwner,
  metafieldsOf,
  saveCustomer,
  type ShopState,
} from '#test/stand-ins/shopify-admin/store/state.ts'
import { writeMetafield } from '../metafields/metafields.ts'

const overrides = z
  .strictObject({ customerIdOfEmailToKeep: z.string().nullish() })
  .nullish()
  .transform((given) => given?.customerIdOfEmailToKeep ?? null)

/**
 * One customer vanishes, the other keeps their own id and e-mail address and gets the orders,
 * addresses and tags of both. Who is kept: the documentation of the mutation (Admin API 2026-07;
 * accounts are not part of this stand-in). Nothing says what becomes of metafields, and no recording
 * shows it; here those go over whose key the kept customer does not have.
 */
export function customerMerge(args: Args, ctx: Ctx) {
  const { shop } = ctx
  const refuse = (field: string, message: string, code: string) => ({
    resultingCustomerId: null,
    job: null,
    userErrors: [userError([field], message, code)],
  })
  const one = shop.customers.get(String(args.customerOneId))
  const two = shop.customers.get(String(args.customerTwoId))
  if (!one) return refuse('customerOneId', 'Customer does not exist', 'INVALID_CUSTOMER_ID')
  if (!two || two === one) {
    return refuse('customerTwoId', 'Customer does not exist', 'INVALID_CUSTOMER_ID')
  }
  const emailOf = readInput(overrides, args.overrideFields, 'CustomerMergeOverrideFields')
  const kept = [one, two].find(({ id, email }) => id === emailOf && email) ?? byRules(one, two)
  const gone = kept === one ? two : one

  // Recorded: refused as a whole, with the error on both (customers/merge-blockers).
  const blocked = blocker(one, two)
  if (blocked) {
    return {
      resultingCustomerId: null,
      job: null,
      userErrors: ['customerOneId', 'customerTwoId'].map((field) =>
        userError([field], blocked, 'INVALID_CUSTOMER'),
      ),
    }
  }
  mergeInto(shop, kept, gone)
  const id = `gid://shopify/Job/${randomUUID()}`
  shop.jobs.set(id, { id, done: true })
  shop.merges.set(id, kept.id)
  // The answer comes before the job is done (recorded: customers/merge-rules).
  return { resultingCustomerId: kept.id, job: { id, done: false }, userErrors: [] }
}

export function customerMergeJobStatus(args: Args, ctx: Ctx) {
  const resultingCustomerId = ctx.shop.merges.get(String(args.jobId))
  return resultingCustomerId === undefined
    ? null
    : { jobId: args.jobId, resultingCustomerId, status: 'COMPLETED', customerMergeErrors: [] }
}

function blocker(one: Customer, two: Customer): string | null {
  if (new Set([...one.tags, ...two.tags]).size > 250) return 'Customers must have 250 tags or less.'
  const note = (one.note?.length ?? 0) + (two.note?.length ?? 0)
  return note > 5000 ? 'Customer notes must be 5,000 characters or less.' : null
}

/** What becomes of both; also for tests in which the merchant merges by hand. */
export function mergeInto(shop: ShopState, kept: Customer, gone: Customer): void {
  const draft = structuredClone(kept)
  draft.firstName ??= gone.firstName
  draft.lastName ??= gone.lastName
  draft.email ??= gone.email
  draft.phone ??= gone.phone
  draft.tags = [...new Set([...kept.tags, ...gone.tags])].sort()
  draft.addresses = [...kept.addresses, ...gone.addresses]
  draft.defaultAddressId ??= gone.defaultAddressId
  const keys = new Set(
    metafieldsOf(shop, kept.id).map(({ namespace, key }) => `${namespace}.${key}`),
  )
  const moving = metafieldsOf(shop, gone.id).filter(
    ({ namespace, key }) => !keys.has(`${namespace}.${key}`),
  )
  shop.customers.delete(gone.id)
  shop.index.customer.remove(gone.id)
  forgetOwner(shop, gone.id)
  saveCustomer(shop, draft)
  for (const { namespace, key, type, value } of moving) {
    writeMetafield(shop, kept.id, { namespace, key, type, value })
  }
  for (const order of shop.orders.values()) {
    if (order.customerId === gone.id) order.customerId = kept.id
  }
}

function byRules(one: Customer, two: Customer): Customer {
  if (Boolean(one.email) !== Boolean(two.email)) return one.email ? one : two
  return two
}
