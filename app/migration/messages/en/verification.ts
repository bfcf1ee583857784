import type { Sentences } from '../language.ts'
import type { VERIFICATION } from '../verification.ts'

export const verification: Sentences<typeof VERIFICATION> = {
  sourceTooSlow:
    'Your old store took too long to show these records. What Shopify shows is below; try again in a minute.',
  notShown: ({ kind }, { one }) => `Shopify couldn’t show this ${one(kind)}. Try again later.`,
  customerLabel: ({ number }) => `Customer ${number}`,
  customerGoneLabel: ({ number }) => `Customer ${number}, not in Shopify`,
  undatedChange:
    'This changed in your old store, but the record’s change date didn’t. A full check brings such changes where your old store’s list shows them; the others arrive when the record changes next.',
  noOnlineStore:
    'This Shopify store has no Online Store sales channel, so its products can’t be published there.',
  notDecided: 'Nothing was written: you haven’t decided yet whether this is still the same record.',
  keptInShopify: 'This was changed in Shopify, and Shopify’s value was kept.',
  goneInSource: 'Your old store no longer shows it.',
  unreadableInSource: 'Your old store’s answer about this record can’t be read.',
  fileBeingMade: 'We’re already making a file for your store. Try again once it’s done.',
}
