import type { SourceCapabilities } from '#app/migration/engine/ports/source.ts'
import { SECOND } from './time.ts'

/** What this way of reading WooCommerce finds, and what it does not, in words a merchant understands. */
export const CAPABILITIES: SourceCapabilities = {
  cart: 'WooCommerce',
  // Ledgers hold records of this version: it is raised with the rules, and never taken back.
  mappingVersion: 5,
  neverRead: [
    'Subscriptions, memberships and bookings: orders that came from them arrive as orders.',
    'Coupons: the codes that were used arrive with their orders.',
    'Product reviews and ratings.',
    'Gift cards and store credit with a balance left.',
    'Passwords: WooCommerce does not show them. Customers choose new ones.',
    'Abandoned carts.',
    'Orders and products in the bin.',
    'Pages, blog posts, menus and media that no product uses.',
    'Settings: shipping zones, tax rates, payment methods, e-mails and users of the staff.',
  ],
  kinds: {
    product: {
      changesFoundBy:
        'the date WooCommerce last modified the product or one of its variations, by its number when it is new, and by the dates of its sales and its publication; categories by listing them',
      onlyComparisonSees: [
        'A renamed tag, brand or attribute value, or another slug of a shipping or tax class: the products that use it keep their date.',
        'Products of a category that was deleted: they keep their date. The run says which category it was.',
        'A product that was deleted for good or moved to the bin.',
        'A product that carries no date of change and was changed all the same.',
        'A change made by a plugin or an import that leaves the date alone.',
      ],
      cannotSee: [
        'A variation changed by a plugin that leaves the date alone, when neither the lowest price nor the list of variations changes: it shows with the product’s next change.',
        'A product in a status that a plugin added and hides from search: WooCommerce does not list it.',
        'Another picture at the same address.',
      ],
      deletesVisible: false,
      listedWhole: false,
      timeResolutionMs: SECOND,
    },
    customer: {
      changesFoundBy:
        'listing all accounts and comparing what the list shows of each (WooCommerce cannot filter customers by date); guests are found on their orders',
      onlyComparisonSees: ['An account that was deleted.'],
      cannotSee: [
        'Accounts of the staff (administrators, shop managers, editors), unless they placed an order.',
        'Guests: they exist on their orders only, and each is written from the first order that shows it.',
      ],
      deletesVisible: false,
      listedWhole: true,
      timeResolutionMs: SECOND,
    },
    order: {
      changesFoundBy:
        'the date WooCommerce last modified the order, and by its number when it is new',
      onlyComparisonSees: [
        'Lines, addresses or notes of the customer changed by a plugin or an import that leaves the date alone.',
        'A refund that was deleted.',
        'An order that was deleted for good or moved to the bin.',
        'An order that carries no date of change and was changed all the same.',
      ],
      cannotSee: [
        'A note of the staff added to an order that did not change otherwise.',
        'A refund whose lines were changed while its amount and reason stayed.',
        'The product behind an order line: when it is deleted or gets another SKU, the old store shows its old orders without or with another SKU, and Shopify’s keep the one they were sold with.',
      ],
      deletesVisible: false,
      listedWhole: false,
      timeResolutionMs: SECOND,
    },
  },
}
