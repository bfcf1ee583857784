import type { CustomerInput, MailingAddressInput } from '#app/types/admin-operations.ts'
import type { CanonicalCustomer } from '#app/migration/kinds/customer/customer.ts'
import { HeldByAnother } from '#app/migration/engine/ports/errors.ts'
import { isGuestId } from '#app/migration/kinds/values/guest-id.ts'
import type { Gid } from '#app/migration/engine/ports/target.ts'
import { checkUserErrors, ShopifyRefused } from '../api/check-user-errors.ts'
import { acceptedCustomer, customerAddressInputs, customerNotes } from './input.ts'
import { updateExtras } from './extras.server.ts'
import { isTaken, reduce } from './refusals.ts'
import { addressChildren, customerSnapshot, ourAddressIds, type ReadCustomer } from './snapshot.ts'
import { CUSTOMER_UPDATE } from './documents.ts'
import { mergeTags } from '../values/normalize.ts'
import type { StoreContext } from '../store-context.ts'
import type { TargetContext } from '../target-context.ts'
import type { Accepted, ReadForUpdate, Update } from '../target-kind.ts'
import { keptInShopify, notPossible } from '../write-notes.ts'
import { accepted, foreignOwner, holderOf, readRaw, selection } from './write-customers.server.ts'
import { parseManaged, managedMetafield } from '../managed.ts'
import { goneJustNow } from '../api/record-gone.ts'
import { customersSay } from '#app/migration/messages/customers.ts'

/** One page, and the longest list Shopify takes. */
const MAX_ADDRESSES = 250

export async function readForUpdate(
  ctx: TargetContext,
  update: Update<CanonicalCustomer>,
): Promise<ReadForUpdate> {
  // A list of addresses replaces the whole list: every address must be known before it is sent.
  const pages = update.mayChange.has('addresses') ? MAX_ADDRESSES : undefined
  const before = (await readRaw(ctx, [update.gid], pages))[0]
  if (!before) throw goneJustNow(update.record)
  return {
    current: customerSnapshot(before),
    write: (changed) => updateCustomer(ctx, update, { before, pages }, changed),
  }
}

async function updateCustomer(
  ctx: TargetContext,
  update: Update<CanonicalCustomer>,
  { before, pages }: { before: ReadCustomer; pages: number | undefined },
  changed: ReadonlySet<string>,
): Promise<Accepted> {
  const { record, gid } = update
  if (changed.size === 0) return accepted(before, 'updated', { ...update.children }, [])
  const wanted = acceptedCustomer(record)
  const notes = customerNotes(record).filter(
    (note) => note.field === undefined || changed.has(note.field),
  )
  let input: CustomerInput = {}
  if (changed.has('firstName')) input.firstName = wanted.firstName ?? ''
  if (changed.has('lastName')) input.lastName = wanted.lastName ?? ''
  if (changed.has('note')) input.note = wanted.note ?? ''
  // An address that became unusable in the source is no reason to take the good one away.
  if (changed.has('email') && wanted.email) input.email = wanted.email
  if (changed.has('email') && !record.email?.trim() && before.defaultEmailAddress) {
    notes.push(keptInShopify('email', customersSay('emailRemoved')))
  }
  if (changed.has('phone') && (wanted.phone || !record.phone?.trim()))
    input.phone = wanted.phone ?? ''
  if (changed.has('tags')) {
    const managed = parseManaged(before.managed?.value)
    input.tags = mergeTags(before.tags, managed.tags, wanted.tags)
    input.metafields = [managedMetafield({ ...managed, tags: wanted.tags })]
  }
  const ours = ourAddressIds(update.children)
  if (changed.has('addresses')) {
    const merged = mergedAddresses(record, before, ours)
    const isAll = before.addressesV2.nodes.length < MAX_ADDRESSES && merged.length <= MAX_ADDRESSES
    if (isAll) input.addresses = merged
    else {
      notes.push(notPossible('addresses', customersSay('tooManyAddresses')))
    }
  }
  let customer = before
  let heldBy: Gid | null = null
  for (let attempt = 1; Object.keys(input).length > 0; attempt += 1) {
    try {
      const answer = await ctx.run(CUSTOMER_UPDATE, {
        input: { id: gid, ...input },
        ...selection(ctx, pages),
      })
      customer = checkUserErrors(answer.customerUpdate).customer ?? before
      break
    } catch (error) {
      if (!(error instanceof ShopifyRefused) || attempt > 4) throw error
      if (isTaken(error, 'email') && input.email) {
        const holder = await holderOf(ctx, record, input.email)
        const owner = await foreignOwner(ctx, record, holder, update.ownerOf)
        if (owner !== null && !isGuestId(owner)) {
          heldBy = holder.id
          input = { ...input, email: undefined }
          continue
        }
        notes.push(notPossible('email', customersSay('emailOfAnother')))
        input = { ...input, email: undefined }
        continue
      }
      const reduced = reduce(error, input, notes)
      if (!reduced) throw error
      input = reduced
    }
  }
  const complete = await updateExtras(ctx, record, customer, changed, notes)
  // The rest is written; what is missing waits for whoever has it.
  if (heldBy !== null) throw new HeldByAnother(record.sourceId, heldBy)
  return accepted(
    complete,
    'updated',
    childrenAfter(update.children, before, complete, changed),
    notes,
  )
}

export async function replaceEmail(
  ctx: StoreContext,
  gid: Gid,
  email: string | null,
): Promise<string | null> {
  const [before] = await readRaw(ctx, [gid])
  const had = before?.defaultEmailAddress?.emailAddress ?? null
  if (!before || had === email) return had
  const input = { id: gid, email: email ?? '' }
  const { customerUpdate } = await ctx.run(CUSTOMER_UPDATE, { input, ...selection(ctx) })
  checkUserErrors(customerUpdate)
  return had
}

/**
 * A list of addresses replaces what is there, so the merchant's own go back in by id; ours are
 * changed in place, in order, and new ones are added.
 */
function mergedAddresses(
  record: CanonicalCustomer,
  before: ReadCustomer,
  ours: readonly string[],
): MailingAddressInput[] {
  const present = before.addressesV2.nodes.map(({ id }) => id)
  const stillOurs = ours.filter((id) => present.includes(id))
  const merchants = present
    .filter((id) => !ours.includes(id))
    .map((id): MailingAddressInput => ({ id }))
  const wanted = customerAddressInputs(record).map((address, index): MailingAddressInput => {
    const id = stillOurs[index]
    return id ? { ...address, id } : address
  })
  return [...wanted, ...merchants]
}

function childrenAfter(
  children: Readonly<Record<string, Gid>>,
  before: ReadCustomer,
  after: ReadCustomer,
  changed: ReadonlySet<string>,
): Record<string, Gid> {
  if (!changed.has('addresses')) return { ...children }
  const ours = new Set(ourAddressIds(children))
  const merchants = new Set(
    before.addressesV2.nodes.map(({ id }) => id).filter((id) => !ours.has(id)),
  )
  return addressChildren(
    after.addressesV2.nodes.map(({ id }) => id).filter((id) => !merchants.has(id)),
  )
}
