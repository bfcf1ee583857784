import type { Sentences } from '../language.ts'
import type { SHOPIFY } from '../shopify.ts'

const TEXTS = {
  text: 'A text',
  sku: 'A SKU',
  orderNumber: 'The number',
  poNumber: 'The purchase order number',
  couponCode: 'A coupon code',
  title: 'The title',
  vendor: 'The vendor',
  type: 'The type',
  webAddress: 'The web address',
  category: 'A category',
} as const

export const shopify: Sentences<typeof SHOPIFY> = {
  databaseAway:
    'This app’s own database didn’t answer, so nothing was sent to Shopify. Nothing is lost; the run tries again.',
  renewalNotAnswered:
    'Shopify didn’t answer when this app asked to renew its access to the store. The run tries again by itself for a day.',
  connectionLost: 'The connection to Shopify was lost.',
  httpStatus: ({ status }) => `Shopify answered with HTTP ${status}.`,
  unreadableAnswer: 'Shopify sent an answer that couldn’t be read.',
  emptyAnswer: 'Shopify sent an empty answer.',
  doneButNotShown: 'Shopify made the change but couldn’t show the whole record.',
  internalError: 'Shopify had an internal error.',
  lookedUpFirst: ({ what }, { say }) =>
    `${say(what)} We look up what’s there before we send anything again.`,
  nothingLost: ({ what }, { say }) => `${say(what)} Nothing was lost; the run tries again.`,
  accessRefused:
    'Shopify no longer accepts this app’s access to the store. Nothing was lost: open the app in the Shopify admin once to renew it, then try again.',
  accessNotRenewed:
    'This app’s access to the Shopify store couldn’t be renewed. Nothing was lost: open the app in the Shopify admin once, then try again.',
  refusedWithStatus: ({ status }) => `Shopify refused a request of this app with HTTP ${status}.`,
  permissionMissing: ({ scope }) =>
    `Shopify doesn’t let this app go on, because a permission is missing: ${scope}. Nothing was lost: grant it in the Shopify admin, then try again.`,
  frozen:
    'The Shopify store is frozen because of an unpaid bill. Nothing was lost: try again when the store is open again.',
  notKnown:
    'Shopify no longer knows this store. Nothing was lost: try again when the store is open again.',
  locked: 'The Shopify store is locked. Nothing was lost: try again when the store is open again.',

  requestRefused: ({ words }) =>
    `Shopify refused a request of this app (“${words}”), so it changed nothing. Try again; if it happens again, contact support.`,
  lookUpRefused: ({ words }) =>
    `Shopify refused to show records that the run has to see (“${words}”). Nothing was lost: run again; if it happens again, contact support.`,
  recordRefused: ({ kind, words }, { one }) =>
    `Shopify refused this ${one(kind)}: “${words}”. Fix it in your old store or in Shopify, then try again.`,
  thereButNotShown: ({ kind, words }, { one }) =>
    `Shopify says that this ${one(kind)} is there already (“${words}”), but doesn’t show it yet. Nothing was written twice; the next run looks for it again.`,
  deletedMeanwhile: ({ kind }, { one }) =>
    `Someone deleted this ${one(kind)} in Shopify while we were updating it. The next run asks whether to add it again.`,
  definitionsNotCreated: ({ words }) =>
    `Shopify didn’t create the fields this app needs (“${words}”). Nothing was changed. Try again; if it happens again, contact support.`,
  definitionsMissing: ({ of }, { list }) =>
    `A field this app needs was removed or changed in Shopify for ${list(of)}. Nothing was written. Repair the setup in the app’s settings, then start again; records already here keep their IDs.`,
  definitionRemoved:
    'A field this app needs was removed in Shopify, so the run stopped before it could make duplicates. Repair the setup in the app’s settings, then run again.',
  locationGone:
    'The location chosen for this project no longer exists in Shopify. Nothing was written. Choose another location in the project’s settings.',
  locationInactive:
    'The location chosen for this project is deactivated in Shopify. Nothing was written. Activate it, or choose another in the project’s settings.',
  currencyChanged: ({ now, before }) =>
    `The Shopify store now sells in ${now}; when this project was linked, it sold in ${before}. Nothing was written. Change the currency back, or link a new project.`,

  textShortened: ({ kind, what }, { one }) =>
    `${TEXTS[what]} of this ${one(kind)} is longer than Shopify allows and was shortened; the old store keeps all of it.`,
  someTextShortened:
    'A text is longer than Shopify allows and was shortened; the old store keeps all of it.',
  tagsShortened: ({ kind, most, longest }, { one, number }) =>
    `This ${one(kind)} has more or longer tags than Shopify allows (${number(most)} tags of ${number(longest)} characters), so some were shortened or left out. The old store keeps all of them.`,
  customDataTooLong: ({ key }) =>
    `The custom data “${key}” is longer than Shopify allows, so it stayed in the old store.`,
  customDataWrongType: ({ key, type }) =>
    `The custom data “${key}” doesn’t fit the type “${type}” that it has in Shopify, so it stayed in the old store.`,
  customDataRefused: ({ key, words }) =>
    `Shopify didn’t accept the custom data “${key}” (“${words}”), so it stayed in the old store.`,
  customDataShortened: ({ kind, ofVariant, name }, { one }) =>
    `“${name}” of ${ofVariant ? 'a variant of ' : ''}this ${one(kind)} is longer than Shopify allows and was shortened; the old store keeps all of it.`,
  tooMuchCustomData: ({ kind, ofVariant, fields, most }, { one, number, count }) =>
    `${ofVariant ? 'A variant of this' : 'This'} ${one(kind)} has ${count(fields, 'field', 'fields')} of custom data. The first ${number(most)} arrived; the old store keeps the rest.`,

  countryNotKnown: ({ country, withState }) =>
    `Shopify doesn’t know the country “${country}”, so an address arrived without ${withState ? 'country and state' : 'a country'}. Choose the country in Shopify.`,
  provinceNotKnown: ({ province }) =>
    `Shopify doesn’t know the state or province “${province}” of an address, so it was left out there; the rest of the address arrived. Choose it in Shopify if you need it.`,
  countryRefused:
    'Shopify doesn’t accept the country of an address, so the address arrived without it. Choose the country in Shopify.',
  provinceRefused:
    'Shopify doesn’t know the state or province of an address, so it was left out there; the rest of the address arrived. Choose it in Shopify if you need it.',
  addressRefused: ({ words }) =>
    `Shopify doesn’t accept an address (“${words}”), so it was left out. The old store keeps it: enter it in Shopify if you need it.`,
  forbiddenInAddress:
    'Shopify takes no web addresses, emoji or HTML in an address, so that part was left out; the rest of the address arrived. The old store keeps it.',
  forbiddenInName:
    'Shopify takes no web addresses or HTML in a name, so that part was left out. The old store keeps it.',
  noLastName:
    'Shopify wants a last name in an address, and the old store has none there, so the first name or company stands in its place.',
}
