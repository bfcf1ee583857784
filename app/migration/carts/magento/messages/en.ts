import type { Sentences, Words } from '#app/migration/messages/language.ts'
import type { MAGENTO, Right } from './magento.ts'

const TYPE = {
  grouped: 'a grouped product',
  bundle: 'a bundle',
  giftCard: 'a gift card',
} as const

/** As the tree of an integration's resources calls them. */
const RIGHT: Readonly<Record<Right, string>> = {
  stores: 'Stores → Settings → All Stores',
  products: 'Catalog → Inventory → Products',
  customers: 'Customers → All Customers',
  orders: 'Sales → Operations → Orders',
  invoices: 'Sales → Operations → Invoices',
  shipments: 'Sales → Operations → Shipments',
  creditMemos: 'Sales → Operations → Credit Memos',
}

const INTEGRATIONS = 'System → Extensions → Integrations'
const STANDALONE =
  'Stores → Configuration → Services → OAuth → Consumer Settings → “Allow OAuth Access Tokens to be used as standalone Bearer tokens”'

const PRICE_CHANGES =
  'Shopify doesn’t change prices by itself: today’s price arrived, and a run after that time brings the new one. Once you’ve switched to Shopify, change it there.'

const DOCUMENTS = {
  invoices: { what: 'invoices', without: 'without the dates and the single amounts of payments' },
  shipments: { what: 'shipments', without: 'without their parcels and tracking numbers' },
  creditmemos: {
    what: 'credit memos',
    without: 'with one refund for everything that was given back, and without its items',
  },
} as const

const PAYMENT = { none: 'not paid', part: 'paid in part', all: 'paid' } as const

function arrivedAs(order: {
  payment: keyof typeof PAYMENT
  isFulfilled: boolean
  isCancelled: boolean
}): string {
  if (order.isCancelled) return 'cancelled'
  return `${PAYMENT[order.payment]} and ${order.isFulfilled ? 'fulfilled' : 'not fulfilled'}`
}

function onSale(variants: number, { number }: Words): string {
  return variants === 0 ? 'this product' : `this product (${number(variants)} of its variants)`
}

/** English. */
export const en: Sentences<typeof MAGENTO> = {
  // the connection
  accessTokenLabel: 'Access token',
  accessTokenSecretLabel: 'Access token secret',
  consumerKeyLabel: 'Consumer key',
  consumerSecretLabel: 'Consumer secret',
  storeViewLabel: 'Store view code (only if you move one of several)',
  accessTokenMissing: 'Enter the access token.',
  storeViewNotCode:
    'This isn’t a store view code. Codes have only letters, digits and underscores; you’ll find them in Magento under Stores → All Stores. Leave the field empty to move the whole old store.',
  keyHelpLabel: 'Where to find the four values',
  keyHelpSignIn: 'Sign in to the Magento admin of the old store.',
  keyHelpAdd: `Open ${INTEGRATIONS}, choose “Add New Integration” and call it “Shopify migration”.`,
  keyHelpRights:
    'Under “API”, set “Resource Access” to “All”, or choose Sales, Catalog, Customers and Stores.',
  keyHelpActivate:
    'Save it, choose “Activate”, then “Allow”. Copy all four values from the window that opens.',
  keyHelpNote:
    'You need Magento 2.3 or newer, or Adobe Commerce. If a firewall protects the old store, allow the path /rest/. Values of an integration don’t expire; an administrator’s token does, after a few hours.',

  unreadCoupons:
    'Cart price rules and coupons. The codes that customers used arrive with their orders.',
  unreadReviews: 'Product reviews and ratings.',
  unreadBalances: 'Gift cards, store credit and reward points that still have a balance.',
  unreadReturns: 'Returns (RMA). Credit memos arrive with their orders.',
  unreadPasswords: 'Passwords. Magento doesn’t show them, so customers choose new ones.',
  unreadCarts: 'Abandoned carts, wish lists, quotes and recurring orders of extensions.',
  unreadPages: 'Pages, blocks, blog posts, and media that no product uses.',
  unreadSettings:
    'Settings: shipping, tax rates, payment methods, email templates and staff accounts.',

  tokenRefused:
    'The old store doesn’t accept the access token any more, or its integration may not read everything it could before. In the old store, check that the integration is active and has its rights, or connect again with new values. Nothing was lost.',
  tokenAloneRefused: `The old store doesn’t accept the access token. Check that you copied all of it and that its integration is active. Since version 2.4.4, Magento accepts a token alone only if this setting is on: ${STANDALONE}. Instead of changing it, you can enter all four values of the integration.`,
  tokenSignedRefused:
    'The old store knows these four values, but its integration may read nothing. In the old store, open the integration, choose its resources under “API” and save it, then try again.',
  secretsWrong:
    'The old store knows the consumer key, but one of the secrets doesn’t belong to it. Copy the consumer secret and the access token secret again. If they’re right, a proxy may hide the old store’s address from it: then enter the access token alone, with standalone tokens allowed.',
  timeStampRefused:
    'The old store’s clock is wrong, so it refused our request as too old or too new. Ask its host to set the clock.',
  consumerNotKnown:
    'The old store doesn’t know this consumer key. Check that you copied all of it, and that the integration wasn’t deleted or recreated.',
  integrationNotAccepted:
    'The old store doesn’t accept these values. Check that you copied all of them from one integration, and that it’s active.',
  valuesMissing:
    'Some of the integration’s values are missing. Enter all four, or the access token alone.',
  rightsMissing: ({ rights }, { list }) =>
    `The integration may not read all that a migration needs. In the old store, open ${INTEGRATIONS}, edit it, and under “API” add ${list(rights.map((each) => `“${RIGHT[each]}”`))}. Save it, then try again.`,
  viewNotKnown: ({ view, views }, { some }) =>
    `The old store has no store view with the code “${view}”. It has ${some(views)}. Enter one of them, or leave the field empty to move all of the old store.`,
  viewGone:
    'The old store refuses the chosen store view. It was deleted there, or has another code now. Connect again with the code it has. Nothing was lost.',
  severalViews: ({ views }, { some }) =>
    `The old store has several store views (${some(views)}), and none was chosen. So everything arrives, from all of its websites, with the texts of the default view. To move one website alone, connect again with the code of one of its views.`,
  oneWebsite: ({ view }) =>
    `Only the website of the store view “${view}” arrives: its products, the customers who signed up there, and the orders of all its views. Orders of views that were deleted belong to no website any more, so they stay in the old store.`,
  otherCurrencies: ({ base, shown }, { some }) =>
    `Product prices arrive in the old store’s base currency (${base}), in which Magento keeps them. Some of its views show them in others (${some(shown)}). Each order arrives in the currency the customer paid in.`,
  otherService: 'There’s a web service at this address, but no Magento store. Check the address.',
  tooOld: ({ version, oldest }) =>
    `The old store runs Magento ${version}, which is too old. Update it to ${oldest} or newer, then try again.`,
  cached:
    'A cache in front of the old store answers for it, and its copies may be out of date. Switch it off for the REST API (/rest/), then run a full check, which finds whatever the cache hid.',
  mixed:
    'The old store sends other text along with its data, perhaps PHP messages. We can read the data all the same. To be safe, set the old store to production mode, and switch off extensions that change its REST API (/rest/).',
  rowNotReadable: ({ kind }, { one }) =>
    `The old store can’t show one ${one(kind)}: its own list fails where that one stands, and doesn’t say which it is. Everything else was read. Magento’s log (var/log/exception.log) names it and the reason; correct it there, then run again.`,
  twoAnswers: ({ kind }, { one }) =>
    `The old store contradicts itself about this ${one(kind)}: its list shows a newer state than it gives us when we ask. In Shopify, the ${one(kind)} stays as it was, and the next run asks again. The likely cause is a cache in front of the old store: switch it off for the REST API (/rest/).`,

  // products
  productType: ({ type, what }) =>
    [
      what === null
        ? `In the old store, this product has the type “${type}”, which isn’t one of Magento’s own.`
        : `In the old store, this product is ${TYPE[what]}.`,
      'Shopify would sell it as one plain product, so it arrived as a draft.',
      ...(what === 'giftCard'
        ? ['Its amounts stayed in the old store.']
        : what === null
          ? []
          : ['What it is made of arrived as a metafield, and its parts arrive as products.']),
      'Set it up in Shopify before you make it active; you may need an app for it.',
    ].join(' '),
  productStatusNotKnown: ({ status }) =>
    `This product’s status “${status}” isn’t one of Magento’s own, so we can’t be sure what it means. The product arrived as a draft: if it’s for sale, make it active in Shopify.`,
  productInNoWebsite:
    'In the old store, this product isn’t assigned to any website, so nobody can see it there. It arrived as a draft: if it’s for sale, make it active in Shopify.',
  pricesTooFine: ({ count: all, steps, vanishes }, { count, some }) =>
    `In the old store, this product has ${count(all, 'price', 'prices')} with more decimal places than the currency has, so Shopify rounds ${all === 1 ? 'it' : 'them'} (${some(steps)}).${vanishes ? ' A price that is rounded to zero would give the product away, so it arrived as a draft: set its price in Shopify first.' : ''}`,
  noPrice:
    'This product has no price in the old store, so nobody can buy it there. It arrived as a draft: set a price in Shopify before you make it active.',
  childrenWithoutPrice: ({ skus }, { count, some }) =>
    `${count(skus.count, 'variant', 'variants')} of this product ${skus.count === 1 ? 'has' : 'have'} no price in the old store, so nobody can buy ${skus.count === 1 ? 'it' : 'them'} there: ${some(skus)}. In Shopify, ${skus.count === 1 ? 'it shows' : 'they show'} as sold out.`,
  otherPrices: ({ count: all }, { count }) =>
    `${count(all, 'price', 'prices')} of this product for customer groups or larger quantities stayed in the old store, because a Shopify product has one price for everybody. The price for everybody arrived. Shopify’s catalogs or an app can hold the others.`,
  saleBegins: ({ variants, at, ends }, words) =>
    `A sale of ${onSale(variants, words)} begins at ${words.moment(at)}${ends === null ? '' : ` and ends at ${words.moment(ends)}`}. ${PRICE_CHANGES}`,
  saleEnds: ({ variants, at }, words) =>
    `A sale of ${onSale(variants, words)} ends at ${words.moment(at)}. ${PRICE_CHANGES}`,
  stockInParts: ({ count: all, stocks }, { some }) =>
    `The old store counts this product’s stock in fractions (${some(stocks)}). Shopify counts whole items only, so ${all === 1 ? 'it was' : 'they were'} rounded down.`,
  customOptions: ({ titles, isRequired }, { some }) =>
    `In the old store, buyers of this product ${isRequired ? 'have to choose or enter' : 'can choose or enter'} more (${some(titles)}). Shopify has no such options, so the product arrived without them; their names and choices arrived as a metafield. What they add to the price stayed in the old store. Use an app for them.`,
  downloads: ({ count }, { number }) =>
    count === 1
      ? 'The file that buyers of this product can download stays in the old store, because Shopify delivers files through an app of its own. Add it there before you sell this product.'
      : `The ${number(count)} files that buyers of this product can download stay in the old store, because Shopify delivers files through an app of its own. Add them there before you sell this product.`,
  fixedProductTax:
    'The old store adds a fixed tax to this product’s price. Shopify has no such tax: its amounts arrived as a metafield, and Shopify doesn’t charge them. Add it to the price, or use an app.',
  directives: ({ names, field }, { some }) =>
    `${field === 'metafields' ? 'Texts among this product’s attributes contain' : 'The description contains'} directives that only the old store can fill in (${some(names)}). They were taken out, because Shopify would show them as plain text. In Shopify, add what they showed.`,
  valuesDeleted: ({ values }, { some }) =>
    `This product has attribute values that the old store no longer lists (${some(values)}). They arrived as the numbers that are left of them. Choose the values again in the old store and run again, or correct the metafields in Shopify.`,
  optionsDeleted: ({ values }, { some }) =>
    `Variants of this product use option values that the old store no longer lists, so they are called by the numbers that are left of them (${some(values)}). Rename them in Shopify, or choose the values again in the old store and run again.`,
  childrenNotMatched: ({ skus }, { count, some }) =>
    `${count(skus.count, 'variant', 'variants')} of this product didn’t arrive (${some(skus)}): ${skus.count === 1 ? 'it has' : 'they have'} no value for one of the product’s attributes, or other variants have the same. Nobody can choose ${skus.count === 1 ? 'it' : 'them'} in the old store either. Correct ${skus.count === 1 ? 'its' : 'their'} attributes there, then run again.`,
  childrenVisible: ({ skus }, { count, some }) =>
    `${count(skus.count, 'variant', 'variants')} of this product also ${skus.count === 1 ? 'has' : 'have'} a page of ${skus.count === 1 ? 'its' : 'their'} own in the old store (${some(skus)}). In Shopify, ${skus.count === 1 ? 'it is' : 'they are'} a part of this product only, so that nothing is there twice.`,
  childrenMissing: ({ ids }, { count, some }) =>
    `This product names ${count(ids.count, 'variant', 'variants')} that the old store doesn’t show us (${some(ids)}), so ${ids.count === 1 ? 'it' : 'they'} didn’t arrive. If ${ids.count === 1 ? 'it exists' : 'they exist'}, save the product in the old store, then run again.`,
  childrenUnnamed:
    'We couldn’t read what this product’s variants differ by, so they arrived under an option called “Variant”, by their SKUs. Give the access token of the old store the right to read attributes and run again, or rename the option in Shopify.',
  noChildren:
    'In the old store, this product has no variants that anybody could choose. It arrived as a draft without a price: add variants in the old store and run again, or set it up in Shopify.',
  picturesHidden: ({ files }, { count, some }) =>
    `${count(files.count, 'picture', 'pictures')} of this product ${files.count === 1 ? 'is' : 'are'} hidden in the old store, so ${files.count === 1 ? 'it' : 'they'} stayed there (${some(files)}).`,
  films: ({ count: all }, { count }) =>
    `${count(all, 'video', 'videos')} of this product stayed in the old store. Add ${all === 1 ? 'it' : 'them'} in Shopify by ${all === 1 ? 'its' : 'their'} web address.`,
  behindRecommendations:
    'Related products, up-sells, cross-sells and the order of products in categories. Shopify works out recommendations by itself, and collections have their own order.',
  behindDownloads:
    'Files of downloadable products. Shopify delivers files through an app of its own. Each product that has some says so.',
  behindStockRules:
    'Limits per order, quantity steps and low-stock warnings. Shopify has no such setting on a product.',
  behindOtherPrices:
    'Prices for customer groups and larger quantities; catalog price rules. A Shopify product has one price for everybody. A price for all groups from one piece arrives; each product that has others says so.',
  behindLayouts:
    'Layouts, designs, labels and other settings of how a product page looks. They belong to the themes of the old store.',
  behindCustomOptions:
    'Prices and settings of custom options. Shopify needs an app for them. Their names arrive; each product that has some says so.',
  behindAttributeSets:
    'Attribute sets, and the names of tax classes. They arrange the old store’s own screens and rates.',
  behindBundleRules:
    'Prices and rules of bundles and gift cards. Shopify sells them through apps or products of its own; it arrives as a draft that says so.',
  behindCategoryPages:
    'Descriptions, pictures and the hierarchy of categories; categories switched off. Shopify’s collections have no parents. Descriptions and pictures they can have: this app brings products into them, and leaves what they look like to you.',
  behindVideos:
    'Videos of products. Shopify plays videos from its own or their own address. Each product that has some says so.',
  productsFoundBy:
    'Found by the date on which Magento last changed the product or one of its variants, by its number if it’s new, and by the dates of its special prices. Categories are listed each time.',
  blindPriceImports:
    'A price or special price that was set by itself (through the price API or an import): the product keeps its date.',
  blindCategoryLinks:
    'A product that was put into a category or taken out of one on the category’s page: it keeps its date.',
  blindRenamedAttributes:
    'A renamed attribute or attribute option: the products that use it keep their date.',
  blindDeletedProducts: 'A product or a variant that was deleted.',
  blindUndatedProducts: 'A change by a module or an import that doesn’t touch the date.',
  blindStock:
    'Stock: Magento’s lists of products don’t show it. It is read once, for products that are new in Shopify.',
  blindPriceRules:
    'Catalog price rules: Magento’s REST API doesn’t tell what they make of a price. The price and the special price of the product arrive.',
  blindPricesWithTax:
    'Whether prices of the catalog include tax: Magento’s REST API gives them as they are stored. Set “Include sales tax in product price” in Shopify as it is in Magento (Stores → Configuration → Sales → Tax).',
  blindPictures: 'A different picture at the same address.',
  attributesNotReadable:
    'The old store’s access token may not read the attributes of products. So attributes arrive under their codes with the numbers of their values, and variants are told apart by their SKUs. In the old store, give the integration the right to read them (Catalog), then run again.',
  categoriesNotListed:
    'The old store’s access token may not read its categories, so products arrived without collections. In the old store, give the integration the right to read them (Catalog), then run again.',
  categoriesSwitchedOff: ({ count: all }, { count }) =>
    `${count(all, 'category is', 'categories are')} switched off in the old store, alone or with ${all === 1 ? 'its' : 'their'} parents, so nobody sees ${all === 1 ? 'it' : 'them'} there. ${all === 1 ? 'It' : 'They'} didn’t become ${all === 1 ? 'a collection' : 'collections'}; the products arrived.`,
  stockNotReadable:
    'The old store’s access token may not read stock. So new products arrived without a number in stock, and Shopify shows them as sold out. In the old store, give the integration the right to read it (Catalog → Inventory), or enter the stock in Shopify.',
  stockOfOneSource:
    'The old store keeps stock in several sources, and its access token may not read them. New products arrived with the stock of the default source. In the old store, give the integration the right to read sources (Stores → Inventory), or enter the stock in Shopify.',

  // customers
  customersFoundBy:
    'Found by the date on which Magento last changed the account, and by its number if it’s new. Guests are found on their orders.',
  blindAddressBook:
    'An address that a customer changed in the shop’s address book, where the account keeps its date.',
  blindNewsletter:
    'A customer who subscribed to the newsletter or unsubscribed: the account keeps its date.',
  blindDeletedCustomers: 'An account that was deleted.',
  blindGuests:
    'Guests: they exist on their orders only, and each is written from the first order that shows them.',
  blindGuestSubscribers:
    'Newsletter subscribers without an account: Magento’s REST API doesn’t list them.',
  groupsNotReadable:
    'The old store’s access token may not read customer groups, so the tags of customers are called by the groups’ numbers. In the old store, give the integration the right to read them (Customers → Customer Groups), then run again.',
  groupDeleted: ({ group }) =>
    `This customer belongs to a group that the old store no longer lists, so the tag is called “Group ${group}”. Rename it in Shopify, or put the customer into another group in the old store.`,
  regionsDisagree: ({ count }, { number }) =>
    count === 1
      ? 'In the old store, an address of this customer names one region and has the code of another. The code arrived. Check the address.'
      : `In the old store, ${number(count)} addresses of this customer name one region and have the code of another. The codes arrived. Check the addresses.`,
  customerValuesDeleted: ({ names }, { some }) =>
    `This customer has attribute values that the old store no longer lists (${some(names)}). They arrived as the numbers that are left of them. Correct them in the old store and run again, or in Shopify.`,
  behindAccountSettings:
    'Settings of an account: confirmations, locks, automatic changes of the group. They describe the account in the old store, not the customer.',
  behindCompanies:
    'Companies, roles and credit of Adobe Commerce B2B. Shopify’s companies are set up in a plan of their own.',

  // orders
  ordersFoundBy:
    'Found by the date on which Magento last changed the order, and by the dates of its invoices, shipments and credit memos, which sometimes leave the order’s own date alone.',
  orderEditedQuietly:
    'An address of an order that was edited, because Magento doesn’t touch the order’s date then.',
  orderCommented: 'A comment added to an order that didn’t change otherwise.',
  orderDeleted: 'An order that a module deleted. Magento itself deletes none.',
  parcelEdited:
    'A tracking number or a comment added to a shipment that was there before, where Magento doesn’t touch the shipment’s date.',
  optionRenamed:
    'What a product’s custom options are called. Orders arrive with the names of the day on which they were read.',
  orderUndated:
    'We couldn’t read the date of this order (created_at). Nothing else is affected. Correct it in the old store, then run again.',
  orderTooManyLines: ({ count: all, most }, { number }) =>
    `This order has ${number(all)} rows, and Shopify takes no more than ${number(most)} lines. It wasn’t moved, and nothing changed in the old store: split it into smaller orders there and run again, or enter it in Shopify by hand.`,
  orderStatusNotKnown: ({ status, state, ...order }) =>
    `This order’s status “${status}” isn’t one of Magento’s own. We went by its state there (“${state}”), its amounts and its quantities, so the order arrived as ${arrivedAs(order)}. If it means something else, correct the order in Shopify. Its additional details keep the status.`,
  orderStateNotKnown: ({ status, state, ...order }) =>
    `This order’s state “${state || status}” isn’t one of Magento’s own, so we can’t be sure what it means. Going by its amounts and quantities, the order arrived as ${arrivedAs(order)}. If it means something else, correct the order in Shopify.`,
  orderReplaced: ({ replaces, replacedBy, isOpen }) =>
    [
      ...(replaces === null ? [] : [`This order was made by editing order ${replaces}.`]),
      ...(replacedBy === null
        ? []
        : [`This order was edited, which made a new one of it (${replacedBy}).`]),
      'Both arrived under their own numbers, and their additional details name each other.',
      ...(isOpen
        ? [
            'The earlier of the two is not cancelled in the old store, so the sale may count twice: cancel it there and run again, or in Shopify.',
          ]
        : []),
    ].join(' '),
  numberTaken: ({ number }) =>
    `Another store of the same installation has an order of this number. This one arrived as ${number}: the number behind the dash is that of its store view.`,
  documentsNotReadable: ({ list }) =>
    `The access token of the old store may not read ${DOCUMENTS[list].what}, so orders arrive ${DOCUMENTS[list].without}. In the old store, give the integration the right to read ${DOCUMENTS[list].what} (Sales > Operations), then run again.`,
  noShippingAddress:
    'In the old store, this order has goods to send and no shipping address. It arrived without one; the billing address was not put in its place. Enter it in Shopify before you send anything.',
  orderRegionsDisagree:
    'In the old store, an address of this order names one region and has the code of another. The code arrived. Check the address.',
  chosenOptionsGone: ({ options }, { some }) =>
    `This order has custom options that the old store no longer names (${some(options)}), because the product or its option was deleted. What was chosen arrived under the option’s number.`,
  giftCardCodesUntold:
    'A gift card was sold with this order, and the old store doesn’t tell us its code. The order arrived without it. If the card still has a balance, issue a new one in Shopify.',
  bundleSentInParts:
    'Parts of a bundle in this order were sent on their own. Shopify knows the bundle as a whole only, so it counts as sent once all its parts are. The tracking numbers arrived.',
  piecesCancelled: ({ count: all }, { count }) =>
    `In the old store, ${count(all, 'item', 'items')} of this order ${all === 1 ? 'was' : 'were'} cancelled while the order’s total stayed as it was. In Shopify, ${all === 1 ? 'it is' : 'they are'} still to be sent and to be paid: remove ${all === 1 ? 'it' : 'them'} from the order there.`,
  refundsUnlisted:
    'The old store says that more was given back for this order than its credit memos add up to. The rest arrived as one more refund, without items. Compare it with what your payment service paid back.',
  refundsOpen: ({ count: all }, { count }) =>
    `This order has ${count(all, 'credit memo', 'credit memos')} in the old store under which no money was given back yet. ${all === 1 ? 'It' : 'They'} didn’t arrive as a refund. Once the money is given back, the next run brings it.`,
  refundedToCredit:
    'In the old store, a refund of this order went to the customer’s store credit, at least in part. In Shopify it shows as a refund of money, and the credit itself doesn’t arrive. Give it to the customer in Shopify if it’s still open.',
  orderDataTooMuch: ({ most, more }, { number }) =>
    `This order has more custom data or comments than fit on one order or line. The first ${number(most)} of each arrived; ${number(more)} more stayed in the old store.`,
  behindVisit:
    'IP address of the customer, and numbers of carts and quotes. They are traces of a visit, not part of the order.',
  behindOrderSettings:
    'Settings of orders: whether emails were sent, which price rules applied, weights and the cost of goods. What the rules took off arrives; how it was worked out no longer matters.',
  behindPaymentData:
    'Internal data of payment services, and parts of card numbers. Only the old store’s payment module can use them; the method and the payment reference arrive.',
  behindOtherCurrency:
    'Single amounts of an order in the currency of the old store’s books. Amounts arrive in the currency the buyer paid in; where the two differ, the order’s total in the other one arrives as well.',
  behindDocumentNumbers:
    'Invoices, shipments and credit memos as documents, with their numbers. What was paid, sent and given back arrives; Shopify has no such documents.',
  behindParcelLabels:
    'Shipping labels and packages. They belong to the old store’s carrier accounts.',
}
