import type { CustomerInput } from '#app/types/admin-operations.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { normalizedEmail } from '#app/migration/kinds/customer/email.ts'
import { HeldByAnother, RecordError } from '#app/migration/engine/ports/errors.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import type {
  Gid,
  TargetSnapshot,
  WriteIntent,
  WriteNote,
} from '#app/migration/engine/ports/target.ts'
import { alreadyThere } from '../identity/already-there.server.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { acceptedCustomer, customerAddressInputs, customerInput, customerNotes } from './input.ts'
import {
  addressChildren,
  COMPARED_ADDRESSES,
  customerSnapshot,
  type ReadCustomer,
} from './snapshot.ts'
import { addExtras } from './extras.server.ts'
import { isTaken, reduce } from './refusals.ts'
import { METAFIELDS_SET } from '../identity/anchor-documents.ts'
import {
  CUSTOMER_BY_CUSTOM_ID,
  CUSTOMER_BY_EMAIL,
  CUSTOMER_SET,
  CUSTOMER_SNAPSHOTS,
  CUSTOMER_UPDATE,
} from './documents.ts'
import { normalizeTags } from '../values/normalize.ts'
import { found } from '../api/operation.ts'
import {
  byCustomId,
  idMetafield,
  METAFIELD_NAMESPACE,
  sourceIdOf,
  sourceReference,
} from '../identity/source-reference.ts'
import type { StoreContext } from '../store-context.ts'
import type { TargetContext } from '../target-context.ts'
import type { Accepted, Creation } from '../target-kind.ts'
import { keptInShopify } from '../write-notes.ts'
import { parseManaged, managedMetafield } from '../managed.ts'
import { customersSay } from '#app/migration/messages/customers.ts'

const BATCH = 25

function reference(ctx: TargetContext, sourceId: string): string {
  return sourceReference(ctx.options.projectId, 'customer', sourceId)
}

export function selection(ctx: StoreContext, addresses = COMPARED_ADDRESSES) {
  return { namespace: METAFIELD_NAMESPACE, addresses }
}

async function readByCustomId(ctx: TargetContext, sourceId: string): Promise<ReadCustomer | null> {
  const value = reference(ctx, sourceId)
  const answer = await ctx.run(CUSTOMER_BY_CUSTOM_ID, { value, ...selection(ctx) })
  return answer.customerByIdentifier
}

export async function findCustomer(ctx: TargetContext, sourceId: string): Promise<Gid | null> {
  return (await readByCustomId(ctx, sourceId))?.id ?? null
}

export async function readRaw(
  ctx: StoreContext,
  gids: readonly Gid[],
  addresses = COMPARED_ADDRESSES,
): Promise<ReadCustomer[]> {
  const shown = selection(ctx, addresses)
  const { nodes } = await ctx.run(CUSTOMER_SNAPSHOTS, { ids: [...gids], ...shown })
  return found(nodes)
}

export async function readCustomers(
  ctx: TargetContext,
  gids: readonly Gid[],
): Promise<TargetSnapshot[]> {
  const batches: Gid[][] = []
  for (let i = 0; i < gids.length; i += BATCH) batches.push(gids.slice(i, i + BATCH))
  const read = await Promise.all(batches.map((batch) => readRaw(ctx, batch)))
  return read.flat().map(customerSnapshot)
}

export function accepted(
  customer: ReadCustomer,
  outcome: Accepted['outcome'],
  children: Record<string, Gid>,
  notes: WriteNote[],
): Accepted {
  return { gid: customer.id, outcome, snapshot: customerSnapshot(customer), children, notes }
}

function allAddresses(customer: ReadCustomer): Record<string, Gid> {
  return addressChildren(customer.addressesV2.nodes.map(({ id }) => id))
}

/** Creates without consent, password or invite: nothing here makes Shopify send an e-mail. */
export async function createCustomer(
  ctx: TargetContext,
  { record, mayExist, ownerOf }: Creation<CanonicalCustomer>,
): Promise<Accepted> {
  const notes = customerNotes(record)
  if (mayExist) {
    const existing = await readByCustomId(ctx, record.sourceId)
    if (existing) return ours(ctx, record, existing, 'found', notes)
  }
  let input = customerInput(record)
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { customerSet } = await ctx.run(CUSTOMER_SET, {
        identifier: byCustomId(reference(ctx, record.sourceId)),
        input,
        // A list of addresses replaces what is there: no more than these can come back.
        ...selection(ctx, input.addresses?.length || undefined),
      })
      const { customer } = checkUserErrors(customerSet)
      if (!customer) throw new ShopifyRefused([{ message: 'The customer was not created.' }])
      return await ours(ctx, record, customer, 'created', notes)
    } catch (error) {
      const first = await alreadyThere(ctx, error, record, () =>
        readByCustomId(ctx, record.sourceId),
      )
      if (first) return ours(ctx, record, first, 'adopted', notes)
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      if (isTaken(error, 'email') && input.email) {
        const existing = await holderOf(ctx, record, input.email)
        const owner = await foreignOwner(ctx, record, existing, ownerOf)
        if (owner !== null && !isGuestId(owner) && !record.guest) {
          throw new HeldByAnother(record.sourceId, existing.id)
        }
        return adopt(ctx, record, existing, owner, notes)
      }
      const reduced = reduce(error, input, notes)
      if (!reduced) throw error
      input = reduced
    }
  }
}

/** A customer who bears the record's own custom id. */
async function ours(
  ctx: TargetContext,
  record: CanonicalCustomer,
  customer: ReadCustomer,
  outcome: Accepted['outcome'],
  notes: WriteNote[],
): Promise<Accepted> {
  if (outcome !== 'created') notes.push(...missingNotes(record, customer, notes))
  const tagged = await rememberTags(ctx, record, customer)
  const complete = await addExtras(ctx, record, tagged, { consent: true }, notes)
  return accepted(complete, outcome, allAddresses(complete), notes)
}

/**
 * What an earlier try brought without its answer being known: Shopify may have refused a part of it
 * and the try left that out. What is blank since is told; it may as well be the merchant who took it
 * away, so it is not sent again.
 */
function missingNotes(
  record: CanonicalCustomer,
  customer: ReadCustomer,
  told: readonly WriteNote[],
): WriteNote[] {
  const { fields: shown } = customerSnapshot(customer)
  const wanted = acceptedCustomer(record)
  return MAY_BE_LEFT_OUT.flatMap((field) => {
    const isMissing = wanted[field] !== null && shown[field] === null
    if (!isMissing || told.some((note) => note.field === field)) return []
    return keptInShopify(field, customersSay('missingSince', { what: field }))
  })
}

const MAY_BE_LEFT_OUT = ['email', 'phone', 'firstName', 'lastName', 'note'] as const

/** The customer who has exactly this e-mail address: nothing else says that two are one person. */
export async function holderOf(
  ctx: TargetContext,
  record: CanonicalCustomer,
  email: string,
): Promise<ReadCustomer> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const answer = await ctx.run(CUSTOMER_BY_EMAIL, { email, ...selection(ctx) })
    const found = answer.customerByIdentifier
    const shown = found?.defaultEmailAddress?.emailAddress ?? ''
    if (found && normalizedEmail(shown) === normalizedEmail(email)) return found
    await ctx.sleep(1000 * attempt)
  }
  throw new RecordError(
    'REJECTED_BY_SHOPIFY',
    record.sourceId,
    customersSay('emailHolderNotShown'),
    { isTransient: true },
  )
}

/** The other source record this customer of the target belongs to, by its custom id or our mappings. */
export async function foreignOwner(
  ctx: TargetContext,
  record: CanonicalCustomer,
  existing: ReadCustomer,
  ownerOf: WriteIntent['ownerOf'],
): Promise<string | null> {
  const carried = sourceIdOf(ctx.options.projectId, 'customer', existing.sourceId?.value)
  return carried !== null && carried !== record.sourceId ? carried : await ownerOf(existing.id)
}

/**
 * The person is in Shopify already: that record is used. What it says stays; only what is blank
 * there is filled in, and the custom id is added unless another record of the source holds it.
 */
async function adopt(
  ctx: TargetContext,
  record: CanonicalCustomer,
  existing: ReadCustomer,
  owner: string | null,
  notes: WriteNote[],
): Promise<Accepted> {
  if (record.guest && owner !== null) {
    // An account of the same old store: what is blank there is blank in the source, too.
    return accepted(existing, 'adopted', {}, [])
  }
  const wanted = acceptedCustomer(record)
  const managed = parseManaged(existing.managed?.value)
  let input: CustomerInput = {}
  if (!existing.firstName && !existing.lastName) {
    if (wanted.firstName) input.firstName = wanted.firstName
    if (wanted.lastName) input.lastName = wanted.lastName
  }
  if (!existing.note && wanted.note) input.note = wanted.note
  if (!existing.defaultEmailAddress && wanted.email) input.email = wanted.email
  if (!existing.defaultPhoneNumber && wanted.phone) input.phone = wanted.phone
  const addresses = customerAddressInputs(record)
  const fillAddresses = existing.addressesV2.nodes.length === 0 && addresses.length > 0
  if (fillAddresses) input.addresses = addresses
  const metafields = []
  if (!existing.sourceId) metafields.push(idMetafield(reference(ctx, record.sourceId)))
  if (wanted.tags.length > 0) {
    input.tags = normalizeTags([...existing.tags, ...wanted.tags])
    const tags = normalizeTags([...managed.tags, ...wanted.tags])
    metafields.push(managedMetafield({ ...managed, tags }))
  }
  if (metafields.length > 0) input.metafields = metafields

  notes.push({
    code: 'CUSTOMER_ADOPTED',
    message: customersSay('adopted'),
  })
  let customer = existing
  for (let attempt = 1; Object.keys(input).length > 0; attempt += 1) {
    try {
      const answer = await ctx.run(CUSTOMER_UPDATE, {
        input: { id: existing.id, ...input },
        ...selection(ctx),
      })
      customer = checkUserErrors(answer.customerUpdate).customer ?? customer
      break
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      if (input.metafields && error.concerns('metafields')) {
        // Another customer got this custom id meanwhile; the mapping alone links the two.
        input = { ...input, metafields: undefined }
        continue
      }
      const reduced = reduce(error, input, notes)
      if (!reduced) throw error
      input = reduced
    }
  }
  const children = fillAddresses ? allAddresses(customer) : {}
  const complete = await addExtras(ctx, record, customer, { consent: false }, notes)
  return accepted(complete, 'adopted', children, notes)
}

/** `customerSet` takes no metafields, so what tags are ours is noted in a second call when there are any. */
async function rememberTags(
  ctx: TargetContext,
  record: CanonicalCustomer,
  customer: ReadCustomer,
): Promise<ReadCustomer> {
  const tags = normalizeTags(record.tags)
  const own = managedMetafield({ tags })
  const { value } = own
  if (tags.length === 0 || customer.managed?.value === value) return customer
  const { metafieldsSet } = await ctx.run(METAFIELDS_SET, {
    metafields: [{ ownerId: customer.id, ...own }],
  })
  checkUserErrors(metafieldsSet)
  return { ...customer, managed: { value } }
}
