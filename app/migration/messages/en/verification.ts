import type { Sentences } from '../language.ts'
import type { VERIFICATION } from '../verification.ts'

export const verification: Sentences<typeof VERIFICATION> = {
  sourceTooSlow:
    'Your old store took too long to show these records. What Shopify shows is below; try again in a minute.',
  notShown: ({ kind }, { one }) => `Shopify couldn’t show this ${one(kind)}. Try again later.`,
  customerLabel: ({ number }) => `Customer ${number}`,
  customerGoneLabel: ({ number }) => `Customer ${number}, not in Shopify`,
  fileBeingMade: 'We’re already making a file for your store. Try again once it’s done.',
}
