import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { isAboutIdentity } from './another-record.server.ts'
import { findAgain, followMerged } from './find-again.server.ts'
import { inHalves } from '../run/in-halves.ts'
import type { Batch } from './migrate-records.server.ts'
import { customerOf } from './order-parents.ts'
import type { PassContext } from '../run/pass-context.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'
import type { Mapping } from '../ports/settlement.ts'
import type { References, WriteNote } from '../ports/target.ts'
import type { SourceRecord } from '../ports/source.ts'
import { withRetries } from '../run/backoff.server.ts'

export type OrderReferences = { references: References; notes: WriteNote[] }

type Migrate = (ctx: PassContext, kind: EntityKind, batch: Batch) => Promise<void>

/**
 * Shopify ids of what the orders refer to. Parents that are not in the target yet are fetched by id
 * and migrated first, products before customers; guests come with the order itself. An order whose
 * account cannot be had is a guest's: else Shopify would make a nameless customer out of its e-mail
 * address, of whom nobody here knows. An order whose parent cannot be had goes all the same. Either
 * is said in a note.
 *
 * @param migrate brings the parents into the target, like any record of their kind
 */
export async function collectReferences(
  ctx: PassContext,
  orders: readonly CanonicalOrder[],
  migrate: Migrate,
): Promise<Map<string, OrderReferences>> {
  if (orders.length === 0) return new Map()
  const productIds = unique(
    orders.flatMap((order) => order.lines.map((line) => line.productSourceId)),
  )
  const customerIds = unique(orders.map((order) => order.customerSourceId))
  const sold = variantsSold(orders)
  const products = await withMissing(ctx, 'product', productIds, migrate, {
    complete: ({ sourceId, children }) =>
      [...(sold.get(sourceId) ?? [])].every((variant) => variant in children),
    own: new Map(),
  })
  const guests = guestsOf(orders)
  const bring = (ids: readonly string[]) =>
    withMissing(ctx, 'customer', ids, migrate, { complete: () => true, own: guests })
  const customers = await bring(customerIds)
  const gone = new Set(await followMerged(ctx, customers, guests))
  const accounts = await withUnfinished(ctx, 'customer', customerIds, customers)
  const withoutAccount = orders.filter(
    ({ customerSourceId, guest }) =>
      customerSourceId !== null && !accounts.has(customerSourceId) && guest !== null,
  )
  if (withoutAccount.length > 0) {
    const ids = unique(withoutAccount.map(({ guest }) => guest?.sourceId ?? null))
    const others = await bring(ids)
    await followMerged(ctx, others, guests)
    for (const [id, mapping] of others) customers.set(id, mapping)
  }
  const known = await ctx.ledger.openIssues(
    'customer',
    unique(withoutAccount.map(({ customerSourceId }) => customerSourceId)),
  )
  const parents = {
    products: await withUnfinished(ctx, 'product', productIds, products),
    customers: new Map([...accounts, ...customers]),
    known,
    gone,
  }
  return new Map(orders.map((order) => [order.sourceId, referencesOf(order, parents)]))
}

/** What an order needs to know of a parent. */
type Parent = Pick<Mapping, 'gid' | 'children'>

/**
 * Parents without a mapping, of which a write was begun and not finished: what of them is in the
 * target already will do, because an order can never be linked later. Each is looked up once per pass.
 */
async function withUnfinished(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
  mappings: ReadonlyMap<string, Mapping>,
): Promise<ReadonlyMap<string, Parent>> {
  const { unfinished } = ctx
  const key = (id: string) => `${kind}:${id}`
  const unknown = ids.filter((id) => !mappings.has(id))
  const fresh = unknown.filter((id) => !unfinished.has(key(id)))
  const begun = [...(await ctx.ledger.openIntents(kind, fresh)).keys()]
  const found = new Map(
    await inHalves(
      begun,
      (some) => findAgain(ctx, kind, some),
      () => [],
    ),
  )
  for (const id of fresh) unfinished.set(key(id), found.get(id) ?? null)
  return new Map<string, Parent>([
    ...mappings,
    ...unknown.flatMap((id) => {
      const parent = unfinished.get(key(id))
      return parent ? [[id, parent] as const] : []
    }),
  ])
}

type Missing = {
  /** Whether the mapping has everything the orders refer to. */
  complete: (mapping: Mapping) => boolean
  /** Records that are at hand already. */
  own: ReadonlyMap<string, SourceRecord>
}

async function withMissing(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
  migrate: Migrate,
  { complete, own }: Missing,
): Promise<Map<string, Mapping>> {
  const mappings = new Map(await ctx.ledger.mappings(kind, ids))
  // Whose id may be somebody else's by now, nothing is hung on.
  for (const id of await exchanged(ctx, kind, [...mappings.keys()])) mappings.delete(id)
  const asked = (id: string) => `${kind}:${id}`
  const missing = ids.filter((id) => {
    const mapping = mappings.get(id)
    return !(mapping && complete(mapping)) && !ctx.parentsAsked.has(asked(id))
  })
  const wanted = await withoutKnownFailures(ctx, kind, missing)
  if (wanted.length > 0) {
    const atHand = wanted.flatMap((id) => own.get(id) ?? [])
    const toFetch = wanted.filter((id) => !own.has(id))
    const answer =
      toFetch.length > 0
        ? await withRetries(ctx, 'source', () => ctx.source.readByIds(kind, toFetch))
        : { records: [], rejected: [] }
    await migrate(ctx, kind, {
      records: [...atHand, ...answer.records],
      rejected: answer.rejected,
    })
    const brought = await ctx.ledger.mappings(kind, wanted)
    const others = new Set(await exchanged(ctx, kind, [...brought.keys()]))
    for (const [id, mapping] of brought) if (!others.has(id)) mappings.set(id, mapping)
  }
  for (const id of missing) ctx.parentsAsked.add(asked(id))
  return mappings
}

/** Those whose id was given to another record, which the merchant has not decided yet. */
async function exchanged(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<string[]> {
  const issues = await ctx.ledger.openIssues(kind, ids)
  return ids.filter((id) => issues.get(id)?.some(isAboutIdentity))
}

/**
 * A parent that was refused and would be refused again, or was tried too often, is not asked for
 * with every order; one that the merchant left behind never is.
 */
async function withoutKnownFailures(
  ctx: PassContext,
  kind: EntityKind,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const issues = await ctx.ledger.openIssues(kind, ids)
  return ids.filter(
    (id) =>
      !issues
        .get(id)
        ?.some(
          ({ severity, mayHeal, triedOut, sameRules, leftBehind }) =>
            leftBehind ||
            (!ctx.askedFor && severity === 'failed' && (!mayHeal || triedOut) && sameRules),
        ),
  )
}

/** The variants of each product that the orders refer to. */
function variantsSold(orders: readonly CanonicalOrder[]): Map<string, Set<string>> {
  const sold = new Map<string, Set<string>>()
  for (const { productSourceId, variantSourceId } of orders.flatMap(({ lines }) => lines)) {
    if (productSourceId === null || variantSourceId === null) continue
    const variants = sold.get(productSourceId) ?? new Set<string>()
    sold.set(productSourceId, variants.add(variantSourceId))
  }
  return sold
}

/** A guest is written once, from the first order that shows it. */
function guestsOf(orders: readonly CanonicalOrder[]): Map<string, SourceRecord> {
  const guests = new Map<string, SourceRecord>()
  for (const { guest } of orders) {
    if (guest && !guests.has(guest.sourceId)) {
      guests.set(guest.sourceId, {
        kind: 'customer',
        sourceId: guest.sourceId,
        changedAt: null,
        mark: null,
        identity: null,
        remarks: [],
        record: guest,
      })
    }
  }
  return guests
}

function referencesOf(
  order: CanonicalOrder,
  {
    products,
    customers,
    known,
    gone,
  }: {
    products: ReadonlyMap<string, Parent>
    customers: ReadonlyMap<string, Parent>
    /** What is open about accounts that could not be had. */
    known: ReadonlyMap<string, readonly unknown[]>
    /** Accounts that are not in the target any more. */
    gone: ReadonlySet<string>
  },
): OrderReferences {
  const variants = new Map<string, string>()
  let missingLines = 0
  for (const { productSourceId, variantSourceId } of order.lines) {
    // A product that was deleted in the source is no surprise to the merchant.
    if (productSourceId === null || variantSourceId === null) continue
    const gid = products.get(productSourceId)?.children[variantSourceId]
    if (gid) variants.set(variantSourceId, gid)
    else missingLines += 1
  }
  const customer = customerOf(order, customers)
  const notes: WriteNote[] = []
  if (missingLines > 0) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'lines',
      message: `${missingLines} of ${order.lines.length} lines are not linked to a product, because the product is not in Shopify. They keep their title, SKU and price.`,
    })
  }
  if (customer !== null && !customers.has(order.customerSourceId ?? '')) {
    const id = order.customerSourceId ?? ''
    const why = gone.has(id)
      ? 'The customer of this order was deleted in Shopify after having been migrated.'
      : (known.get(id) ?? []).length === 0
        ? 'The old store does not have the account of this order any more.'
        : 'The account of this order could not be migrated, or it is not decided yet whether it is still the same.'
    notes.push({
      code: 'PARENT_MISSING',
      field: 'customer',
      message: `${why} The order is linked to a guest customer with the order’s e-mail address, as an order without an account would be.`,
    })
  }
  if (order.customerSourceId !== null && customer === null) {
    notes.push({
      code: 'PARENT_MISSING',
      field: 'customer',
      message:
        'The order is not linked to a customer, because the customer could not be migrated, or it is not decided yet whether the customer is still the same. It keeps its addresses and contact details.',
    })
  }
  return { references: { variants, customer: customer?.gid ?? null }, notes }
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
