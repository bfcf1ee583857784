import type { z } from 'zod'
import type { Sentences, Words } from '../language.ts'
import type { ORDERS } from '../orders.ts'

type Change = z.infer<(typeof ORDERS)['changedLater']['changes']>[number]

/** “Mug”: 1 instead of 3 */
function changeText({ what, title, from, to, price }: Change, { money, number }: Words): string {
  const at = price === null ? '' : money(price)
  switch (what) {
    case 'quantity':
      return `“${title}”: ${number(to)} instead of ${number(from)}`
    case 'newLine':
      return `new: ${number(to)} × “${title}” at ${at}`
    case 'newShipping':
      return `shipping “${title}” of ${at}`
    case 'noShipping':
      return `no shipping “${title}” of ${at}`
  }
}

/** In the middle of a sentence, as merchants call them. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'order number',
  placedAt: 'order date',
  email: 'email address',
  phone: 'phone number',
  poNumber: 'purchase order number',
  attributes: 'additional details',
  lines: 'items',
  shippingLines: 'shipping',
  shipments: 'tracking',
  payments: 'single payments',
  shopTotal: 'total in your store’s currency',
  singleRefunds: 'single refunds',
}

const IN_SHOPIFY = 'Do it in Shopify.'

export const orders: Sentences<typeof ORDERS> = {
  empty:
    'This order has no items, no fees and no shipping, and Shopify keeps no empty orders. It stays in the old store; nothing else is affected. If something was sold with it, enter it there and run again.',
  currencyNotKnown: ({ currency }) =>
    `Shopify doesn’t know this order’s currency, “${currency}”, so the order wasn’t created. It’s unchanged in the old store: correct its currency there and run again, or enter the order in Shopify by hand.`,
  tooManyLines: ({ lines, most }, { number }) =>
    `This order has ${number(lines)} lines, fees included, and Shopify takes ${number(most)} in one order, so it wasn’t created. It’s unchanged in the old store: split it there into smaller orders and run again, or enter it in Shopify by hand.`,
  dateMoved: ({ date }) =>
    `Shopify can’t hold the order date ${date}, so the order shows the nearest date it can.`,
  emailInvalid: 'The order’s email address isn’t valid, so it was left out. Correct it in Shopify.',
  emailRefused:
    'Shopify doesn’t accept the order’s email address, so it was left out. Correct it in Shopify.',
  phoneInvalid:
    'The order’s phone number isn’t valid, so it was left out; the addresses keep it as it is.',
  phoneRefused:
    'Shopify doesn’t accept the order’s phone number, so it was left out; the addresses keep it as it is.',
  phoneOfAnother:
    'The order’s phone number belongs to another customer in Shopify, so it was left out. The order is linked to its own customer, and the addresses keep the number.',
  trackingOnCancelled:
    'The old store has a tracking number for this cancelled order. Shopify keeps none on a cancelled order, so you find it in the additional details, as “Old store tracking”.',
  trackingWithoutParcel:
    'The old store has a tracking number for this order, but doesn’t say what was in the parcel, and the order isn’t complete. The order stays open in Shopify, and you find the number in its additional details, as “Old store tracking”. Fulfill there what was sent.',
  parcelWithoutPlace:
    'A parcel of this order has no place in Shopify: its items were sent already, or were changed in Shopify, or are sent by somebody else whose part this app can’t see. Add its tracking number to the order in Shopify.',
  customerGone:
    'This order’s customer is no longer in Shopify. The order arrived complete, with the customer Shopify has for its email address.',
  productGone:
    'A product of this order is no longer in Shopify. Its lines arrived complete, but without a link to the product.',
  totalRounded: ({ from, to, places }, { money, count }) =>
    `The order’s total was rounded from ${money(from)} to ${money(to)}, because Shopify keeps ${from.currency} with ${count(places, 'decimal place', 'decimal places')}. If that’s right, there’s nothing to do.`,
  totalDiffers: ({ shown, wanted, items, discounts, shipping, taxes, sum }, { money }) =>
    `The order’s total in Shopify is ${money(shown)}, not ${money(wanted)} as in the old store. We count: items ${money(items)} − discounts ${money(discounts)} + shipping ${money(shipping)} ${taxes === null ? '(taxes included)' : `+ taxes ${money(taxes)}`} = ${money(sum)}. The order arrived; check it in Shopify.`,
  shopTotalDiffers: ({ shown, wanted }, { money }) =>
    `In your store’s currency this order comes to ${money(shown)} in Shopify, and to ${money(wanted)} in the old store, because of rounding. What the buyer paid is right, so there’s nothing to do.`,

  changedLater: ({ changes, more, why }, words) => {
    const parts = changes.map((change) => changeText(change, words))
    const all = more > 0 ? [...parts, `and ${words.number(more)} more`] : parts
    return `This order was changed in the old store after it had been moved: ${all.join('; ')}. ${words.say(why)} Shopify’s order wasn’t changed: edit it there if you need to.`
  },
  editCancelled: 'Shopify doesn’t edit cancelled orders.',
  editRefunded: 'Some of it was refunded, and an edit would count that refund twice.',
  editCurrency: 'The order has another currency in Shopify.',
  editTwoCurrencies:
    'It is in two currencies, and Shopify would convert an edit at its rate of today.',
  editCostsOther: ({ total, wanted }, { money }) =>
    `After that edit it would cost ${money(total)} in Shopify instead of ${money(wanted)}, because Shopify works out the taxes and discounts of an edit itself.`,
  editNotAllowed:
    'Shopify doesn’t let this app edit orders yet: open the app in the Shopify admin once to allow it.',
  editRefused: ({ words }) => `Shopify doesn’t allow that edit (“${words}”).`,
  addedByEdit:
    'What was added to this order in the old store was added in Shopify by editing the order. It has its title and price, but no link to a product, so that no stock moves.',
  bothChanged:
    'The items or the shipping of this order were changed in the old store and in Shopify. Shopify’s stay: edit the order there if the old store’s are right.',

  refundsChanged: ({ there, here }, { money }) =>
    `This order’s refunds changed in the old store after they had been repeated in Shopify: ${money(there)} in all in the old store, ${money(here)} in Shopify. Shopify doesn’t change refunds, so they stay as they were. If more is to be paid back, do that in Shopify.`,
  refundsDiffer: ({ there, here }, { money }) => {
    const amounts = (all: typeof there) => all.map(money).join(', ') || 'none'
    return `The single refunds of this order differ: ${amounts(there)} in the old store, ${amounts(here)} in Shopify, which doesn’t change refunds. If the sum is right, there’s nothing to do.`
  },
  singleRefundsDiffer: ({ refunds }, { money }) => {
    const each = refunds.map(
      ({ refund, amount, here }) =>
        `refund ${refund} of ${money(amount)} ${here === null ? 'stands under another refund' : `is ${money(here)} in Shopify`}`,
    )
    return `The refunds of this order add up, but not each of them is as in the old store: ${each.join(', ')}. Shopify doesn’t change refunds, so amount, date and reason stay as they are. The money is right: there’s nothing to do.`
  },
  refundCut: ({ wanted, done }, { money }) =>
    `The old store refunded ${money(wanted)}, more than was still paid on the Shopify order, so ${money(done)} was refunded here.`,
  refundUnderWay:
    'Shopify is still working on a refund. We look it up before we send anything again.',

  cannotPay: ({ words }) =>
    `The order was paid in the old store but can’t be marked as paid here (Shopify says: “${words}”). ${IN_SHOPIFY}`,
  cannotFulfill: ({ words }) =>
    `The order was fulfilled in the old store but can’t be fulfilled here (Shopify says: “${words}”). ${IN_SHOPIFY}`,
  cannotRefund: ({ words }) =>
    `A refund from the old store couldn’t be repeated here (Shopify says: “${words}”). ${IN_SHOPIFY}`,
  cannotCancel: ({ words }) =>
    `The order was cancelled in the old store but can’t be cancelled here (Shopify says: “${words}”). ${IN_SHOPIFY}`,
  cannotArchive: ({ words }) =>
    `The order is complete in the old store but can’t be archived here (Shopify says: “${words}”). ${IN_SHOPIFY}`,
  partlyPaid: ({ there, here }, { money }) =>
    `The old store has received ${money(there)} for this order; Shopify shows ${money(here)}. Shopify doesn’t let an app add part of a payment to an existing order: enter it in Shopify.`,
  onHold: ({ parts }, { number }) =>
    `The order was fulfilled in the old store. ${parts === 1 ? 'One part of it is' : `${number(parts)} parts of it are`} on hold in Shopify, and this app doesn’t release holds: release it in Shopify and fulfill the rest there.`,
  othersFulfill:
    'The order was fulfilled in the old store. In Shopify, the rest of it is for a fulfillment service or another app to send, and this app can neither see nor fulfill that part. The order stays open: mark the rest as fulfilled in Shopify.',

  paymentWentBack: ({ status }) =>
    `In the old store, the order’s payment went back to “${status.toLowerCase().replaceAll('_', ' ')}”. Shopify doesn’t allow that, so it stays as it was.`,
  fulfillmentWentBack:
    'The order is no longer fulfilled in the old store. If that’s right, cancel the fulfillment in Shopify.',
  reopened:
    'The order was reopened in the old store. Shopify can’t reopen a cancelled order, so it stays cancelled.',
  customerRefused: ({ words }) =>
    `The order now belongs to another customer in the old store. Shopify didn’t accept that (“${words}”), so its customer stays as it was. Choose the customer in Shopify.`,
  fieldRefused: ({ words }) =>
    `Shopify didn’t accept the change (“${words}”), so the order keeps what it had.`,
  fieldStays: ({ field, removed }, words) => {
    const what = FIELDS[field] ?? words.field(field).toLowerCase()
    return removed
      ? `The ${what} of this order was removed in the old store; Shopify still shows the earlier value. Remove it in Shopify if it shouldn’t be there.`
      : `The ${what} of this order changed in the old store. Shopify doesn’t allow that change on this order as it is now, so it shows what it showed before.`
  },
}
