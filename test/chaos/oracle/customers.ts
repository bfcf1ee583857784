import type { Customer as TargetCustomer } from '#test/stand-ins/shopify-admin/store/state.ts'
import type { Customer } from '#test/stand-ins/woocommerce/records.ts'
import { goneFrom } from '../life/old-store/deleted.ts'
import { addedBy, isEdited } from '../life/merchant/merchant-edits.ts'
import { compareCustomData, dataOf, datum, type Datum } from './custom-data.ts'
import { isTheirs } from './edited-values.ts'
import { sayer, sayUnlessSame, type Check, type Say } from './findings.ts'
import { textOf } from './orders/lines.ts'
import { booksSeen, guestsSeen, type Person } from './seen.ts'
import { boundId, type TargetIndex } from './target-index.ts'
import { addressBook, blank, dialled, hasPlace, lower, readable, targetPlace } from './text.ts'

/** People who run the shop come along only with an order of theirs. */
const STAFF = new Set(['administrator', 'shop_manager', 'editor', 'author', 'contributor'])

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
    } else if (!edits.made.has(target.id)) compareAccount(check, customer, target)
  }
  checkOthers(check, index, accounted)
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

/** Guests, those whose account is gone, and those who stem from nothing. */
function checkOthers(check: Check, index: TargetIndex, accounted: ReadonlySet<string>): void {
  const { woo, shop, edits } = check
  const gone = goneFrom(woo)
  const known = new Set([
    ...gone.emails,
    ...[...woo.orders.values()].map((o) => lower(o.billing.email)),
  ])
  for (const target of shop.customers.values()) {
    const { id, email } = target
    if (edits.made.has(id) || accounted.has(id)) continue
    const customId = boundId(index, id, 'customer')
    const number = Number(customId ?? Number.NaN)
    if (customId !== null && number < woo.nextId.user) continue
    // Without a custom id: whoever has the e-mail of a guest is counted by e-mail above.
    const isGuest = customId === null || customId.startsWith('guest:')
    if (!isGuest || !known.has(lower(email))) {
      check.count('extra', `customer ${id} ${email ?? ''} stems from nothing in the old store`)
    } else if (customId !== null) compareGuest(check, customId, target)
  }
}

function compareAccount(check: Check, customer: Customer, target: TargetCustomer): void {
  const { billing, shipping } = customer
  const say = sayer(check, 'customer', String(customer.id), target.id)
  sayUnlessSame(say, 'email', lower(customer.email), target.email ?? '')
  comparePerson(check, String(customer.id), target, {
    firstName: readable(customer.firstName) || billing.first_name.trim(),
    lastName: readable(customer.lastName) || billing.last_name.trim(),
    phone: dialled(
      blank(billing.phone) ?? blank(shipping.phone),
      [billing, shipping].find(hasPlace)?.country,
    ),
    addresses: addressesOf(check, customer, target),
  })
  const tags = customer.role
    .split(',')
    .map((role) => role.trim())
    .filter((role) => !['', 'customer', 'subscriber'].includes(role))
  compareRest(
    check,
    target,
    { tags, isSubscribed: isSubscribed(customer), data: accountData(customer) },
    say,
  )
}

/** An account without an address keeps what they gave as a guest, under whichever e-mail address. */
function addressesOf(
  { woo }: Check,
  { billing, shipping }: Customer,
  target: TargetCustomer,
): string[] {
  const own = addressBook(billing, shipping)
  if (own.length > 0) return own
  const shown = JSON.stringify(target.addresses.map(targetPlace))
  return booksSeen(woo).find((book) => JSON.stringify(book) === shown) ?? own
}

const CONSENT = 'mailchimp_woocommerce_is_subscribed'
const VAT = 'billing_vat_number'

const isSubscribed = ({ meta }: Customer) =>
  meta.some(({ key, value }) => key === CONSENT && value === '1')

function accountData({ meta, email, billing, shipping }: Customer): Datum[] {
  const vat = meta.find(({ key }) => key === VAT)
  const isOther = lower(billing.email) !== '' && lower(billing.email) !== lower(email)
  return [
    ...(vat ? datum('vat_number', 'VAT number', textOf(vat.value)) : []),
    // Notes of WordPress about the account itself stay behind.
    ...dataOf(meta, new RegExp(`^(${CONSENT}|${VAT}|default_password_nag)$`)),
    ...([billing, shipping].some((place) => hasPlace(place) && place.company.trim() !== '')
      ? []
      : datum('company', 'Company', billing.company || shipping.company)),
    ...(isOther ? datum('billing_email', 'Billing e-mail', billing.email) : []),
  ]
}

/** A guest is as one of their orders showed them, and is never changed by another. */
function compareGuest(check: Check, customId: string, target: TargetCustomer): void {
  const candidates = guestsSeen(check.woo, lower(target.email))
  const differing = candidates.map((person) => differences(check, customId, target, person))
  const [fewest = []] = differing.toSorted((a, b) => a.length - b.length)
  const say = sayer(check, 'customer', customId, target.id)
  for (const [field, expected, found] of fewest) say(field, expected, found)
  compareRest(check, target, { tags: [], isSubscribed: false, data: [] }, say)
}

type Difference = [field: string, expected: unknown, found: unknown]

function comparePerson(check: Check, id: string, target: TargetCustomer, person: Person): void {
  const say = sayer(check, 'customer', id, target.id)
  for (const difference of differences(check, id, target, person)) say(...difference)
}

/** Names, phone and each address, but for what the merchant typed. */
function differences(
  check: Check,
  id: string,
  target: TargetCustomer,
  { firstName, lastName, phone, addresses }: Person,
): Difference[] {
  const { edits } = check
  const added = addedBy(edits, target.id, 'customer.ownAddress')
  const own = target.addresses.filter(({ address1 }) => !added.includes(address1 ?? ''))
  const record = { kind: 'customer', id, gid: target.id } as const
  const isMoved = isTheirs(check, record, 'customer.address', {
    name: 'addresses',
    wanted: addresses,
  })
  // The list is one field: with an address of the merchant's own in it, a move is theirs to settle.
  const isSettled = isMoved || (added.length > 0 && check.isAsked('customer', id, 'addresses'))
  const [first] = target.addresses
  const all: (Difference | null)[] = [
    isTheirs(check, record, 'customer.firstName', { name: 'firstName', wanted: firstName })
      ? null
      : ['firstName', firstName, target.firstName ?? ''],
    ['lastName', lastName, target.lastName ?? ''],
    isTheirs(check, record, 'customer.phone', { name: 'phone', wanted: phone })
      ? null
      : ['phone', phone, target.phone ?? null],
    isSettled ? null : ['addresses', addresses, own.map(targetPlace)],
    isSettled || added.length > 0
      ? null
      : ['addresses', first?.id ?? null, target.defaultAddressId ?? null],
  ]
  return all.flatMap((each) =>
    each === null || JSON.stringify(each[1]) === JSON.stringify(each[2]) ? [] : [each],
  )
}

function compareRest(
  { shop, edits }: Check,
  target: TargetCustomer,
  want: { tags: readonly string[]; isSubscribed: boolean; data: readonly Datum[] },
  say: Say,
): void {
  const added = addedBy(edits, target.id, 'customer.tag')
  const tags = target.tags.filter((tag) => !added.includes(tag) || want.tags.includes(tag))
  sayUnlessSame(say, 'tags', [...want.tags].sort(), tags.sort())
  if (!isEdited(edits, target.id, 'customer.note')) sayUnlessSame(say, 'note', null, target.note)
  const { emailConsent, smsConsent } = target
  const state = want.isSubscribed ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED'
  sayUnlessSame(say, 'emailConsent', state, emailConsent.state)
  // Shopify's own word for who was never asked.
  const levels = want.isSubscribed ? ['UNKNOWN'] : ['SINGLE_OPT_IN', null]
  if (!levels.includes(emailConsent.optInLevel)) {
    say('emailConsent', levels, emailConsent.optInLevel, 'how they agreed')
  }
  // WooCommerce keeps nothing about text messages.
  sayUnlessSame(say, 'smsConsent', 'NOT_SUBSCRIBED', smsConsent.state)
  if (!['SINGLE_OPT_IN', null].includes(smsConsent.optInLevel)) {
    say('smsConsent', null, smsConsent.optInLevel, 'how they agreed')
  }
  sayUnlessSame(say, 'taxExempt', false, target.taxExempt)
  sayUnlessSame(say, 'taxExemptions', [], target.taxExemptions)
  sayUnlessSame(say, 'locale', 'en', target.locale)
  sayUnlessSame(say, 'multipass', null, target.multipassIdentifier)
  const owner = { gid: target.id, type: 'CUSTOMER', name: 'the customer' }
  compareCustomData(shop, owner, want.data, say)
}
