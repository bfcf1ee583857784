import { sayer, type Spec } from './message.ts'
import { kind, text } from './parameters.ts'

/** What is told where both stores are compared. */
export const VERIFICATION = {
  sourceTooSlow: {},
  notShown: { kind },
  customerLabel: { number: text },
  customerGoneLabel: { number: text },
  undatedChange: {},
  noOnlineStore: {},
  notDecided: {},
  keptInShopify: {},
  goneInSource: {},
  unreadableInSource: {},
  fileBeingMade: {},
} as const satisfies Spec

export const verificationSays = sayer<typeof VERIFICATION>('verification')
