import type { Customer as TargetCustomer } from '#test/stand-ins/shopify-admin/state.ts'
import type { Customer } from '#test/stand-ins/woocommerce/records.ts'
import { goneFrom } from '../life/deleted.ts'
import { addedBy, isEdited } from '../life/merchant-edits.ts'
import { sayer, type Check } from './findings.ts'
import { claimedId, type TargetIndex } from './target-index.ts'
import { blank, dialled, hasPlace, readable, sourcePlace, targetPlace } from './text.ts'

/** People who run the shop come along only with an order of theirs. */
const STAFF = new Set(['administrator', 'shop_manager', 'editor', 'author', 'contributor'])

const lower = (email: string | null | undefined) => email?.trim().toLowerCase() ?? ''

export function checkCustomers(check: Check, index: TargetIndex): void {
  const { woo, shop, edits } = check
  const byEmail = new Map<string, string[]>()
  for (const { id, email } of shop.customers.values()) {
    const key = lower(email)
    if (key !== '') byEmail.set(key, [...(byEmail.get(key) ?? []), id])
  }
  for (const [email, gids] of byEmail) {
    if (gids.length > 1)
      check.count('duplicated', `customer ${email} is there as ${gids.join(', ')}`)
  }
  const accounted = new Set<string>()
  for (const customer of woo.customers.values()) {
    const gids = accountGids(check, index, customer)
    for (const gid of gids) accounted.add(gid)
    const sameEmail = byEmail.get(lower(customer.email)) ?? []
    // Two with the same e-mail were counted above.
    if (gids.length > 1 && !gids.every((gid) => sameEmail.includes(gid))) {
      check.count(
        'duplicated',
        `customer ${customer.id} ${customer.email} is there as ${gids.join(', ')}`,
      )
    }
    if (STAFF.has(customer.role) || !check.isJudged('customer', customer.modifiedAt)) continue
    const target = shop.customers.get(gids[0] ?? '')
    if (check.isAnnounced('customer', String(customer.id))) check.findings.announced += 1
    else if (!target) {
      check.missed('customer', String(customer.id), `${customer.email} is not in Shopify`)
    } else if (!edits.made.has(target.id)) compareCustomer(check, customer, target)
  }
  reportExtra(check, index, accounted)
}

/** The account's record in Shopify: by custom id; else who has its e-mail, a guest before. */
export function accountGids(check: Check, index: TargetIndex, customer: Customer): string[] {
  const { shop } = check
  const own = (index.owners.get(`customer:${customer.id}`) ?? []).filter((gid) =>
    shop.customers.has(gid),
  )
  if (own.length > 0) return own
  const email = lower(customer.email)
  return [...shop.customers.values()]
    .filter((target) => email !== '' && lower(target.email) === email)
    .map(({ id }) => id)
}

function reportExtra(check: Check, index: TargetIndex, accounted: ReadonlySet<string>): void {
  const { woo, shop, edits } = check
  const gone = goneFrom(woo)
  const known = new Set([
    ...gone.emails,
    ...[...woo.orders.values()].map((o) => lower(o.billing.email)),
  ])
  for (const { id, email } of shop.customers.values()) {
    if (edits.made.has(id) || accounted.has(id)) continue
    const claim = claimedId(index, id, 'customer')
    const number = Number(claim ?? Number.NaN)
    if (claim !== null && number < woo.nextId.user) continue
    if (claim?.startsWith('guest:') && known.has(lower(email))) continue
    // Without a custom id: whoever has the e-mail of a guest is counted by e-mail above.
    if (claim === null && known.has(lower(email))) continue
    check.count('extra', `customer ${id} ${email ?? ''} stems from nothing in the old store`)
  }
}

function compareCustomer(check: Check, customer: Customer, target: TargetCustomer): void {
  const { edits } = check
  const id = String(customer.id)
  const { billing, shipping } = customer
  const say = sayer(check, 'customer', id, target.id)
  if (lower(customer.email) !== lower(target.email)) say('email', customer.email, target.email)
  const first = readable(customer.firstName) || billing.first_name.trim()
  const last = readable(customer.lastName) || billing.last_name.trim()
  if (!isEdited(edits, target.id, 'customer.firstName') && (target.firstName ?? '') !== first) {
    say('firstName', first, target.firstName)
  }
  if ((target.lastName ?? '') !== last) say('lastName', last, target.lastName)

  const places = [billing, shipping].filter(hasPlace)
  const phone = dialled(blank(billing.phone) ?? blank(shipping.phone), places[0]?.country)
  if (!isEdited(edits, target.id, 'customer.phone') && (target.phone ?? null) !== phone) {
    say('phone', phone, target.phone)
  }
  if (isEdited(edits, target.id, 'customer.address')) return
  const added = addedBy(edits, target.id, 'customer.ownAddress')
  const wanted = addressBook(billing, shipping)
  const found = target.addresses
    .filter(({ address1 }) => !added.includes(address1 ?? ''))
    .flatMap((address) => targetPlace(address) ?? [])
  // The list is one field: with an address of the merchant's own in it, a move is theirs to settle.
  const isTheirs = added.length > 0 && check.isAsked('customer', id, 'addresses')
  if (!isTheirs && JSON.stringify(wanted) !== JSON.stringify(found)) {
    say('addresses', wanted, found)
  }
}

/** Billing first; a shipping address that is the same place, be it without its phone, is none of its own. */
function addressBook(billing: Customer['billing'], shipping: Customer['shipping']): string[] {
  const { email: _email, ...first } = billing
  const places = [first, shipping].filter(hasPlace)
  const [one, two] = places
  if (!one) return []
  const same =
    two !== undefined &&
    sourcePlace({ ...one, phone: '' }) === sourcePlace({ ...two, phone: '' }) &&
    (one.phone.trim() === two.phone.trim() || !one.phone.trim() || !two.phone.trim())
  return (two === undefined || same ? [one] : [one, two]).flatMap((p) => sourcePlace(p) ?? [])
}
