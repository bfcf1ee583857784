import type { Sentences, Words } from '#app/migration/messages/language.ts'
import type { WOOCOMMERCE } from './woocommerce.ts'

const REST_SETTINGS = 'WooCommerce → Settings → Advanced → REST API'

const SUBSCRIPTION = {
  renewal: 'a renewal of a subscription',
  resubscribe: 'the restart of a subscription that had ended',
  switch: 'a switch from one subscription to another',
  earlyRenewal: 'an early renewal of a subscription',
} as const

const ABOUT = {
  record: 'of it',
  variations: 'of its variations',
  refunds: 'of its refunds',
} as const

const PAYMENT = { none: 'not paid', part: 'paid in part', all: 'paid' } as const

const TYPE = {
  grouped: 'a grouped product',
  external: 'an external product',
  bundle: 'a bundle',
  composite: 'a composite product',
  booking: 'a booking',
  appointment: 'an appointment',
  subscription: 'a subscription',
  giftCard: 'a gift card',
  auction: 'an auction',
  mixAndMatch: 'a mix-and-match product',
} as const

const PRICE_CHANGES =
  'Shopify doesn’t change prices by itself: today’s price arrived, and a run after that time brings the new one. Once you’ve switched to Shopify, change it there.'

function onSale(variations: number, { number }: Words): string {
  return variations === 0
    ? 'this product'
    : `this product (${number(variations)} of its variations)`
}

export const en: Sentences<typeof WOOCOMMERCE> = {
  consumerKeyLabel: 'Consumer key',
  consumerSecretLabel: 'Consumer secret',
  consumerKeyMissing: 'Enter the consumer key.',
  consumerSecretMissing: 'Enter the consumer secret.',
  keyHelpLabel: 'Where to find the keys',
  keyHelpSignIn: 'Sign in to the WordPress admin of the old store.',
  keyHelpOpen: `Open ${REST_SETTINGS} and choose “Add key”.`,
  keyHelpDescribe:
    'Describe it as “Shopify migration”, choose an administrator as the user and the permission “Read”.',
  keyHelpCopy:
    'Choose “Generate API key” and copy both keys right away: WooCommerce shows the secret only once.',
  keyHelpNote:
    'You need WooCommerce 5.8 or newer. If a security plugin protects the old store, allow the path /wp-json/wc/v3/.',

  unreadSubscriptions:
    'Subscriptions, memberships and bookings. Orders that came from them arrive as orders.',
  unreadCoupons: 'Coupons. The codes that customers used arrive with their orders.',
  unreadReviews: 'Product reviews and ratings.',
  unreadGiftCards: 'Gift cards and store credit that still have a balance.',
  unreadPasswords: 'Passwords. WooCommerce doesn’t show them, so customers choose new ones.',
  unreadCarts: 'Abandoned carts.',
  unreadBin: 'Orders and products in the bin.',
  unreadPages: 'Pages, blog posts, menus, and media that no product uses.',
  unreadSettings:
    'Settings: shipping zones, tax rates, payment methods, email templates and staff accounts.',

  productsFoundBy:
    'Found by the date on which WooCommerce last changed the product or one of its variations, by its number if it’s new, and by the dates of its sales and its publication. Categories are listed each time.',
  renamedTerms:
    'A renamed tag, brand or attribute value, or a new slug of a shipping or tax class: the products that use it keep their date.',
  categoryDeleted:
    'Products of a category that was deleted: they keep their date. The run says which category it was.',
  productDeleted: 'A product that was deleted for good or moved to the bin.',
  productUndated: 'A product that changed although it has no date of change.',
  productEditedQuietly: 'A change by a plugin or an import that doesn’t touch the date.',
  variationEditedQuietly:
    'A variation changed by a plugin that doesn’t touch the date, as long as the lowest price and the list of variations stay the same. It arrives with the product’s next change.',
  productHidden:
    'A product with a status that a plugin added and hides from search: WooCommerce doesn’t list it.',
  pictureReplaced: 'A different picture at the same address.',

  customersFoundBy:
    'Found by listing all accounts and comparing what the list shows, because WooCommerce can’t filter customers by date. Guests are found on their orders.',
  accountDeleted: 'An account that was deleted.',
  staffAccounts:
    'Staff accounts (administrators, shop managers, editors), unless they placed an order.',
  guests:
    'Guests: they exist on their orders only, and each is written from the first order that shows them.',

  ordersFoundBy:
    'Found by the date on which WooCommerce last changed the order, and by its number if it’s new.',
  orderEditedQuietly:
    'Lines, addresses or customer notes changed by a plugin or an import that doesn’t touch the date.',
  refundDeleted: 'A refund that was deleted.',
  orderDeleted: 'An order that was deleted for good or moved to the bin.',
  orderUndated: 'An order that changed although it has no date of change.',
  staffNoteAdded: 'A staff note added to an order that didn’t change otherwise.',
  refundLinesEdited: 'A refund whose lines changed while its amount and reason stayed the same.',
  productOfLineGone:
    'The product behind an order line. When it’s deleted or gets another SKU, the old store shows its old orders without a SKU or with the new one; Shopify’s keep the one they were sold with.',

  behindMadeUp:
    'Links, counters and cached texts that WooCommerce adds by itself. They describe the old store, not the record.',
  behindCategoryLooks:
    'Descriptions, pictures and the hierarchy of categories. Collections in Shopify have no parents. They can have descriptions and pictures, but this app only brings products into them and leaves their looks to you.',
  behindCustomerPluginData:
    'Private data of plugins on customers. Only the plugin that wrote it knows what it means. Each customer that has some says so.',
  behindAccountNotes:
    'What WordPress notes about an account: last visits, screens, counters. It describes the account in the old store, not the customer.',
  behindVisit:
    'IP address, browser and cart of the customer. They are traces of a visit, not part of the order.',
  behindTaxSettings:
    'Tax classes and tax settings of order lines. The taxes that were charged arrive; how they were worked out no longer matters.',
  behindCouponSettings:
    'Settings of the coupons that were used. What they took off arrives; the coupons themselves aren’t moved.',
  behindShippingZone:
    'The shipping zone of an order. Shopify has zones of its own; the name and price of the shipping arrive.',
  behindTaxLineData: 'Custom data of tax lines. Shopify’s tax lines can’t hold any.',
  behindOrderPluginData:
    'Custom data of orders under private keys of plugins, where we don’t know what it means. Only the plugin itself can use it. Each order that has some says so.',
  behindBookkeeping:
    'WooCommerce’s own bookkeeping in the custom data of orders. It says what the old store has done already (stock lowered, emails sent, editing locks).',
  behindOrigin:
    'Where the visitor of an order came from. It’s a trace of a visit, not part of the order.',
  behindPaymentData:
    'Internal data of payment services. Only the old store’s payment plugin can use it; the payment reference arrives.',
  behindRefundedBy:
    'Which staff member gave a refund. The old store’s staff accounts don’t exist in Shopify.',
  behindRefundData: 'Custom data of refunds. Shopify’s refunds can’t hold any.',
  behindNoteAuthor: 'Who wrote a note. It’s mostly “WooCommerce”.',
  behindDownloads:
    'Files of downloadable products. Shopify delivers files through an app of its own. Each product that has some says so.',
  behindShopWindow:
    'Upsells, cross-sells and the order of products in the shop. Shopify works out recommendations by itself, and collections have their own order.',
  behindSaleRules:
    'Limits per order and low-stock warnings. Shopify products have no such settings.',
  behindProductPluginData:
    'Private data of plugins on products. Only the plugin that wrote it knows what it means. Each product that has some names the keys; what is readable arrives as metafields.',
  behindThemeSettings:
    'Settings of themes and page builders, SEO scores, feeds and visit counters. They belong to the old store’s plugins.',
  behindParts:
    'Which products make up a bundle or composite product. Shopify sells bundles through an app of its own; the product arrives as a draft that says so.',
  behindFirstVariation: 'Which variation is selected at first. Shopify shows the first variant.',
  behindGrouped:
    'Which products a grouped product holds. Shopify has no grouped products; it arrives as a draft that says so.',
  behindReviews: 'Reviews and ratings. Shopify shows reviews through an app of its own.',

  keyOnlyWrites: `The old store’s API key may write, but not read. Open ${REST_SETTINGS} there and give the key the permission “Read”.`,
  secretWrong: `The old store knows the consumer key, but the consumer secret is wrong. Copy the secret again. If you no longer have it, create a new key under ${REST_SETTINGS}.`,
  keyNotKnown:
    'The old store doesn’t know this consumer key. Check that you copied all of it (it begins with ck_), and that it wasn’t revoked.',
  timeStampRefused:
    'The old store’s clock is wrong, so it refused our request as too old or too new. Ask its host to set the clock, or use an address that begins with https://.',
  keyNotAccepted:
    'The old store doesn’t accept the consumer key. Check that you copied all of it (it begins with ck_), that it wasn’t revoked, and that its user may manage the shop.',
  pairNotAccepted:
    'The old store doesn’t accept the consumer key and secret, or the key may not read. Copy both again, and check that the key has the permission “Read”.',
  loginAsked:
    'The old store wants a login before its REST API answers. A security plugin may have closed it: allow the REST API for WooCommerce keys, then try again.',
  keyReadsTooLittle:
    'The old store doesn’t let this key read what we need. Give the key the permission “Read”, and make a shop manager or an administrator its user.',
  keyReadsNot: ({ kinds }, { list, many }) =>
    `The API key may not read the old store’s ${list(kinds.map(many))}. Its user has to be a shop manager or an administrator.`,
  currencyNotReadable:
    'The API key may not read which currency the old store uses, and there’s no order yet that tells us. Use a key of a shop manager or an administrator.',
  apiMissing:
    'There’s a WordPress site at this address, but its WooCommerce REST API is missing. Check that WooCommerce is active, and at least version 5.8.',
  notActive:
    'There’s a WordPress site at this address, but WooCommerce isn’t active on it. Check the address, or activate WooCommerce.',
  otherService:
    'There’s a web service at this address, but no WooCommerce store. Check the address.',
  tooOld: ({ version, oldest }) =>
    `The old store runs ${version === null ? 'a version of WooCommerce that is too old' : `WooCommerce ${version}, which is too old`}. Update it to ${oldest} or newer, then try again.`,
  mendMixed: 'Switch off WP_DEBUG_DISPLAY there, and plugins that change what its REST API sends.',
  mendLists:
    'A plugin may be changing its REST API: switch off what filters or caches /wp-json/, then try again.',

  cached:
    'A cache in front of the old store answers for it, and its copies may be out of date. Switch it off for the REST API (/wp-json/), then run a full check, which finds whatever the cache hid.',
  mixed:
    'The old store sends other text along with its data: comments of a plugin, or PHP messages. We can read the data all the same. To be safe, switch off WP_DEBUG_DISPLAY there, and plugins that minify or cache the REST API (/wp-json/).',
  categoriesNotListed:
    'The old store’s key may not list its categories. So we can’t tell two of the same name apart by their parents, and see a new name only when one of the category’s products changes, or with a full check. An administrator’s key may list them.',
  statusesNotListed:
    'The old store doesn’t tell us which order statuses it has. If a plugin added some, it may leave their orders out of its lists, and we can’t see them. Use an administrator’s key.',
  twoAnswers: ({ kind, about }, { one }) =>
    `The old store contradicts itself about this ${one(kind)}: its list shows a newer state ${ABOUT[about]} than it gives us when we ask. In Shopify, the ${one(kind)} stays as it was, and the next run asks again. The likely cause is a cache in front of the old store: switch it off for the REST API (/wp-json/).`,

  partOfMarketplaceOrder: ({ order }) =>
    `This order is one vendor’s part of order ${order}, which arrives as a whole. It was left out, so that the sale doesn’t count twice. Notes and tracking numbers that are on this part only stay in the old store.`,
  belongsTo: ({ subscription, order }, { list }) => {
    const what = [
      ...subscription.map((each) => SUBSCRIPTION[each]),
      ...(order === null ? [] : [`made from order ${order}`]),
    ]
    return `This order is ${list(what)}. It arrived as an order of its own, because Shopify can’t link the two; its additional details say what it belongs to.`
  },
  orderStatusNotKnown: ({ status, payment, isFulfilled, isCancelled }) => {
    const state = isCancelled
      ? 'cancelled'
      : `${PAYMENT[payment]} and ${isFulfilled ? 'fulfilled' : 'not fulfilled'}`
    return `This order’s status “${status}” isn’t one of WooCommerce’s own, so we can’t be sure what it means. Going by its name and the order’s dates, the order arrived as ${state}. If it means something else, correct the order in Shopify. Its additional details keep the status.`
  },
  depositNotKnown:
    'This order was paid in part, and the old store doesn’t say how much. It arrived as not paid: enter the payment in Shopify.',
  paidDateAlone: ({ status }) =>
    `In the old store, this order has a payment date, but its status is “${status}”. We went by the status, so it arrived as not paid. If you received the money, mark it as paid in Shopify.`,
  dateNotReadable:
    'We couldn’t read the date of this order (date_created_gmt). Nothing else is affected. Save the order in the old store once, then run again.',
  dateByStoreClock:
    'The old store gives the date of this order in its local time only. We took it as it is, so it may be off by the store’s time zone.',
  refundWithoutAmount:
    'A refund of this order has no amount in the old store, so we refunded what its items and shipping add up to. Compare it with what your payment service paid back.',
  refundOfItemsOnly:
    'A refund of this order took back items in the old store, but no money. Marked as returned, they would make Shopify say that you owe the customer money, so they aren’t.',
  refundWithoutDate:
    'The old store doesn’t say when a refund of this order was made. It arrived with the date on which the order last changed.',
  refundedByStatus: ({ isPartly }) =>
    isPartly
      ? 'In the old store, this order counts as refunded, but its refunds don’t add up to its total. It arrived as refunded in full, with the rest as one more refund. Compare it with what your payment service paid back.'
      : 'In the old store, this order counts as refunded, but has no refund. It arrived as refunded in full, without items. Compare it with what your payment service paid back.',
  orderDataPrivate: ({ count: all, keys }, { count, some }) =>
    `${count(all, 'entry', 'entries')} of this order’s custom data stayed in the old store, because plugins keep ${all === 1 ? 'it' : 'them'} to themselves: ${some(keys)}. All other custom data arrived as additional details.`,
  orderDataTooMuch: ({ most, more }, { number }) =>
    `This order has more custom data or notes than fit on one order or line. The first ${number(most)} of each arrived; ${number(more)} more stayed in the old store.`,
  taxRateNotReadable:
    'One of this order’s tax rates isn’t a number in the old store. The tax itself arrived; its rate shows as 0.',
  taxesOfOneRate: ({ most }, { number }) =>
    `In the old store, this order has more than ${number(most)} taxes under one rate. All of the tax arrived, but the rest of them share one name.`,
  tooManyLines: ({ count, most }, { number }) =>
    `This order has ${number(count)} lines, with fees and shipping, and Shopify takes no more than ${number(most)}. It wasn’t moved, and nothing changed in the old store: split it into smaller orders there and run again, or enter it in Shopify by hand.`,

  accountDataPrivate: ({ count: all }, { count }) =>
    `${count(all, 'private entry', 'private entries')} of the old store’s plugins stayed behind: only the plugin that wrote ${all === 1 ? 'it knows what it means' : 'them knows what they mean'}. Everything readable arrived.`,

  productType: ({ type, what, hasVariations, grouped }, { number }) =>
    [
      what === null
        ? `In the old store, this product has the type “${type}”.`
        : `In the old store, this product is ${TYPE[what]} (type “${type}”).`,
      'Shopify has nothing like it and would sell it as one plain product, so it arrived as a draft.',
      ...(hasVariations ? ['Its variations arrived with it.'] : []),
      ...(what === 'grouped'
        ? [`The products it groups (${number(grouped)}) arrive by themselves.`]
        : []),
      ...(what === 'external' ? ['The address it leads to arrived as a metafield.'] : []),
      'Set it up in Shopify before you make it active; you may need an app for it.',
    ].join(' '),
  productStatusNotKnown: ({ status }) =>
    `This product’s status “${status}” isn’t one of WordPress’s own, so we can’t be sure what it means. The product arrived as a draft: if it’s for sale, make it active in Shopify.`,
  shortcodes: ({ names }, { some }) =>
    `The description contains shortcodes of the old store’s plugins (${some(names)}), which Shopify shows as plain text. It arrived as it is: in Shopify, take them out, or replace them with what they showed.`,
  pricesTooFine: ({ count: all, steps, vanishes }, { count, some }) =>
    `In the old store, this product has ${count(all, 'price', 'prices')} with more decimal places than the currency has, so Shopify rounds ${all === 1 ? 'it' : 'them'} (${some(steps)}).${vanishes ? ' A price that is rounded to zero would give the product away, so it arrived as a draft: set its price in Shopify first.' : ''}`,
  noPrice:
    'This product has no price in the old store, so nobody can buy it there. It arrived as a draft: set a price in Shopify before you make it active.',
  variationsWithoutPrice: ({ ids }, { count, some }) =>
    `${count(ids.count, 'variation', 'variations')} of this product ${ids.count === 1 ? 'has' : 'have'} no price in the old store, so nobody can buy ${ids.count === 1 ? 'it' : 'them'} there: ${some(ids)}. In Shopify, ${ids.count === 1 ? 'it shows' : 'they show'} as sold out.`,
  weightNotReadable: ({ weights }, { some }) =>
    weights.count === 1
      ? `We couldn’t read a weight of this product (${some(weights)}), so it stayed behind. Correct it in the old store and run again, or enter it in Shopify.`
      : `We couldn’t read some weights of this product (${some(weights)}), so they stayed behind. Correct them in the old store and run again, or enter them in Shopify.`,
  stockInParts: ({ count: all, stocks }, { some }) =>
    `The old store counts this product’s stock in fractions (${some(stocks)}). Shopify counts whole items only, so ${all === 1 ? 'it was' : 'they were'} rounded down.`,
  saleBegins: ({ variations, at, ends }, words) =>
    `A sale of ${onSale(variations, words)} begins at ${words.moment(at)}${ends === null ? '' : ` and ends at ${words.moment(ends)}`}. ${PRICE_CHANGES}`,
  saleEnds: ({ variations, at }, words) =>
    `A sale of ${onSale(variations, words)} ends at ${words.moment(at)}. ${PRICE_CHANGES}`,
  releasePlanned: ({ at }, { moment }) =>
    `This product is scheduled: in the old store, it goes on sale by itself at ${moment(at)}. Until then, it’s a draft in Shopify, and a run after that time publishes it. Once you’ve switched to Shopify, publish it there.`,
  productDataPrivate: ({ keys }, { count, some }) =>
    `${count(keys.count, 'private entry', 'private entries')} of the old store’s plugins stayed behind (${some(keys)}): only the plugin that wrote ${keys.count === 1 ? 'it knows what it means' : 'them knows what they mean'}. Everything readable arrived.`,
  productDataTooMuch: ({ most, more }, { number }) =>
    `This product has more custom data than the ${number(most)} entries we move. ${number(more)} more stayed in the old store.`,
  downloads: ({ count }, { number }) =>
    count === 1
      ? 'The file that buyers of this product can download stays in the old store, because Shopify delivers files through an app of its own. Add it there before you sell this product.'
      : `The ${number(count)} files that buyers of this product can download stay in the old store, because Shopify delivers files through an app of its own. Add them there before you sell this product.`,
  variationsUnnamed:
    'This product’s variations have no attributes to tell them apart, so they arrived under an option called “Variation”, by their names or IDs. Give them attributes in the old store, or rename the option in Shopify.',
  variationsNotMatched: ({ ids }, { count, some }) =>
    `${count(ids.count, 'variation', 'variations')} of this product didn’t arrive (${some(ids)}): ${ids.count === 1 ? 'its' : 'their'} attributes match none of the product’s, or other variations already cover them. As far as the data says, nobody can buy ${ids.count === 1 ? 'it' : 'them'} in the old store either. Save the product there with the right attributes, then run again.`,
  variationsNameMore: ({ ids }, { count, some }) =>
    `${count(ids.count, 'variation', 'variations')} of this product also ${ids.count === 1 ? 'names' : 'name'} an attribute that the product doesn’t have (${some(ids)}). That attribute stayed behind; the variations arrived.`,
  tooManyVariants: ({ most }, { number }) =>
    `This product has variations for “any” value of its attributes. That makes more than ${number(most)} variants, the most Shopify can hold. In the old store, give its variations fixed values, or fewer of them, then run again.`,
  tooManyOptions: ({ count, most }, { number }) =>
    `This product’s variations differ by ${number(count)} attributes, and Shopify allows ${number(most)} options. Merge or remove attributes in the old store, then run again.`,
}
